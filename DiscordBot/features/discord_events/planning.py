"""Which sessions are to be events, what the events say, and what is to be done about those that are there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.features.discord_events.models import EventState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from DiscordBot.features.discord_events.config import DiscordEvents
    from DiscordBot.features.discord_events.models import SessionEvent
    from DiscordBot.features.programme.schedule.sessions import Session

MOST = 100
"""So many events a server may have that are not over: https://discord.com/developers/docs/resources/guild-scheduled-event"""

_NAME, _DESCRIPTION, _LOCATION = 100, 1000, 100
# Discord wants an end after the start; the opening of doors has none.
_SHORTEST = timedelta(minutes=15)


class Status(StrEnum):
    """How far an event on the server is; those that are over are not listed any more."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Event:
    """What an event of the server says; times are UTC."""

    name: str
    description: str
    location: str
    start: datetime
    end: datetime

    @property
    def digest(self) -> str:
        """A short text that is another one as soon as the event says anything else."""
        return hashlib.sha256(repr(self).encode("utf-8", "backslashreplace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """An event that is there; `is_mine` if the bot created it."""

    id: int
    status: Status
    description: str
    is_mine: bool


def is_chosen(session: Session, section: DiscordEvents) -> bool:
    """Tell whether the configuration wants a session among the events."""
    if session.is_break:
        return False
    talk = session.key.rpartition("-")[0]
    return (
        section.everything
        or _is_one_of(session.kind, section.types)
        or _is_one_of(session.track, section.tracks)
        or _is_one_of(session.key, section.sessions)
        or _is_one_of(talk, section.sessions)
    )


def event_of(session: Session, watch_link: str, website: str) -> Event:
    """Return what the event of a session says; its last line names the session, by which it is recognised."""
    speakers = ", ".join(person.name for person in session.speakers)
    last = f"\n{mark(session.key)}"
    said = "\n\n".join(filter(None, (speakers, watch_link, session.url, session.abstract)))
    return Event(
        name=clip(session.title, _NAME) or session.key,
        description=clip(said, _DESCRIPTION - len(last)) + last,
        location=clip(session.room or watch_link or website or session.key, _LOCATION),
        # One zone, lest the digest is another one for the same moment.
        start=session.start.astimezone(UTC),
        end=max(session.end, session.start + _SHORTEST).astimezone(UTC),
    )


def mark(session_key: str) -> str:
    """Return the last line of the description of a session's event."""
    return f"({session_key})"


def events_of(
    sessions: Iterable[Session],
    section: DiscordEvents,
    now: datetime,
    most: int,
    describe: Callable[[Session], Event],
) -> dict[str, Event]:
    """Return the events that shall be there, `most` at most, the nearest first, by the keys of sessions."""
    chosen = ((session.key, describe(session)) for session in sessions if is_chosen(session, section))
    to_come = sorted(((key, event) for key, event in chosen if event.end > now), key=_by_start)
    return dict(to_come[:most])


def next_moment(events: Iterable[Event], now: datetime) -> datetime | None:
    """Return when the next of some events begins or ends, None if none does."""
    moments = (moment for event in events for moment in (event.start, event.end) if moment > now)
    return min(moments, default=None)


def found_after_crash(there: Iterable[ServerEvent], session_key: str) -> ServerEvent | None:
    """Return the event of a session that nobody noted the number of."""
    return next((one for one in there if one.is_mine and one.description.endswith(mark(session_key))), None)


def superfluous(kept: Mapping[str, SessionEvent], wanted: Mapping[str, Event]) -> Sequence[SessionEvent]:
    """Return what is kept of sessions that shall have no event any more."""
    return [row for key, row in kept.items() if key not in wanted and row.state is not EventState.REMOVED]


def _is_one_of(text: str, wanted: Iterable[str]) -> bool:
    return text.strip().casefold() in {one.strip().casefold() for one in wanted}


def _by_start(item: tuple[str, Event]) -> tuple[datetime, str]:
    return item[1].start, item[0]
