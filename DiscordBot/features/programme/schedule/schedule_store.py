"""The schedule as last seen and believed, its copy in the database, and its source behind both."""

from __future__ import annotations

import asyncio
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from sqlmodel import delete

from DiscordBot.core.database import get_value, set_value
from DiscordBot.features.programme.models import ScheduleUpdate
from DiscordBot.features.programme.schedule.lasting_keys import with_lasting_keys
from DiscordBot.features.programme.schedule.schedule_diff import Change, diff, loses_too_much
from DiscordBot.features.programme.schedule.sessions import Release, Schedule, Session

if TYPE_CHECKING:
    from datetime import timedelta

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database

_SOURCE, _SCHEDULE, _FETCHED_AT = (f"programme.{name}" for name in ("source", "schedule", "fetched_at"))

_EMPTY = "{} shows a schedule without sessions. I go on with the last one that had some."
_UNPUBLISHED = "{} shows no published schedule any more. I go on with the last one."
_HALF_GONE = "More than half of the sessions are gone in {}. I look once more before I believe it."


class ScheduleSource(Protocol):
    """Where a schedule comes from: pretalx, or a schedule.json. Both methods raise `ServiceError`."""

    async def release(self) -> Release | None:
        """Read what the newest release is, None when nothing is published."""

    async def schedule(self, release: Release) -> Schedule:
        """Read all sessions of a release."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of a refresh: `changes` are those of sessions that are not over yet.

    `doubt` says in a sentence why what is published was not taken over; it is empty when all is well.
    """

    version: str
    sessions: int
    changes: tuple[Change, ...] = ()
    doubt: str = ""


@dataclass(eq=False, slots=True)
class ScheduleStore:
    """The last good schedule; what comes from its source replaces it only if that is plausible.

    `origin` is what people call its source. `source` names the event the copy is of: a database that holds
    another event's schedule is not used. With `tell`, changes are noted in the same transaction as the
    schedule that has them, so that each is told once whenever the process ends.
    """

    database: Database
    client: ScheduleSource
    clock: Clock
    _: KW_ONLY
    source: str
    full_refresh_after: timedelta
    tell: bool
    origin: str = "pretalx"
    _seen: Release | None = field(init=False, default=None)
    _looked_at: datetime | None = field(init=False, default=None)
    _doubted: Schedule | None = field(init=False, default=None)
    _refreshing: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    schedule: Schedule | None = field(init=False, default=None)
    fetched_at: datetime | None = field(init=False, default=None)
    doubt: str = field(init=False, default="")

    @property
    def sessions(self) -> tuple[Session, ...]:
        """All sessions and breaks, by start; none before the first load."""
        return self.schedule.sessions if self.schedule is not None else ()

    @property
    def release(self) -> Release | None:
        """The release that the schedule is of; None before the first load."""
        return self.schedule.release if self.schedule is not None else None

    async def open(self) -> None:
        """Read the copy from the database, so that a start does not depend on others."""
        async with self.database.transaction() as session:
            if await get_value(session, _SOURCE) != self.source:
                await session.execute(delete(ScheduleUpdate))
                await set_value(session, _SOURCE, self.source)
                await set_value(session, _SCHEDULE, None)
                await set_value(session, _FETCHED_AT, None)
            stored = await get_value(session, _SCHEDULE)
            fetched_at = await get_value(session, _FETCHED_AT)
        self.schedule = Schedule.model_validate(stored) if stored else None
        self.fetched_at = datetime.fromisoformat(fetched_at) if fetched_at else None

    async def refresh(self, *, trust: bool = False) -> Refreshed:
        """Ask the source whether there is a new release, and read it if so or if the last reading is old.

        With `trust` it is read in any case, and a sudden loss of sessions is believed at once.
        Raises `ServiceError`; then everything stays as it was.
        """
        async with self._refreshing:
            release = await self.client.release()
            if release is None:
                self.doubt = _UNPUBLISHED.format(self.origin) if self.sessions else ""
                return self._result()
            if not trust and not self._is_due(release):
                return self._result()
            schedule = self._with_lasting_keys(await self.client.schedule(release))
            self._seen, self._looked_at = release, self.clock.now()
            self.doubt = self._doubt_about(schedule, trust=trust)
            self._doubted = schedule if self.doubt == _HALF_GONE.format(self.origin) else None
            if self.doubt or not _has_sessions(schedule):
                return self._result()
            return self._result(await self._believe(schedule))

    async def forget_everything(self) -> None:
        """Delete the schedule (it has people's names in it)."""
        async with self.database.transaction() as session:
            await session.execute(delete(ScheduleUpdate))
            await set_value(session, _SCHEDULE, None)
        self.schedule = None

    def _with_lasting_keys(self, schedule: Schedule) -> Schedule:
        return schedule.model_copy(update={"sessions": with_lasting_keys(self.sessions, schedule.sessions)})

    def _is_due(self, release: Release) -> bool:
        if self._looked_at is None or self._doubted is not None or release != self._seen:
            return True
        return self.clock.now() - self._looked_at >= self.full_refresh_after

    def _doubt_about(self, schedule: Schedule, *, trust: bool) -> str:
        if not self.sessions:
            return ""
        if not _has_sessions(schedule):
            return _EMPTY.format(self.origin)
        if trust or schedule == self._doubted or not loses_too_much(self.sessions, schedule.sessions):
            return ""
        return _HALF_GONE.format(self.origin)

    async def _believe(self, schedule: Schedule) -> tuple[Change, ...]:
        now = self.clock.now()
        if schedule == self.schedule:
            self.fetched_at = now
            return ()
        changes = diff(self.sessions, schedule.sessions) if self.schedule is not None else ()
        relevant = tuple(change for change in changes if _last_end(change) > now)
        async with self.database.transaction() as session:
            if self.tell:
                session.add_all(ScheduleUpdate(content=change.model_dump_json()) for change in relevant)
            await set_value(session, _SCHEDULE, schedule.model_dump(mode="json"))
            await set_value(session, _FETCHED_AT, now.isoformat())
        self.schedule, self.fetched_at = schedule, now
        return relevant

    def _result(self, changes: tuple[Change, ...] = ()) -> Refreshed:
        version = self.schedule.release.version if self.schedule is not None else ""
        sessions = sum(not session.is_break for session in self.sessions)
        return Refreshed(version, sessions, changes, self.doubt)


def _has_sessions(schedule: Schedule) -> bool:
    return any(not session.is_break for session in schedule.sessions)


def _last_end(change: Change) -> datetime:
    return max(session.end for session in (change.before, change.after) if session is not None)
