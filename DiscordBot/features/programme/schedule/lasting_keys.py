"""The same session in two schedules: known by its talk, start and room, not by the number of its slot."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import timedelta

    from DiscordBot.features.programme.schedule.sessions import Session


def with_lasting_keys(before: Iterable[Session], after: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions of `after` in their order, each with the key that it had in `before`.

    pretalx numbers a talk's slots by time, so that when the first is dropped the second gets its number.
    Slots at the same start in the same room are the same, then those at the same start, then those that are
    nearest in time. New ones get the lowest numbers that are free.
    """
    sessions = tuple(after)
    old, new = _by_talk(before), _by_talk(sessions)
    keys = dict(pair for talk, slots in new.items() for pair in _keys(talk, old.get(talk, ()), slots))
    return tuple(
        session if keys[session.key] == session.key else session.model_copy(update={"key": keys[session.key]})
        for session in sessions
    )


def talk_of(session: Session) -> str:
    """Return the part of a session's key that its other slots have as well."""
    return session.key.rpartition("-")[0]


def _by_talk(sessions: Iterable[Session]) -> dict[str, list[Session]]:
    slots: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        slots[talk_of(session)].append(session)
    return slots


def _keys(talk: str, old: Sequence[Session], new: Sequence[Session]) -> Iterator[tuple[str, str]]:
    """Give for each new slot the key that it comes with, and the one that it gets."""
    kept = dict(_pairs(old, new))
    taken = set(kept.values())
    free = (key for number in count(1) if (key := f"{talk}-{number}") not in taken)
    for session in sorted(new, key=lambda session: (session.start, session.room)):
        yield session.key, kept.get(session.key) or next(free)


def _pairs(old: Sequence[Session], new: Sequence[Session]) -> Iterator[tuple[str, str]]:
    """Give new and old key of the slots that were there before; the most alike find each other first."""
    given: set[str] = set()
    known: set[str] = set()
    for _, old_key, new_key in sorted(
        (_distance(one, other), one.key, other.key) for one in old for other in new
    ):
        if old_key not in given and new_key not in known:
            given.add(old_key)
            known.add(new_key)
            yield new_key, old_key


def _distance(one: Session, other: Session) -> tuple[timedelta, bool]:
    return abs(one.start - other.start), one.room != other.room
