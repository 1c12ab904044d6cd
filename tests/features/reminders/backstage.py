"""The room without Discord and X: its service, with ways to speakers that remember what was sent."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.reminders.rows import ReminderRows
from DiscordBot.features.reminders.service import JOB, ReminderService
from DiscordBot.features.reminders.ways import Recipient
from tests.features.programme.made_up import TEN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime

    from DiscordBot.core.database import Database
    from DiscordBot.features.programme.schedule.sessions import Person, Session
    from DiscordBot.features.reminders.reminder import Reminder, ReminderKey
    from tests.clocks import StoppedClock

LEAD = timedelta(minutes=15)


class PulledPlugError(BaseException):
    """The process ends here; unlike an error, nothing catches it."""


class MemoryWay:
    """A way in memory; `fault`, or that of a person in `faults`, comes before sending, `crash` after it."""

    def __init__(self, name: str, leads_to: Callable[[Recipient], bool], *, readable: bool = True) -> None:
        self.name = name
        self.sent: list[ReminderKey] = []
        self.tries = 0
        self.fault: BaseException | None = None
        self.faults: dict[str, BaseException] = {}
        self.crash: BaseException | None = None
        self.before_send: Callable[[], object] = lambda: None
        self.leads_to = leads_to
        self._readable = readable

    async def send(self, reminder: Reminder, _recipient: Recipient) -> None:
        self.tries += 1
        self.before_send()
        fault = self.faults.get(reminder.key.speaker_code, self.fault)
        if fault is not None:
            raise fault
        self.sent.append(reminder.key)
        if self.crash is not None:
            raise self.crash

    async def has_sent(self, key: ReminderKey, _recipient: Recipient) -> bool | None:
        return key in self.sent if self._readable else None


class Timer:
    """Stands for the scheduler: one job, at one moment."""

    def __init__(self) -> None:
        self.moment: datetime | None = None
        self.work: Callable[[], Awaitable[None]] | None = None

    def at(self, moment: datetime, name: str, work: Callable[[], Awaitable[None]]) -> None:
        assert name == JOB
        self.moment, self.work = moment, work

    def never(self, name: str) -> None:
        assert name == JOB
        self.moment = None


class Backstage:
    """A service with three ways, its schedule, and how speakers can be reached, by their codes."""

    def __init__(self, database: Database, clock: StoppedClock, sessions: Iterable[Session] = ()) -> None:
        self.database = database
        self.clock = clock
        self.sessions = [*sessions]
        self.recipients: dict[str, Recipient] = {}
        self.discord = MemoryWay("discord", lambda recipient: recipient.user_id is not None)
        self.x = MemoryWay("x", lambda recipient: "twitter" in recipient.handles, readable=False)
        self.channel = MemoryWay("channel", lambda _recipient: True)
        self.ways = [self.discord, self.x, self.channel]
        self.errors: list[tuple[BaseException, str]] = []
        self.restart()

    def restart(self) -> None:
        """Forget everything but the database and what was sent; nothing fails any more."""
        for way in (self.discord, self.x, self.channel):
            way.fault = way.crash = None
            way.faults = {}
        self.timer = Timer()
        self.service = ReminderService(
            ReminderRows(self.database, self.clock),
            self.clock,
            self.timer,  # type: ignore[arg-type]  # it does what is needed of the scheduler
            self.ways,
            lead=LEAD,
            sessions=lambda: self.sessions,
            recipient=self._recipient,
            on_error=lambda error, where: self.errors.append((error, where)),
        )
        self.service.wake()

    async def until(self, **before_ten: float) -> None:
        """Let time pass until so long before ten, doing what is due at its moments."""
        end = TEN - timedelta(**before_ten)
        while self.timer.moment is not None and self.timer.moment <= end:
            self.clock.at = max(self.timer.moment, self.clock.at)
            assert self.timer.work is not None
            # The scheduler has a job no more once it runs.
            self.timer.moment = None
            await self.timer.work()
        self.clock.at = end

    async def crash(self, **before_ten: float) -> None:
        """Let time pass until the plug is pulled, which has to happen; then start anew."""
        with pytest.raises(PulledPlugError):
            await self.until(**before_ten)
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
        self.restart()

    def sent(self) -> list[tuple[str, str, str]]:
        """Return who was reminded of what, and how, in the order of ways and times."""
        return [
            (way.name, key.speaker_code, f"{key.submission} {key.start.astimezone(TEN.tzinfo):%H:%M}")
            for way in (self.discord, self.x, self.channel)
            for key in way.sent
        ]

    async def _recipient(self, person: Person) -> Recipient:
        return self.recipients.get(person.code, Recipient())
