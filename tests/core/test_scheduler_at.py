from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.core.clock import WarpedClock
from DiscordBot.core.scheduler import Scheduler
from tests.patience import PATIENCE_SECONDS, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SPEED = 600
START = datetime(2027, 7, 14, 9)  # noqa: DTZ001 - on the venue's walls
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> WarpedClock:
    """Return a clock of which a minute takes a tenth of a second."""
    return WarpedClock(ZoneInfo("Europe/Berlin"), START, SPEED)


@pytest.fixture
async def scheduler(clock: WarpedClock) -> AsyncIterator[Scheduler]:
    errors: list[BaseException] = []
    scheduler = Scheduler(clock, on_error=lambda error, _where: errors.append(error), describe=repr)
    scheduler.start()
    yield scheduler
    await scheduler.close()
    assert errors == []


async def test_work_is_done_at_its_moment_in_warped_time(scheduler: Scheduler, clock: WarpedClock) -> None:
    done: asyncio.Future[datetime] = asyncio.get_running_loop().create_future()
    moment = clock.now() + MINUTE

    async def work() -> None:
        done.set_result(clock.now())

    scheduler.at(moment, "announcements", work)
    assert scheduler.reports()[0].next_run == moment
    assert await asyncio.wait_for(done, PATIENCE_SECONDS) >= moment
    await until(lambda: scheduler.reports()[0].runs)
    assert scheduler.reports()[0].next_run is None


async def test_a_moment_that_has_passed_is_now(scheduler: Scheduler, clock: WarpedClock) -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    scheduler.at(clock.now() - timedelta(days=1), "announcements", work)
    await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)


async def test_another_moment_takes_the_place_of_the_first(scheduler: Scheduler, clock: WarpedClock) -> None:
    done: list[str] = []

    async def work(name: str) -> None:
        done.append(name)

    scheduler.at(clock.now() + MINUTE, "announcements", lambda: work("first"))
    scheduler.at(clock.now() + 2 * MINUTE, "announcements", lambda: work("second"))
    scheduler.at(clock.now() + MINUTE, "others", lambda: work("others"))
    scheduler.never("others")
    scheduler.never("unknown")
    await until(lambda: done)

    assert done == ["second"]


async def test_a_job_that_sets_its_next_moment_at_once_loses_none(
    scheduler: Scheduler, clock: WarpedClock
) -> None:
    running, most_running, runs = 0, 0, 0
    done = asyncio.Event()

    async def work() -> None:
        nonlocal running, most_running, runs
        running, runs = running + 1, runs + 1
        most_running = max(most_running, running)
        if runs < 50:
            scheduler.at(clock.now(), "announcements", work)
            await asyncio.sleep(0.001 * (runs % 3))
        else:
            done.set()
        running -= 1

    scheduler.at(clock.now(), "announcements", work)
    await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)

    assert (runs, most_running) == (50, 1)


async def test_what_is_due_again_and_again_while_it_runs_is_done_once_more(
    scheduler: Scheduler, clock: WarpedClock, caplog: pytest.LogCaptureFixture
) -> None:
    runs, may_go_on, done = 0, asyncio.Event(), asyncio.Event()

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            await may_go_on.wait()
        else:
            done.set()

    def submitted() -> int:
        return scheduler._scheduler._executors["default"]._instances["busy"]  # type: ignore[no-any-return]  # noqa: SLF001 - it comes without types

    scheduler.at(clock.now(), "busy", work)
    await until(lambda: runs)
    scheduler.at(clock.now(), "busy", work)
    await until(lambda: scheduler._waiting["busy"])  # noqa: SLF001 - nothing else tells
    for _ in range(3):
        scheduler.at(clock.now(), "busy", work)
        await until(lambda: scheduler.reports()[0].next_run is None and submitted() == len("ab"))
    may_go_on.set()
    await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)
    await until(lambda: not submitted())
    assert runs == len("ab")
    assert "maximum number of running instances" not in caplog.text
