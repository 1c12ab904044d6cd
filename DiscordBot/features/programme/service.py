"""The programme's rules put together: follow pretalx, tell what changed, announce in time."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level, NotRepairedError, Repair
from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.discord_ui.texts.timestamps import time_stamp, time_stamp_and_distance
from DiscordBot.features.programme.livestreams.livestreams import room_called
from DiscordBot.features.programme.schedule.client import dates_finding
from DiscordBot.features.programme.schedule.sessions import EventDates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from DiscordBot.config.sections import Conference, Room
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.programme.announcing.announcements import Announcer
    from DiscordBot.features.programme.announcing.updates import Updates
    from DiscordBot.features.programme.livestreams.livestream_file import LivestreamFile
    from DiscordBot.features.programme.schedule.schedule_store import Refreshed, ScheduleStore
    from DiscordBot.features.programme.schedule.sessions import Schedule

logger = logging.getLogger(__name__)

RETRY_AFTER_ERROR = timedelta(seconds=30)


@dataclass(eq=False, slots=True, kw_only=True)
class ProgrammeService:
    """Keeps the schedule fresh and sets the next announcements in the scheduler.

    `announcers` have names, which are those of their jobs; each announces on its own, so that slow
    webhooks do not hold up the channels. Without `updates` no changes are told.
    """

    store: ScheduleStore
    announcers: Mapping[str, Announcer]
    updates: Updates | None
    livestreams: LivestreamFile
    scheduler: Scheduler
    clock: Clock
    rooms: tuple[Room, ...]
    conference: Conference
    _turns: defaultdict[str, asyncio.Lock] = field(
        init=False, default_factory=lambda: defaultdict(asyncio.Lock)
    )
    _next: dict[str, datetime | None] = field(init=False, default_factory=dict)
    _planned: tuple[Schedule | None, ...] = field(init=False, default=())
    _has_untold: bool = field(init=False, default=True)
    _listeners: list[Callable[[], object]] = field(init=False, default_factory=list)

    def listen(self, listener: Callable[[], object]) -> None:
        """Call `listener` whenever the schedule may be another one than before."""
        self._listeners.append(listener)

    @property
    def is_over(self) -> bool:
        """Whether the conference is so long ago that nothing personal may be kept."""
        return self.clock.today() > self.conference.last_day_of_data

    async def open(self) -> None:
        """Read the copy of the schedule, so that announcements work before pretalx answers."""
        await self.store.open()

    async def delete_personal_data(self) -> None:
        """Delete the schedule, which names speakers; pretalx still has it."""
        if self.store.schedule is not None:
            await self.store.forget_everything()
            await self.plan()

    async def follow_pretalx(self) -> None:
        """Look for a new release and do what follows from it; raises `ServiceError` after doing the rest."""
        if self.is_over:
            return
        try:
            self._note(await self.store.refresh())
        finally:
            await self._act()

    async def refresh_now(self) -> Refreshed:
        """Read the whole schedule, believe it even if much is gone, and do what follows.

        Raises `ServiceError`.
        """
        refreshed = await self.store.refresh(trust=True)
        self._note(refreshed)
        await self._act()
        return refreshed

    async def plan(self) -> None:
        """Bring the announcements in line with schedule and lead times as they are now."""
        schedule, self._planned = self.store.schedule, ()
        for name, announcer in self.announcers.items():
            # One at a time, since the later one knows the next moment.
            async with self._turns[name]:
                self._set(name, await announcer.plan())
        for listener in self._listeners:
            listener()
        self._planned = (schedule,)

    def findings(self) -> tuple[Finding, ...]:
        """Return how schedule, rooms and livestreams are doing."""
        return (*self._schedule_findings(), *self._room_findings(), *self.livestreams.findings)

    async def _act(self) -> None:
        # Announcements first: they have a time to keep. Nothing new means nothing to do.
        if not any(planned is self.store.schedule for planned in self._planned):
            await self.plan()
        if self.updates is not None and self._has_untold:
            await self.updates.publish()
            self._has_untold = False

    def _note(self, refreshed: Refreshed) -> None:
        if refreshed.changes:
            self._has_untold = True
            logger.info("Schedule %s: %d changes", refreshed.version, len(refreshed.changes))

    async def _announce(self, name: str) -> None:
        async with self._turns[name]:
            moment: datetime | None = self.clock.now() + RETRY_AFTER_ERROR
            try:
                moment = await self.announcers[name].announce()
            finally:
                self._set(name, moment)

    def _set(self, name: str, moment: datetime | None) -> None:
        self._next[name] = moment
        if moment is None:
            self.scheduler.never(name)
        else:
            self.scheduler.at(moment, name, lambda: self._announce(name))

    def _schedule_findings(self) -> list[Finding]:
        schedule, fetched_at = self.store.schedule, self.store.fetched_at
        if schedule is None or fetched_at is None:
            detail = "No schedule was loaded yet, so nothing is announced."
            remedy = "If one is published: see the job «schedule», and check [pretalx] or [schedule_json]."
            return [Finding("schedule", Level.WARNING, detail, remedy)]
        count = sum(not session.is_break for session in schedule.sessions)
        detail = (
            f"Version {schedule.release.version}, {count} sessions, loaded {time_stamp(fetched_at, 'R')}."
        )
        findings = [Finding("schedule", Level.OK, f"{detail} {self._next_announcement()}")]
        if schedule.event is not None:
            expected = event_dates(self.conference)
            finding = dates_finding("conference days", schedule.event, expected, origin=self.store.origin)
            findings += [finding] if finding is not None else []
        if self.store.doubt:
            where = f"look at the schedule in {self.store.origin}"
            remedy = f"If this is meant: /refresh programme. If not, {where}."
            repair = Repair("Use this schedule", self._use_it)
            findings.append(Finding("schedule", Level.WARNING, self.store.doubt, remedy, repair))
        return findings

    def _next_announcement(self) -> str:
        moment = min((moment for moment in self._next.values() if moment is not None), default=None)
        if moment is None:
            return "There is nothing left to announce."
        return f"The next announcement is due {time_stamp_and_distance(moment)}."

    async def _use_it(self) -> str:
        try:
            refreshed = await self.refresh_now()
        except ServiceError as error:
            raise NotRepairedError(str(error)) from None
        return f"Version {refreshed.version} counts now, with {len(refreshed.changes)} changes."

    def _room_findings(self) -> list[Finding]:
        names = sorted({session.room for session in self.store.sessions if session.room})
        with_channel = [room for room in self.rooms if room.channel is not None]
        lost = [name for name in names if room_called(with_channel, name) is None]
        used = {room.name for name in names if (room := room_called(self.rooms, name)) is not None}
        empty = [room.name for room in self.rooms if names and room.name not in used]
        findings = []
        if lost and self.rooms:
            detail = f"These have no channel: {', '.join(lost)}."
            remedy = "Give each a [[rooms]] section with a channel, or make the name an alias there."
            findings.append(Finding("rooms of the schedule", Level.WARNING, detail, remedy))
        if empty:
            detail = f"No session is in {', '.join(empty)}."
            remedy = f"Check that [[rooms]] has the names that {self.store.origin} has."
            findings.append(Finding("rooms of the configuration", Level.WARNING, detail, remedy))
        return findings


def event_dates(conference: Conference) -> EventDates:
    """Return when the conference is by the configuration."""
    return EventDates(
        first_day=conference.first_day, last_day=conference.last_day, timezone=conference.timezone.key
    )
