"""The lists without Discord: their service and messenger, with direct messages that are remembered."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.my_sessions.messenger import JOB, Messenger
from DiscordBot.features.my_sessions.models import MessageKind
from DiscordBot.features.my_sessions.service import MySessionsService
from DiscordBot.features.my_sessions.storage.list_rows import ListRows
from DiscordBot.features.my_sessions.storage.message_rows import MessageRows
from tests.features.programme.made_up import TEN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime

    from DiscordBot.core.database import Database
    from DiscordBot.features.my_sessions.models import SessionReader
    from DiscordBot.features.my_sessions.storage.message_rows import Message
    from DiscordBot.features.programme.schedule.sessions import Session
    from tests.clocks import StoppedClock

LEAD = 10
ADA, GRACE = 1, 2


class PulledPlugError(BaseException):
    """The process ends here; unlike an error, nothing catches it."""


class Mailbox:
    """Direct messages in memory; what is in `faults` comes before one to a person, `crash` after it."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.greeted: list[int] = []
        self.tries = 0
        self.faults: dict[int, BaseException] = {}
        self.crash: BaseException | None = None
        self.after_send: Callable[[], object] = lambda: None

    async def send(self, message: Message) -> int:
        self._try(message.reader.user_id)
        self.sent.append(message)
        self.after_send()
        if self.crash is not None:
            raise self.crash
        return message.reader.user_id * 100

    async def was_sent(self, message: Message) -> bool:
        return message.row.id in {each.row.id for each in self.sent}

    async def greet(self, reader: SessionReader) -> int:
        self._try(reader.user_id)
        self.greeted.append(reader.user_id)
        return reader.user_id * 100

    def _try(self, user_id: int) -> None:
        self.tries += 1
        if user_id in self.faults:
            raise self.faults[user_id]


class Timer:
    """Stands for the scheduler: one job, at one moment."""

    def __init__(self) -> None:
        self.is_closing = False
        self.moment: datetime | None = None
        self.work: Callable[[], Awaitable[None]] | None = None

    def at(self, moment: datetime, name: str, work: Callable[[], Awaitable[None]]) -> None:
        assert name == JOB
        self.moment, self.work = moment, work

    def never(self, name: str) -> None:
        assert name == JOB
        self.moment = None


class Desk:
    """Where people keep their lists; `sessions` is the schedule, None before there is any."""

    def __init__(self, database: Database, clock: StoppedClock, sessions: Iterable[Session] | None) -> None:
        self.database = database
        self.clock = clock
        self.sessions = None if sessions is None else [*sessions]
        self.mail = Mailbox()
        self.errors: list[BaseException] = []
        self.restart()

    def restart(self) -> None:
        """Forget everything but the database and what was sent; nothing fails any more."""
        self.mail.faults, self.mail.crash = {}, None
        self.timer = Timer()
        lists, rows = ListRows(self.database), MessageRows(self.database)
        self.messenger = Messenger(
            lists,
            rows,
            self.mail,
            self.clock,
            self.timer,  # type: ignore[arg-type]  # it does what is needed of the scheduler
            lead_minutes=lambda: LEAD,
            sessions=lambda: self.sessions,
            on_error=lambda error, _where: self.errors.append(error),
        )
        self.service = MySessionsService(
            rows=lists,
            messenger=self.messenger,
            direct=self.mail,
            clock=self.clock,
            sessions=lambda: self.sessions,
            lead_minutes=lambda: LEAD,
            conference="PyCon Example",
            domain="pretalx.example",
        )
        self.messenger.wake()

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

    async def change(self, *sessions: Session) -> None:
        """Have another schedule."""
        self.sessions = [*sessions]
        self.messenger.wake()

    def told(self) -> list[tuple[int, str, str]]:
        """Return who was told what of which sessions."""
        return [
            (
                each.reader.user_id,
                each.row.kind.value,
                " ".join(each.keys) if each.row.kind is MessageKind.REMINDER else each.row.session_key,
            )
            for each in self.mail.sent
        ]
