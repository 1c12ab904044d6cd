"""How fast attendees are reminded of the same minute; `python -m benchmarks.my_sessions` prints only this.

The messenger, its database (SQLite) and the messages as discord.py writes them; in place of Discord's answers
150 ms. 5,000 attendees have 20 sessions each on their lists. Discord takes 50 requests a second of a bot, so
no bot reminds 5,000 within less than 100 s: the first of them are reminded earlier, so that nobody is late.
In the midst the bot is killed and begins anew, which is to double and lose nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import col, delete

from benchmarks.measured import Measured, print_each
from DiscordBot.core.clock import SystemClock
from DiscordBot.core.database import Database
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.discord_ui.errors import ErrorReporter
from DiscordBot.features.my_sessions.messenger import MESSAGES_A_SECOND, REQUESTS_A_SECOND, Messenger
from DiscordBot.features.my_sessions.models import ListedSession, SessionReader
from DiscordBot.features.my_sessions.pace import Pace
from DiscordBot.features.my_sessions.service import MySessionsService
from DiscordBot.features.my_sessions.storage.list_rows import ListRows
from DiscordBot.features.my_sessions.storage.message_rows import MessageRows
from DiscordBot.features.my_sessions.ui.direct_messages import MessageCards
from DiscordBot.features.my_sessions.ui.list_card import ListCards
from DiscordBot.features.programme.cards.session_cards import SessionCards
from DiscordBot.features.programme.schedule.sessions import Person, Session
from DiscordBot.features.programme.ui.session_controls import SessionControls

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from DiscordBot.features.my_sessions.models import SessionReader as Reader
    from DiscordBot.features.my_sessions.storage.message_rows import Message

ATTENDEES = 5_000
SESSIONS_EACH = 20
WITHIN_30_SECONDS = 1_200
DISCORD_SECONDS = 0.15
LEAD_MINUTES = 10
ZONE = ZoneInfo("Europe/Berlin")


class _Discord:
    """Takes messages, notes when, and answers after a while."""

    cards: Callable[[], MessageCards]

    def __init__(self) -> None:
        self.arrived: dict[int, list[float]] = {}
        self.pace = Pace(REQUESTS_A_SECOND)

    @property
    def moments(self) -> list[float]:
        return sorted(moment for each in self.arrived.values() for moment in each)

    async def send(self, message: Message) -> int:
        json.dumps(self.cards().layout(message).to_components())  # type: ignore[no-untyped-call]  # discord.py says nothing of its types
        await self.pace.wait()
        self.arrived.setdefault(message.row.id or 0, []).append(perf_counter())
        await asyncio.sleep(DISCORD_SECONDS)
        return message.reader.user_id

    async def was_sent(self, message: Message) -> bool:
        await self.pace.wait()
        await asyncio.sleep(DISCORD_SECONDS)
        return (message.row.id or 0) in self.arrived

    async def greet(self, reader: Reader) -> int:
        return reader.user_id


class _Bot:
    """The part of the bot that reminds; without a good-bye it is as if killed."""

    def __init__(self, database: Database, discord: _Discord, sessions: Sequence[Session]) -> None:
        clock, reporter = SystemClock(ZONE), ErrorReporter(print, lambda: datetime.now(ZONE))
        self.scheduler = Scheduler(clock, on_error=reporter.report, describe=str)
        rows = ListRows(database)
        self.messenger = Messenger(
            rows,
            MessageRows(database),
            discord,
            clock,
            self.scheduler,
            lead_minutes=lambda: LEAD_MINUTES,
            sessions=lambda: sessions,
            on_error=reporter.report,
        )
        service = MySessionsService(
            rows=rows,
            messenger=self.messenger,
            direct=discord,
            clock=clock,
            sessions=lambda: sessions,
            lead_minutes=lambda: LEAD_MINUTES,
            conference="PyCon Example",
            domain="example.org",
        )
        cards = SessionCards(ZONE, lambda _room: "<#123456789012345678>", lambda _session: "", lambda: "")
        controls = SessionControls(lambda: sessions, cards, reporter)
        lists = ListCards(service, cards, reporter)
        by_key = {session.key: session for session in sessions}
        discord.cards = lambda: MessageCards(controls, lambda: lists, lambda: by_key)

    def start(self) -> None:
        self.scheduler.start()
        self.messenger.wake()

    async def kill(self) -> None:
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)
        await self.scheduler.close()


async def measurements() -> AsyncIterator[Measured]:
    """Remind 1,200 of one minute, then 5,000, then 1,200 with a bot that is killed in the midst."""
    took, _, processor, _, _ = await _remind(WITHIN_30_SECONDS)
    yield Measured(f"{WITHIN_30_SECONDS:,} attendees reminded of one minute", f"{took:.1f} s", "30 s")
    yield Measured("Processor for each of them", f"{processor * 1e3:.1f} ms")
    took, late, _, _, _ = await _remind(ATTENDEES)
    what = f"{ATTENDEES:,} attendees with {SESSIONS_EACH} sessions each reminded of one minute"
    goal = f"{ATTENDEES / 50:.0f} s is Discord's limit; nobody late"
    yield Measured(what, f"{took:.1f} s, the last {late:+.1f} s after its moment", goal)
    _, _, _, doubled, lost = await _remind(WITHIN_30_SECONDS, killed=True)
    yield Measured("Killed in the midst: doubled, lost", f"{doubled}, {lost}", "0, 0")


async def _remind(people: int, *, killed: bool = False) -> tuple[float, float, float, int, int]:
    """Return seconds from the first to the last, the lateness of the last, the processor's, doubled, lost."""
    ahead = people / MESSAGES_A_SECOND + 8
    due = datetime.now(ZONE) + timedelta(seconds=ahead)
    due_at = perf_counter() + ahead
    sessions = [_session(number, due + timedelta(minutes=LEAD_MINUTES)) for number in range(SESSIONS_EACH)]
    with tempfile.TemporaryDirectory() as folder:
        database, discord = Database(f"sqlite:///{Path(folder) / 'bot.db'}"), _Discord()
        await database.start()
        await _fill(database, sessions)
        if people < ATTENDEES:
            await _keep_only(database, people)
        before = process_time()
        bot = _Bot(database, discord, sessions)
        bot.start()
        if killed:
            await _until(discord, people // 2)
            await bot.kill()
            bot = _Bot(database, discord, sessions)
            bot.start()
        await _until(discord, people)
        # Whatever comes twice comes now.
        await asyncio.sleep(2)
        processor = (process_time() - before) / people
        await bot.scheduler.close()
        await database.close()
    moments, times = discord.moments, Counter(len(each) for each in discord.arrived.values())
    doubled = sum(number for count, number in times.items() if count > 1)
    return moments[-1] - moments[0], moments[-1] - due_at, processor, doubled, people - len(discord.arrived)


def _session(number: int, first: datetime) -> Session:
    start = first + timedelta(hours=number)
    return Session(
        key=f"TALK{number:02}-1",
        title=f"A talk with a title of some length, number {number}",
        start=start,
        end=start + timedelta(minutes=45),
        room="Forum Hall",
        speakers=(Person(code="ADA", name="Ada Lovelace"),),
        url=f"https://pretalx.example/conf/talk/TALK{number:02}/",
    )


async def _fill(database: Database, sessions: Sequence[Session]) -> None:
    async with database.transaction() as transaction:
        readers = [
            {"user_id": number, "language": "en", "dm_channel_id": number, "takes_messages": True}
            for number in range(1, ATTENDEES + 1)
        ]
        await transaction.execute(insert(SessionReader), readers)
        for session in sessions:
            listed = [
                {
                    "user_id": number,
                    "session_key": session.key,
                    "title": session.title,
                    "start": session.start,
                    "room": session.room,
                    "is_cancelled": False,
                    "is_reminded": False,
                }
                for number in range(1, ATTENDEES + 1)
            ]
            await transaction.execute(insert(ListedSession), listed)


async def _keep_only(database: Database, people: int) -> None:
    """Let only so many have the first session on their lists."""
    others = (col(ListedSession.session_key) == "TALK00-1") & (col(ListedSession.user_id) > people)
    async with database.transaction() as transaction:
        await transaction.execute(delete(ListedSession).where(others))


async def _until(discord: _Discord, number: int) -> None:
    while len(discord.arrived) < number:  # noqa: ASYNC110 - it is the clock that matters
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    # What it says of a job that is killed is meant.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    print_each(measurements)
