"""How far what mentions the conference has been read, and which of it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from DiscordBot.networks.port import ReadPage, ReadPost

OLDEST = timedelta(days=7)
"""What the very first reading goes back to; an account may have years of mentions."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading has come; ids of posts grow with time.

    Everything up to `since` is stored. While a reading is under way, so is what lies between `before` and
    `newest`, and what lies between `since` and `before` is still to be read.
    """

    since: str | None = None
    newest: str | None = None
    before: str | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether a reading was begun and has not come to its end."""
        return self.before is not None

    def after(self, page: ReadPage, *, is_last: bool) -> Progress:
        """Return how far it is when this page is stored; pages come newest first."""
        ids = sorted((post.id for post in page.posts), key=int)
        newest = self.newest or (ids[-1] if ids else None)
        if is_last:
            # What was read again for the sake of posts that are listed late is no step back.
            return Progress(since=max(filter(None, (newest, self.since)), key=int, default=None))
        return replace(self, newest=newest, before=ids[0] if ids else self.before)


def that_count(posts: Sequence[ReadPost]) -> list[ReadPost]:
    """Return, the oldest first, what people say to the conference: quotes too, but no plain retweets."""
    wanted = [post for post in posts if not post.is_own and post.retweet_of is None]
    return sorted(wanted, key=lambda post: int(post.id))


def not_too_old(posts: Sequence[ReadPost], now: datetime, *, since: str | None) -> list[ReadPost]:
    """Return what is newer than the post `since`, and of older ones, that were listed late, what is recent.

    The very first reading, without a `since`, ends where posts become too old.
    """
    earliest = now - OLDEST
    newer = -1 if since is None else int(since)
    return [
        post for post in posts if post.created_at >= earliest or (since is not None and int(post.id) > newer)
    ]
