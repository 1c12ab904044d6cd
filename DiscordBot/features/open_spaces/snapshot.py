"""An open space as the rest of the bot sees it: plain values, nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.models import State

if TYPE_CHECKING:
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
class OpenSpaceSnapshot:
    """An open space at one moment; see `models.OpenSpace`.

    `start` is in UTC, `found_starts` are local to the conference. `conflicts` are those of this moment, of
    undecided ones that have a room and a start.
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
    tweet_id: int | None
    tweet_text: str
    card_channel: int | None
    card_message: int | None
    card_shown: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def reminder_key(self) -> str:
        """What a reminder's message carries, so that it is found again in its channel."""
        return f"{self.id}-{self.revision}"
