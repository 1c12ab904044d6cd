"""Where and when sessions are announced."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from DiscordBot.features.programme.livestreams.livestreams import room_called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from DiscordBot.config.sections import Room
    from DiscordBot.features.programme.schedule.sessions import Session

SESSIONS_A_MESSAGE = 10
"""Discord takes ten embeds in a message."""


class SessionTime(NamedTuple):
    """What is announced once in a place: moved to another time, a session is announced anew."""

    key: str
    start: datetime


class NotPostedError(Exception):
    """It is certain that a message was not posted; the message of the error is a sentence for people."""


class ContentRefusedError(NotPostedError):
    """Discord does not take what is in the message; `fields` are the parts that it minds, if it says so."""

    def __init__(self, sentence: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.fields = fields


class Poster(Protocol):
    """A channel or webhook."""

    async def post(self, sessions: Sequence[Session], nonce: str, *, plain: bool = False) -> None:
        """Post one message about at most `SESSIONS_A_MESSAGE` sessions; `plain` has no pictures or links.

        Raises `NotPostedError`; after any other exception it may have been posted or not.
        """

    async def posted(self) -> frozenset[SessionTime] | None:
        """Return what recent messages announce, None where nobody can know."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Sessions of one room, or of all with `room` None, announced `lead_minutes` before they start.

    `place` is what the database calls it; it stays the same when channels or rooms get other names.
    """

    place: str
    poster: Poster
    lead_minutes: Callable[[], int]
    room: Room | None = None
    with_breaks: bool = False

    def chosen(self, sessions: Iterable[Session]) -> list[Session]:
        """Return the sessions that are announced here; a break in all rooms is one, without a room."""
        wanted = [session for session in sessions if self._wants(session)]
        if self.room is not None:
            return wanted
        breaks = {(s.title, s.start, s.end): s for s in reversed(wanted) if s.is_break}
        return [
            *(session for session in wanted if not session.is_break),
            *(session.model_copy(update={"room": ""}) for session in breaks.values()),
        ]

    def due(self, session: Session) -> datetime:
        """Return the moment to announce a session."""
        # In UTC, since a difference of local times is wrong over a clock change.
        return session.start.astimezone(UTC) - timedelta(minutes=self.lead_minutes())

    def _wants(self, session: Session) -> bool:
        if session.is_break and not self.with_breaks:
            return False
        return self.room is None or room_called((self.room,), session.room) is not None


def messages(sessions: Iterable[Session]) -> Iterator[list[Session]]:
    """Divide sessions into messages, by start and room."""
    ordered = sorted(sessions, key=lambda session: (session.start, session.room, session.key))
    for first in range(0, len(ordered), SESSIONS_A_MESSAGE):
        yield ordered[first : first + SESSIONS_A_MESSAGE]


def nonce_of(place: str, sessions: Iterable[Session]) -> str:
    """Return what tells Discord that a message is the same one, sent again."""
    what = [place, *(f"{session.key} {session.start.timestamp()}" for session in sessions)]
    return hashlib.sha256("\n".join(what).encode()).hexdigest()[:24]
