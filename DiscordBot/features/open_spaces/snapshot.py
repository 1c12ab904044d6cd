"""An open space as the rest of the bot sees it: plain values, nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.models import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from DiscordBot.features.open_spaces.parsing.extract import Highlight

UNDECIDED = frozenset({State.REVIEW, State.CONFLICT, State.WAITING})
"""A person has to look at these."""

PUBLIC = frozenset({State.SCHEDULED, State.REMINDED})
"""These take place, as far as anybody knows."""

FINAL = frozenset({State.DENIED, State.CANCELLED, State.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What takes the room: another open space (`open_space_id`) or a session of the conference (`end`).

    `start` and `end` are in UTC; `link` is empty if there is none.
    """

    room: str
    start: datetime
    title: str
    end: datetime | None = None
    link: str = ""
    author: str = ""
    open_space_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcing:
    """A post that announces an open space; `says_otherwise` if it names another room or time than that.

    `was_decided_on` says that it was there, as it is now, when a person decided about the open space.
    """

    network: str
    post_id: str
    author_name: str
    author_username: str
    link: str
    says_otherwise: bool = False
    was_decided_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSpaceSnapshot:
    """An open space at one moment; see `models.OpenSpace`.

    `start` is in UTC, `found_starts` are local to the conference. `joined` are the posts on other networks
    that announce it too, `tweet_ids` the tweets of the last revision that had any. `conflicts` are those of
    this moment, of undecided ones that have a room and a start.
    """

    id: int
    state: State
    revision: int
    room: str | None
    start: datetime | None
    text: str
    author_name: str
    author_username: str
    user_id: int | None
    network: str | None
    post_id: str | None
    link: str
    found_rooms: tuple[str, ...]
    found_starts: tuple[datetime, ...]
    highlights: tuple[Highlight, ...]
    reasons: tuple[str, ...]
    related_id: int | None
    created_at: datetime
    decided_at: datetime | None
    decided_by: int | None
    decided_by_name: str
    decision: str
    tweet_text: str
    tells_others: bool
    card_channel: int | None
    card_message: int | None
    card_shown: str
    conflicts: tuple[Conflict, ...] = ()
    joined: tuple[Announcing, ...] = ()
    tweet_ids: tuple[int, ...] = ()
    was_edited_since: bool = False
    """Whether its post was, since a person decided about it."""

    @property
    def posts(self) -> tuple[Announcing, ...]:
        """All posts that announce it for the room and the time that it has, the first one first."""
        joined = tuple(post for post in self.joined if not post.says_otherwise)
        if self.network is None or self.post_id is None:
            return joined
        first = Announcing(
            network=self.network,
            post_id=self.post_id,
            author_name=self.author_name,
            author_username=self.author_username,
            link=self.link,
            was_decided_on=not self.was_edited_since,
        )
        return (first, *joined)

    @property
    def reminder_key(self) -> str:
        """What a reminder's message carries, so that it is found again in its channel."""
        return f"{self.id}-{self.revision}"


def post_links(
    space: OpenSpaceSnapshot, titles: Mapping[str, str], alone: str
) -> tuple[tuple[str, str], ...]:
    """Return the links to all posts of an open space, each with what to call it: its network, by `titles`.

    If it has one, that is called `alone`.
    """
    posts = [post for post in space.posts if post.link]
    if len(posts) <= 1:
        return ((alone, space.link),) if space.link else ()
    return tuple((titles.get(post.network, post.network), post.link) for post in posts)
