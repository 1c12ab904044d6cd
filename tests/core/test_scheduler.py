from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
import time_machine

from DiscordBot.core import scheduler as scheduler_module
from DiscordBot.core.scheduler import JobReport, Scheduler
from sandbox import conference
from tests.clocks import START, StoppedClock
from tests.patience import PATIENCE_SECONDS, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

MINUTE = timedelta(minutes=1)


class Job:
    """Work that takes `seconds` of the clock, waits while `gate` is closed, and fails on demand."""

    def __init__(self, clock: StoppedClock, seconds: float = 0) -> None:
        self.clock = clock
        self.seconds = seconds
        self.error: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.began = asyncio.Event()
        self.done = 0

    async def has_begun(self) -> None:
        """Wait for the next run to begin."""
        await asyncio.wait_for(self.began.wait(), PATIENCE_SECONDS)
        self.began.clear()

    async def __call__(self) -> None:
        self.began.set()
        await self.gate.wait()
        self.clock.forward(seconds=self.seconds)
        if self.error is not None:
            raise self.error
        self.done += 1


@pytest.fixture
def errors() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(conference.TIMEZONE)


@pytest.fixture
async def job(clock: StoppedClock) -> Job:
    return Job(clock, seconds=3)


@pytest.fixture
async def scheduler(clock: StoppedClock, errors: list[tuple[str, str]]) -> AsyncIterator[Scheduler]:
    scheduler = Scheduler(
        clock,
        on_error=lambda error, where: errors.append((type(error).__name__, where)),
        describe=lambda error: f"described {type(error).__name__}",
    )
    yield scheduler
    await scheduler.close()


class Computer:
    """The computer's clock, by which APScheduler goes; the event loop has its own."""

    def __init__(self, scheduler: Scheduler, traveller: time_machine.Traveller) -> None:
        self._scheduler = scheduler
        self._traveller = traveller
        self._names = map("a job {}".format, count(1))

    def forward(self, time: timedelta) -> None:
        """Let time pass, and have APScheduler look at the clock, as it does whenever a job is added."""
        self._traveller.shift(time)
        self._scheduler.every(timedelta(days=300), next(self._names), self._scheduler.close)


@pytest.fixture
def computer(scheduler: Scheduler) -> Iterator[Computer]:
    with time_machine.travel(START, tick=False) as traveller:
        yield Computer(scheduler, traveller)


async def report_after(scheduler: Scheduler, runs: int) -> JobReport:
    """Wait until the job «tickets» has run so many times, and return how it is doing."""
    await until(lambda: scheduler.reports()[-1].runs >= runs)
    return scheduler.reports()[-1]


async def test_jobs_run_when_they_are_due(scheduler: Scheduler, job: Job, computer: Computer) -> None:
    scheduler.every(MINUTE, "tickets", job)
    scheduler.start()
    assert scheduler.reports() == (JobReport("tickets", next_run=START + MINUTE),)
    computer.forward(MINUTE)
    report = await report_after(scheduler, 1)
    assert (job.done, report.last_run, report.next_run) == (1, START, START + 2 * MINUTE)


async def test_a_job_that_comes_late_runs_once(scheduler: Scheduler, job: Job, computer: Computer) -> None:
    scheduler.every(MINUTE, "tickets", job)
    scheduler.start()
    computer.forward(timedelta(hours=1, seconds=30))
    report = await report_after(scheduler, 1)
    assert (report.runs, report.next_run) == (1, START + timedelta(minutes=61))


async def test_a_report_tells_how_the_last_run_went(
    scheduler: Scheduler, job: Job, errors: list[tuple[str, str]]
) -> None:
    scheduler.every(MINUTE, "tickets", job)
    scheduler.every(MINUTE, "programme", job)
    assert [report.name for report in scheduler.reports()] == ["programme", "tickets"]
    job.error = OSError("with a secret")
    await scheduler.run("tickets")
    _, report = scheduler.reports()
    assert report == JobReport("tickets", 1, START, None, 3.0, "described OSError", failures=1)
    assert errors == [("OSError", "the job «tickets»")]

    job.error = None
    await scheduler.run("tickets")
    _, report = scheduler.reports()
    assert report == JobReport("tickets", 2, START + timedelta(seconds=3), None, 3.0, "", failures=1)


async def test_a_job_that_fails_runs_again(
    scheduler: Scheduler, job: Job, errors: list[tuple[str, str]], computer: Computer
) -> None:
    scheduler.every(MINUTE, "tickets", job)
    scheduler.start()
    job.error = ValueError("no")
    for runs in (1, 2, 3):
        computer.forward(MINUTE)
        await report_after(scheduler, runs)
    assert errors == 3 * [("ValueError", "the job «tickets»")]


async def test_a_job_does_not_overlap_itself(scheduler: Scheduler, job: Job, computer: Computer) -> None:
    scheduler.every(MINUTE, "tickets", job)
    scheduler.start()
    job.gate.clear()
    computer.forward(MINUTE)
    await job.has_begun()
    computer.forward(MINUTE)
    await asyncio.sleep(0.01)
    assert not job.began.is_set()
    job.gate.set()
    await report_after(scheduler, 1)
    assert job.done == 1


async def test_closing_waits_for_what_runs_and_starts_nothing_more(
    scheduler: Scheduler, job: Job, clock: StoppedClock, computer: Computer
) -> None:
    next_job = Job(clock)
    scheduler.every(MINUTE, "tickets", job)
    scheduler.every(2 * MINUTE, "programme", next_job)
    scheduler.start()
    job.gate.clear()
    computer.forward(MINUTE)
    await job.has_begun()
    closing = asyncio.create_task(scheduler.close())
    await asyncio.sleep(0)
    computer.forward(MINUTE)
    await asyncio.sleep(0.01)
    assert not closing.done()
    job.gate.set()
    await closing
    assert (job.done, next_job.done) == (1, 0)


async def test_closing_does_not_wait_for_ever(
    scheduler: Scheduler, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler_module, "SHUTDOWN_SECONDS", 0.05)
    scheduler.every(MINUTE, "tickets", job)
    job.gate.clear()
    running = asyncio.create_task(scheduler.run("tickets"))
    await job.has_begun()
    await asyncio.wait_for(scheduler.close(), PATIENCE_SECONDS)
    assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_job_may_close_the_scheduler_itself(scheduler: Scheduler) -> None:
    scheduler.every(MINUTE, "last", scheduler.close)
    await asyncio.wait_for(scheduler.run("last"), PATIENCE_SECONDS)
    assert scheduler.reports()[0].runs == 1
