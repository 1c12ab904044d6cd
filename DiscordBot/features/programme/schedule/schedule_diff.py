"""What differs between two schedules, as far as people care."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.features.programme.schedule.lasting_keys import with_lasting_keys
from DiscordBot.features.programme.schedule.sessions import Record, Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class ChangeKind(StrEnum):
    """What happened to a session; one that is moved may be retitled as well."""

    NEW = "new"
    CANCELLED = "cancelled"
    MOVED = "moved"
    RETITLED = "retitled"
    OTHER_SPEAKER = "other speaker"
    ROOM_RENAMED = "room renamed"


class Change(Record):
    """One session as it was and as it is; None where there was or is none.

    Where a room has another name now, one session in it stands for all of them.
    """

    kinds: tuple[ChangeKind, ...]
    before: Session | None = None
    after: Session | None = None

    @property
    def session(self) -> Session:
        """The session as it is, or as it was if it is cancelled."""
        session = self.after or self.before
        if session is None:
            raise ValueError("A change is of a session.")
        return session


def diff(before: Iterable[Session], after: Iterable[Session]) -> tuple[Change, ...]:
    """Return what changed, by start; of breaks nothing is told.

    Only what people must know counts: another abstract or track is no change, nor is the same instant in
    another time zone.
    """
    known = tuple(before)
    old, new = _by_key(known), _by_key(with_lasting_keys(known, after))
    renamed = _renamed_rooms(old, new)
    changes = [Change(kinds=(ChangeKind.ROOM_RENAMED,), before=pair[0], after=pair[1]) for pair in renamed]
    names = {was.room: is_now.room for was, is_now in renamed}
    for key in old.keys() | new.keys():
        was, is_now = old.get(key), new.get(key)
        kinds = _kinds(was, is_now, names)
        if kinds:
            changes.append(Change(kinds=kinds, before=was, after=is_now))
    return tuple(sorted(changes, key=lambda change: (change.session.start, change.session.key, change.kinds)))


def loses_too_much(before: Iterable[Session], after: Iterable[Session]) -> bool:
    """Tell whether more than half of the sessions are gone: more likely a fault than a decision."""
    known = tuple(before)
    old, new = _by_key(known), _by_key(with_lasting_keys(known, after))
    return 2 * len(old.keys() - new.keys()) > len(old)


def _by_key(sessions: Iterable[Session]) -> dict[str, Session]:
    return {session.key: session for session in sessions if not session.is_break}


def _kinds(
    before: Session | None, after: Session | None, renamed: Mapping[str, str]
) -> tuple[ChangeKind, ...]:
    if before is None:
        return (ChangeKind.NEW,)
    if after is None:
        return (ChangeKind.CANCELLED,)
    room = renamed.get(before.room, before.room)
    differences = {
        ChangeKind.MOVED: (before.start, before.end, room) != (after.start, after.end, after.room),
        ChangeKind.RETITLED: before.title != after.title,
        ChangeKind.OTHER_SPEAKER: _codes(before) != _codes(after) and _names(before) != _names(after),
    }
    return tuple(kind for kind, differs in differences.items() if differs)


def _codes(session: Session) -> frozenset[str]:
    return frozenset(person.code for person in session.speakers)


def _names(session: Session) -> list[str]:
    return sorted(person.name for person in session.speakers)


def _renamed_rooms(old: Mapping[str, Session], new: Mapping[str, Session]) -> list[tuple[Session, Session]]:
    """Return for each room with a new name a session that was in it and still is, before and after."""
    pairs: dict[int, tuple[Session, Session]] = {}
    for key in sorted(old.keys() & new.keys(), key=lambda key: (new[key].start, key)):
        was, is_now = old[key], new[key]
        if was.room_id is not None and was.room_id == is_now.room_id and was.room != is_now.room:
            pairs.setdefault(was.room_id, (was, is_now))
    return list(pairs.values())
