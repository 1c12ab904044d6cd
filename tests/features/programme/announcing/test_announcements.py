from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.config.sections import Room
from DiscordBot.core.database import Database
from DiscordBot.features.programme.announcing.announcements import RETRY_AFTER, Announcer
from DiscordBot.features.programme.announcing.destinations import Destination
from tests.clocks import StoppedClock
from tests.databases import database_url
from tests.features.programme.made_up import BERLIN, REFUSED, TEN, Channel, session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.programme.schedule.sessions import Session

HOUR = timedelta(hours=1)
FORUM, SOUTH = Room(name="Forum Hall", aliases=("forum",)), Room(name="South Hall")


class PulledPlugError(BaseException):
    """The process ends here; unlike an error, nothing catches it."""


class Hall:
    """An announcer with three channels, its schedule and its lead times."""

    def __init__(self, database: Database, clock: StoppedClock, sessions: Iterable[Session] = ()) -> None:
        self.database = database
        self.clock = clock
        self.sessions = [*sessions]
        self.lead_minutes, self.room_lead_minutes = 5, 2
        self.programme, self.forum, self.south = Channel(), Channel(), Channel()
        self.errors: list[tuple[BaseException, str]] = []
        self.log: list[str] = []
        self.with_breaks = False
        self.restart()

    def restart(self) -> None:
        """Forget everything but the database and what was posted."""
        for channel in (self.programme, self.forum, self.south):
            channel.crash = channel.fault = None
            # Discord remembers a nonce for minutes only.
            channel.nonces.clear()
        lead: Callable[[], int] = lambda: self.lead_minutes  # noqa: E731 - two of a kind
        room_lead: Callable[[], int] = lambda: self.room_lead_minutes  # noqa: E731 - as above
        self.announcer = Announcer(
            self.database,
            self.clock,
            [
                Destination("programme", self.programme, lead, with_breaks=self.with_breaks),
                Destination("room Forum Hall", self.forum, room_lead, FORUM, self.with_breaks),
                Destination("room South Hall", self.south, room_lead, SOUTH, self.with_breaks),
            ],
            sessions=lambda: self.sessions,
            on_error=lambda error, where: self.errors.append((error, where)),
            write_log=self.log.append,
        )

    async def until(self, **before_ten: float) -> None:
        """Let time pass until so long before ten, doing what is due at its moments."""
        end = TEN - timedelta(**before_ten)
        moment = await self.announcer.plan()
        while moment is not None and moment <= end:
            self.clock.at = max(moment, self.clock.at)
            moment = await self.announcer.announce()
        self.clock.at = end

    async def crash(self, **before_ten: float) -> None:
        """Let time pass until the plug is pulled, which has to happen."""
        with pytest.raises(PulledPlugError):
            await self.until(**before_ten)
        # A real process takes all that it was doing with it.
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)

    def posted(self) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
        return self.programme.messages, self.forum.messages, self.south.messages


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> Hall:
    return Hall(database, clock, [session("A-1"), session("B-1", room="South Hall")])


async def test_each_at_its_time_and_place(hall: Hall) -> None:
    assert await hall.announcer.plan() == TEN - timedelta(minutes=5)

    await hall.until(minutes=5, seconds=1)
    assert hall.posted() == ([], [], [])

    await hall.until(minutes=5)
    assert hall.posted() == ([["A-1", "B-1"]], [], [])

    await hall.until(minutes=2)
    assert hall.posted() == ([["A-1", "B-1"]], [["A-1"]], [["B-1"]])

    await hall.until(minutes=-60)
    assert hall.posted() == ([["A-1", "B-1"]], [["A-1"]], [["B-1"]])
    assert hall.errors == []


async def test_more_than_ten_sessions_are_several_messages(hall: Hall) -> None:
    hall.sessions = [session(f"T{number:02}-1", room=f"Room {number:02}") for number in range(23)]

    await hall.until(minutes=0)

    assert [len(message) for message in hall.programme.messages] == [10, 10, 3]


async def test_two_sessions_in_one_room_and_one_without_a_room(hall: Hall) -> None:
    hall.sessions = [
        session("A-1", room="forum"),
        session("B-1"),
        session("C-1", room=""),
        session("D-1", room="X"),
    ]

    await hall.until(minutes=1)

    assert sorted(hall.programme.messages[0]) == ["A-1", "B-1", "C-1", "D-1"]
    assert [sorted(message) for message in hall.forum.messages] == [["A-1", "B-1"]]
    assert hall.south.messages == []


async def test_breaks_are_announced_only_where_that_is_wanted(hall: Hall) -> None:
    hall.sessions = [
        session(f"break-{room}", room=room, is_break=True, title="Coffee")
        for room in ("Forum Hall", "South Hall")
    ]
    await hall.until(minutes=4)
    assert hall.programme.messages == []

    hall.with_breaks = True
    hall.restart()
    await hall.until(minutes=1)

    assert hall.posted() == ([["break-Forum Hall"]], [["break-Forum Hall"]], [["break-South Hall"]])


async def test_a_moved_session_is_announced_at_its_new_time_only(hall: Hall) -> None:
    await hall.until(minutes=30)
    hall.sessions = [session("A-1", start=TEN + HOUR), hall.sessions[1]]

    await hall.until(minutes=0)
    assert hall.posted() == ([["B-1"]], [], [["B-1"]])

    await hall.until(minutes=-60)
    assert hall.posted() == ([["B-1"], ["A-1"]], [["A-1"]], [["B-1"]])


async def test_announced_and_then_moved_it_is_announced_again(hall: Hall) -> None:
    await hall.until(minutes=4)
    hall.sessions = [session("A-1", start=TEN + HOUR, room="South Hall"), hall.sessions[1]]

    await hall.until(minutes=-60)

    assert hall.posted() == ([["A-1", "B-1"], ["A-1"]], [], [["B-1"], ["A-1"]])


async def test_a_cancelled_session_is_not_announced(hall: Hall) -> None:
    await hall.until(minutes=10)
    hall.sessions = hall.sessions[1:]

    await hall.until(minutes=0)

    assert hall.posted() == ([["B-1"]], [], [["B-1"]])


async def test_a_changed_lead_time_applies_at_once(hall: Hall) -> None:
    await hall.until(minutes=30)
    hall.lead_minutes = 40
    assert await hall.announcer.plan() == hall.clock.now()

    await hall.until(minutes=29)
    assert hall.posted() == ([["A-1", "B-1"]], [], [])

    hall.lead_minutes = 5
    await hall.until(minutes=3)
    assert hall.posted() == ([["A-1", "B-1"]], [], [])


async def test_after_downtime_until_the_start_and_then_no_more(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.sessions.append(session("C-1", start=TEN + timedelta(minutes=1)))
    await hall.announcer.plan()
    hall.restart()
    hall.clock.at = TEN

    await hall.announcer.plan()
    await hall.announcer.announce()

    assert hall.posted() == ([["C-1"]], [["C-1"]], [])
    assert sorted(record.message for record in caplog.records) == [
        "A-1 has begun and was not announced in programme",
        "A-1 has begun and was not announced in room Forum Hall",
        "B-1 has begun and was not announced in programme",
        "B-1 has begun and was not announced in room South Hall",
    ]
    caplog.clear()
    await hall.announcer.announce()
    assert caplog.records == []


async def test_a_first_start_in_the_midst_of_things_says_nothing_of_the_past(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.clock.at = TEN + HOUR

    assert await hall.announcer.plan() is None
    assert await hall.announcer.announce() is None
    assert caplog.records == []


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_crash_around_posting_neither_loses_nor_doubles(hall: Hall, when: str) -> None:
    if when == "before":
        hall.programme.fault = PulledPlugError()
    else:
        hall.programme.crash = PulledPlugError()
    await hall.crash(minutes=4)

    hall.restart()
    await hall.until(minutes=4)

    assert hall.programme.messages == [["A-1", "B-1"]]


async def test_a_lost_answer_does_not_double(hall: Hall) -> None:
    hall.programme.crash = ConnectionResetError()
    await hall.until(minutes=5)
    assert [where for _, where in hall.errors] == ["an announcement in programme"]
    hall.programme.crash = None
    hall.programme.nonces.clear()

    await hall.until(minutes=3)

    assert hall.programme.messages == [["A-1", "B-1"]]


async def test_what_failed_is_tried_again_soon_and_others_are_not_held_up(hall: Hall) -> None:
    hall.forum.fault = REFUSED
    await hall.until(minutes=2)
    assert hall.south.messages == [["B-1"]]
    assert await hall.announcer.plan() == hall.clock.now() + RETRY_AFTER

    hall.forum.fault = None
    await hall.until(minutes=1)

    assert hall.posted() == ([["A-1", "B-1"]], [["A-1"]], [["B-1"]])
    assert {str(error) for error, _ in hall.errors} == {"Discord refused it."}


async def test_what_cannot_be_posted_is_given_up_at_the_start(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.sessions = hall.sessions[:1]
    hall.forum.fault = REFUSED

    await hall.until(minutes=0)

    assert [record.message for record in caplog.records] == [
        "A-1 has begun and was not announced in room Forum Hall"
    ]
    assert await hall.announcer.plan() is None


async def test_a_place_that_cannot_be_read_is_never_told_twice(
    database: Database, clock: StoppedClock
) -> None:
    hall = Hall(database, clock, [session("A-1")])
    hall.programme = Channel(readable=False)
    hall.restart()
    hall.programme.crash = PulledPlugError()
    await hall.crash(minutes=4)
    hall.restart()

    await hall.until(minutes=0)

    assert hall.programme.messages == [["A-1"]]


async def test_in_a_place_that_cannot_be_read_a_refusal_is_tried_again(
    database: Database, clock: StoppedClock
) -> None:
    hall = Hall(database, clock, [session("A-1")])
    hall.programme = Channel(readable=False)
    hall.restart()
    hall.programme.fault = REFUSED
    await hall.until(minutes=4)
    hall.programme.fault = None

    await hall.until(minutes=0)

    assert hall.programme.messages == [["A-1"]]


class FragileDatabase(Database):
    """A database whose process ends after so many commits."""

    commits_left = 1_000_000

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        async with super().transaction() as session:
            yield session
        self.commits_left -= 1
        if self.commits_left <= 0:
            raise PulledPlugError


@pytest.mark.parametrize("commits", range(1, 9))
async def test_a_crash_after_any_commit(
    database: Database, tmp_path: Path, clock: StoppedClock, commits: int
) -> None:
    fragile = FragileDatabase(database_url(tmp_path / "bot.db"))
    fragile.commits_left = commits
    hall = Hall(fragile, clock, [session("A-1"), session("B-1", room="South Hall")])
    await hall.crash(minutes=-60)
    await fragile.close()
    assert clock.at < TEN

    hall.database = database
    hall.restart()
    await hall.until(minutes=-60)

    assert hall.posted() == ([["A-1", "B-1"]], [["A-1"]], [["B-1"]])


async def test_lead_times_are_real_time_over_a_clock_change(database: Database) -> None:
    start = datetime(2027, 10, 31, 3, 2, tzinfo=BERLIN)
    clock = StoppedClock(BERLIN, datetime(2027, 10, 30, 20, tzinfo=UTC))

    hall = Hall(database, clock, [session("A-1", start=start)])
    hall.lead_minutes = 30

    assert await hall.announcer.plan() == datetime(2027, 10, 31, 1, 32, tzinfo=UTC)


@pytest.mark.parametrize("seconds", [14, 1])
async def test_back_just_before_a_start_what_is_due_is_posted_at_once(hall: Hall, seconds: int) -> None:
    hall.clock.at = TEN - timedelta(seconds=seconds)

    assert await hall.announcer.plan() == hall.clock.now()
    await hall.until(seconds=seconds)

    assert hall.posted() == ([["A-1", "B-1"]], [["A-1"]], [["B-1"]])


async def test_what_fails_just_before_a_start_is_tried_again_before_it(hall: Hall) -> None:
    hall.clock.at = TEN - timedelta(seconds=10)
    hall.programme.fault = REFUSED
    await hall.until(seconds=6)
    hall.programme.fault = None

    await hall.until(seconds=0)

    assert hall.programme.messages == [["A-1", "B-1"]]


async def test_what_discord_refuses_costs_only_what_is_in_it(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.sessions.append(session("C-1", title="[C](https://evil.example)", room="Attic"))
    hall.programme.refused["B-1"] = "with pictures"
    hall.programme.refused["C-1"] = "always"

    await hall.until(minutes=4)

    assert hall.programme.messages == [["A-1"], ["B-1"]]
    assert hall.programme.plain == ["B-1"]
    # Once, though it is tried until the session begins.
    refuses, icon = "Discord refuses a part of", "components.1.components.0.accessory"
    assert sorted(hall.log) == [
        f"⚠️ {refuses} «Talk B-1» (B-1) in programme: {icon}. It is announced without pictures and links.",
        f"⚠️ {refuses} «\\[C\\](https://evil.example)» (C-1) in programme: {icon}. It cannot be announced.",
    ]
    assert ["«Talk B-1» (B-1)" in record.message for record in caplog.records] == [False, True]
    assert hall.errors == []


async def test_a_crash_while_they_are_posted_one_by_one_doubles_nothing(hall: Hall) -> None:
    hall.programme.refused["B-1"] = "with pictures"
    hall.programme.crash = PulledPlugError()
    await hall.crash(minutes=4)
    hall.restart()

    await hall.until(minutes=0)

    assert hall.programme.messages == [["A-1"], ["B-1"]]
