"""Volunteers and their shifts: who is reminded when, who is on duty, and what people ask about it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.volunteers.models import TellingState
from DiscordBot.features.volunteers.shift_store import SUBJECT
from DiscordBot.features.volunteers.shifts import on_duty
from DiscordBot.features.volunteers.ways import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.features.volunteers.duty import Duty
    from DiscordBot.features.volunteers.rows import VolunteerRows
    from DiscordBot.features.volunteers.shift_store import ShiftStore
    from DiscordBot.features.volunteers.shifts import Shift
    from DiscordBot.features.volunteers.ways import Way

    MembersOf = Callable[[Iterable[str]], Awaitable[Mapping[str, frozenset[int]]]]

logger = logging.getLogger(__name__)

JOB = "shifts of volunteers"
RETRY_AFTER = timedelta(seconds=30)
SEND_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class KnownShift:
    """A shift with the members whose it is; none if nobody has registered as the one who is named."""

    shift: Shift
    members: frozenset[int]


class VolunteerService:
    """Reminds volunteers so long (`lead`) before a shift, by the first of `ways` that works, each once.

    A reminder is noted before it is sent and marked afterwards; what is found noted later, after a crash or
    an error, is looked for before it is sent again.
    """

    def __init__(
        self,
        store: ShiftStore,
        rows: VolunteerRows,
        clock: Clock,
        scheduler: Scheduler,
        *,
        duty: Duty,
        ways: Sequence[Way],
        lead: timedelta,
        members_of: MembersOf,
        is_over: Callable[[], bool],
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._store = store
        self._rows = rows
        self._clock = clock
        self._scheduler = scheduler
        self._duty = duty
        self._ways = ways
        self._lead = lead
        self._members_of = members_of
        self._is_over = is_over
        self._on_error = on_error
        self._unknown = 0

    @property
    def waits_for_somebody(self) -> bool:
        """Whether somebody is named who has not registered yet."""
        return self._unknown > 0

    async def begin(self) -> None:
        """Go on from what was known before."""
        await self._store.open()
        self.wake()

    def wake(self) -> None:
        """Look soon whether there is something to do."""
        self._scheduler.at(self._clock.now(), JOB, self.work)

    async def refresh(self) -> None:
        """Read the list of shifts again, and look who has registered meanwhile.

        Once personal data must be gone it would only come back by that.
        """
        if self._is_over():
            return
        try:
            await self._store.refresh()
        finally:
            self.wake()

    async def shifts(self, day: datetime | None = None) -> list[KnownShift]:
        """Return what is not over yet or, of a day that begins at that moment, all."""
        now = self._clock.now()
        wanted = [
            shift
            for shift in self._store.shifts
            if (shift.end > now if day is None else day <= shift.start < day + timedelta(days=1))
        ]
        return await self._known(wanted)

    async def of_member(self, user_id: int) -> list[Shift]:
        """Return a member's shifts that are not over yet."""
        return [known.shift for known in await self.shifts() if user_id in known.members]

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the shifts are doing."""
        coming = [shift for shift in self._store.shifts if shift.end > self._clock.now()]
        detail = f"Shifts still to come: {len(coming)}."
        found = [*self._store.findings()] or [Finding(SUBJECT, Level.OK, detail)]
        if self._unknown:
            detail = f"Shifts of people who have not registered here: {self._unknown}."
            remedy = "Nobody is reminded of them or given the role. `/volunteers shifts` marks them."
            found.append(Finding(SUBJECT, Level.WARNING, detail, remedy))
        return tuple(found)

    async def delete_personal_data(self) -> None:
        """Forget who did what."""
        await self._rows.forget_everything()
        await self._store.forget()

    async def work(self) -> None:
        """Do what is due, and set the next moment in the scheduler."""
        moment: datetime | None = self._clock.now() + RETRY_AFTER
        try:
            known = await self._known(shift for shift in self._store.shifts if shift.end > self._clock.now())
            self._unknown = sum(not one.members for one in known)
            went_well = await self._set_duty(known)
            went_well &= await self._remind(known)
            moment = self._next_moment(again=not went_well)
        finally:
            if moment is None:
                self._scheduler.never(JOB)
            else:
                self._scheduler.at(moment, JOB, self.work)

    async def _known(self, shifts: Iterable[Shift]) -> list[KnownShift]:
        shifts = list(shifts)
        members = await self._members_of({shift.who for shift in shifts})
        return [KnownShift(shift, members[shift.who]) for shift in shifts]

    async def _set_duty(self, known: Iterable[KnownShift]) -> bool:
        now = self._clock.now()
        until: dict[int, datetime] = {}
        for one in known:
            for user_id in one.members if on_duty([one.shift], now) else ():
                until[user_id] = max(one.shift.end, until.get(user_id, one.shift.end))
        return await self._duty.bring_in_line(until)

    async def _remind(self, known: Iterable[KnownShift]) -> bool:
        told, went_well = await self._rows.told(), True
        for one in known:
            for user_id in sorted(one.members):
                # Asked again each time: sending many takes a while.
                if not one.shift.start - self._lead <= self._clock.now() < one.shift.start:
                    continue
                state, way = told.get((one.shift.key, user_id), (None, ""))
                if state in {None, TellingState.SENDING}:
                    went_well &= await self._tell(one.shift, user_id, way, is_new=state is None)
        return went_well

    async def _tell(self, shift: Shift, user_id: int, tried: str, *, is_new: bool) -> bool:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                for way in self._from(tried):
                    was_tried = not is_new and way.name == tried
                    if was_tried and await way.has_sent(shift, user_id):
                        await self._rows.note(shift, user_id, TellingState.SENT, way.name)
                        return True
                    if await self._sent(way, shift, user_id):
                        return True
            logger.warning("A volunteer cannot be reached by any of the ways")
            await self._rows.note(shift, user_id, TellingState.DROPPED, "")
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round looks what was sent
            self._on_error(error, "a reminder of a shift")
            return False
        return True

    async def _sent(self, way: Way, shift: Shift, user_id: int) -> bool:
        """Tell whether a way has led to a volunteer. Raises `NotSentError`."""
        await self._rows.note(shift, user_id, TellingState.SENDING, way.name)
        try:
            await way.send(shift, user_id)
        except UnreachableError as error:
            logger.info("A volunteer cannot be reminded by way of %s: %s", way.name, error)
            return False
        await self._rows.note(shift, user_id, TellingState.SENT, way.name)
        return True

    def _from(self, tried: str) -> Sequence[Way]:
        """Return the ways from the last one that was tried on: those before do not lead to the person."""
        names = [way.name for way in self._ways]
        return self._ways[names.index(tried) :] if tried in names else self._ways

    def _next_moment(self, *, again: bool) -> datetime | None:
        now = self._clock.now()
        moments = [
            moment
            for shift in self._store.shifts
            for moment in (shift.start - self._lead, shift.start, shift.end)
            if moment > now
        ]
        return min([*moments, *([now + RETRY_AFTER] if again else [])], default=None)
