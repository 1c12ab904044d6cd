"""How far a network has been read, and how a reading goes on from there: the same for every network."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from DiscordBot.networks.port import ReadPage

if TYPE_CHECKING:
    from DiscordBot.networks.port import ReadPost

OVERLAP = timedelta(minutes=10)
"""How much is read again each time: networks list some posts after newer ones."""

OLDEST = timedelta(days=7)
"""What the very first reading goes back to; an account may have years of mentions."""

LONGEST_TEXT = 20_000
"""In characters; what is longer, perhaps by links that stand behind its words, is cut."""

LONGEST_NAME = 500
MOST_PICTURES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page as a network lists it, newest first.

    `newest_at` (UTC) is when its newest post was listed, or written where the network does not tell; what
    follows the page is older than `oldest_at`. None if it has none. `below` makes the network list what
    follows this page, None if that is nothing.
    """

    posts: tuple[ReadPost, ...]
    newest_at: datetime | None
    oldest_at: datetime | None
    below: str | None


Listing = Callable[[datetime, str | None], AsyncGenerator[Listed, None]]
"""Lists what is newer than the moment (UTC), and perhaps older, below a page's `below` or from the newest on.

It may end before the last page that there is, and raises `NetworkError`.
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one listing has been read. Moments are UTC.

    Everything up to `since` is stored. While a reading is under way, so is what lies between `before` and
    `newest`, and what lies between `since` and `before` is still to be read.
    """

    since: datetime | None = None
    newest: datetime | None = None
    before: str | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether a reading was begun and has not come to its end."""
        return self.before is not None

    def after(self, page: Listed, *, is_last: bool) -> Progress:
        """Return how far it is when this page is stored; pages come newest first."""
        newest = self.newest or page.newest_at
        if is_last:
            # What was read again for the sake of posts that are listed late is no step back.
            return Progress(since=max(filter(None, (newest, self.since)), default=None))
        return replace(self, newest=newest, before=page.below)


_MARK = TypeAdapter(dict[str, Progress])


def mark_of(progress: Mapping[str, Progress]) -> str:
    """Return a mark that says how far each listing was read."""
    return _MARK.dump_json(dict(progress)).decode()


def progress_of(mark: str | None) -> dict[str, Progress]:
    """Return what a mark says; nothing if it cannot be read."""
    try:
        return _MARK.validate_json(mark or "{}")
    except ValidationError:
        return {}


async def read_on(
    listings: Mapping[str, Listing], after: str | None, now: datetime
) -> AsyncGenerator[ReadPage, None]:
    """Read each listing on from a mark, one after the other; those that it does not know from `OLDEST` on."""
    known = progress_of(after)
    progress = {name: known.get(name, Progress()) for name in listings}
    is_cut_short = False
    for left, (name, listing) in zip(reversed(range(len(listings))), listings.items(), strict=True):
        async with aclosing(_whole(listing, progress[name], now)) as pages:
            async for posts, progress[name], is_end in pages:
                is_last = is_end and not left and not is_cut_short
                yield ReadPage(posts, mark_of(progress), is_last)
        is_cut_short = is_cut_short or progress[name].is_under_way


async def _whole(
    listing: Listing, progress: Progress, now: datetime
) -> AsyncGenerator[tuple[tuple[ReadPost, ...], Progress, bool], None]:
    """Finish the reading that was under way, if there is one, and then read what is newer."""
    was_under_way = progress.is_under_way
    async with aclosing(_read(listing, progress, now)) as pages:
        async for posts, progress in pages:  # noqa: PLR1704 - how far it is now
            yield posts, progress, not progress.is_under_way and not was_under_way
    if was_under_way and not progress.is_under_way:
        async with aclosing(_read(listing, progress, now)) as pages:
            async for posts, progress in pages:
                yield posts, progress, not progress.is_under_way


async def _read(
    listing: Listing, progress: Progress, now: datetime
) -> AsyncGenerator[tuple[tuple[ReadPost, ...], Progress], None]:
    # What says to be of the future, whoever wrote it, must not make us skip what comes until then.
    progress = replace(progress, since=_past(progress.since, now), newest=_past(progress.newest, now))
    since = progress.since
    begin = now - OLDEST if since is None else since - OVERLAP
    async with aclosing(listing(begin, progress.before)) as pages:
        async for page in pages:
            is_last = page.below is None or (page.oldest_at is not None and page.oldest_at < begin)
            page = replace(page, newest_at=_past(page.newest_at, now))  # noqa: PLW2901 - as we believe it
            progress = progress.after(page, is_last=is_last)
            yield tuple(_bounded(post) for post in page.posts if _counts(post, now, since)), progress
            if is_last:
                return


def _bounded(post: ReadPost) -> ReadPost:
    """Return a post that every database takes: a sign that PostgreSQL refuses would stop all reading."""
    return replace(
        post,
        text=_without_null(post.text)[:LONGEST_TEXT],
        content_warning=_without_null(post.content_warning)[:LONGEST_TEXT],
        author_name=_without_null(post.author_name)[:LONGEST_NAME],
        pictures=post.pictures[:MOST_PICTURES],
    )


def _without_null(text: str) -> str:
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return None if moment is None else min(moment, now)


def _counts(post: ReadPost, now: datetime, since: datetime | None) -> bool:
    """Tell whether a post is news: not from before the first reading, even if it is listed again."""
    return post.created_at >= now - OLDEST or (since is not None and post.created_at > since)
