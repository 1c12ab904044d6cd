"""When a room is taken."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.open_spaces.snapshot import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from DiscordBot.features.open_spaces.models import OpenSpace

BEFORE = timedelta(minutes=15)
AFTER = timedelta(minutes=30)
"""From so long before the start of an open space until so long after it the room is its own."""

OCCUPYING = (State.CONFLICT, State.WAITING, State.SCHEDULED, State.REMINDED)
"""Open spaces that have a room, decided or not."""


def conflicts_of(
    room: str | None,
    start: datetime | None,
    spaces: Iterable[OpenSpace],
    sessions: Iterable[Conflict],
    besides: int | None = None,
) -> tuple[Conflict, ...]:
    """Return what takes `room` around `start`, by time; `besides` is the open space that asks.

    All moments are in UTC.
    """
    if room is None or start is None:
        return ()
    others = [
        as_conflict(space)
        for space in spaces
        if space.id != besides and space.state in OCCUPYING and space.room == room
    ]
    taken = [other for other in others if -BEFORE <= start - other.start <= AFTER]
    taken += [session for session in sessions if session.room == room and _is_on(session, start)]
    return tuple(sorted(taken, key=lambda conflict: conflict.start))


def as_conflict(space: OpenSpace) -> Conflict:
    """Return an open space that has room and start as what it takes."""
    if space.room is None or space.start is None:
        raise ValueError("Without room and start nothing is taken.")
    return Conflict(
        room=space.room,
        start=space.start,
        title=space.text,
        link=space.link,
        author=space.author_name,
        open_space_id=space.id,
    )


def _is_on(session: Conflict, start: datetime) -> bool:
    end = session.end or session.start
    return session.start < start + AFTER and start < end
