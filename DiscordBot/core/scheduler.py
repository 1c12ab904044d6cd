"""Everything that the bot does by itself, in one place: guarded, timed, and told about in `/health`."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from DiscordBot.core.clock import SystemClock
from DiscordBot.translation.language import SOURCE, speaking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from DiscordBot.core.clock import Clock

SHUTDOWN_SECONDS = 5.0
"""Whoever takes over waits for it. What is being sent then is looked for at the next start."""


@dataclass(frozen=True, slots=True)
class JobReport:
    """How a job is doing: times are UTC, `took_seconds` and `error` are of the last run.

    `failures` counts the runs since the start that ended with an error.
    """

    name: str
    runs: int = 0
    last_run: datetime | None = None
    next_run: datetime | None = None
    took_seconds: float = 0.0
    error: str = ""
    failures: int = 0


class Scheduler:
    """Runs named jobs at intervals or moments; a job never overlaps itself, and its failure never ends it.

    `on_error` is told of every exception that leaves a job, and where; `describe` names one in words that
    are safe to show. A job that does one thing after the other should begin no more when `is_closing`.
    Jobs speak `language`, whoever has caused them: what they say, the public reads.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        on_error: Callable[[BaseException, str], object],
        describe: Callable[[BaseException], str],
        language: str = SOURCE,
    ) -> None:
        self._clock = clock
        self._language = language
        self._real_clock = SystemClock(ZoneInfo("UTC"))
        self._on_error = on_error
        self._describe = describe
        self._reports: dict[str, JobReport] = {}
        self._work: dict[str, Callable[[], Awaitable[None]]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: Counter[str] = Counter()
        self._moments: dict[str, datetime] = {}
        self.is_closing = False
        # A job that comes late (a busy loop, a suspended machine) runs late, once, instead of never:
        # https://apscheduler.readthedocs.io/en/3.x/userguide.html#missed-job-executions-and-coalescing
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def every(self, interval: timedelta, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run `work` again and again, for the first time one interval after `start`."""
        self._reports[name] = JobReport(name)
        self._work[name] = work
        trigger = IntervalTrigger(seconds=max(1, round(interval.total_seconds())))
        self._scheduler.add_job(self.run, trigger, args=[name], id=name)

    def at(self, moment: datetime, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run `work` once at `moment` of the clock, or at once if it has passed.

        Another call with the same name takes the place of this one, even from within the job itself.
        """
        self._reports.setdefault(name, JobReport(name))
        self._work[name] = work
        self._moments[name] = moment
        real_moment = self._real_clock.now() + timedelta(seconds=self._clock.real_seconds_until(moment))
        # Three, since a job that calls this for a moment that is very near is still counted as running then;
        # the second one waits in `run` for its turn, and the third one leaves it to the second.
        self._scheduler.add_job(
            self._run_due,
            DateTrigger(real_moment),
            args=[name],
            id=name,
            replace_existing=True,
            max_instances=3,
        )

    def never(self, name: str) -> None:
        """Take back what was set by `at`, if it has not begun."""
        if self._scheduler.get_job(name) is not None:
            self._scheduler.remove_job(name)

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    async def run(self, name: str) -> None:
        """Run a job now or when its present run ends, guarded as always.

        Raises nothing but `asyncio.CancelledError`.
        """
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
        try:
            self._waiting[name] += 1
            try:
                await self._turns[name].acquire()
            finally:
                self._waiting[name] -= 1
            try:
                await self._run(name)
            finally:
                self._turns[name].release()
        finally:
            if task is not None:
                self._running.discard(task)

    def reports(self) -> tuple[JobReport, ...]:
        """Return how every job is doing, in the order of their names."""
        return tuple(self._with_next_run(self._reports[name]) for name in sorted(self._reports))

    async def close(self) -> None:
        """Start nothing more and wait for what runs, `SHUTDOWN_SECONDS` at most."""
        self.is_closing = True
        if self._scheduler.running:
            # shutdown() would cancel the jobs in flight, so they are waited for first.
            self._scheduler.pause()
        me = asyncio.current_task()
        if others := {task for task in self._running if task is not me}:
            await asyncio.wait(others, timeout=SHUTDOWN_SECONDS)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _run_due(self, name: str) -> None:
        """Run what is due, unless a run that waits for its turn will find it due as well."""
        if not self._waiting[name]:
            await self.run(name)

    async def _run(self, name: str) -> None:
        began = self._clock.now()
        error = ""
        try:
            with speaking(self._language):
                await self._work[name]()
        except Exception as failure:  # noqa: BLE001 - whatever it is, the next run shall happen
            error = self._describe(failure)
            self._on_error(failure, f"the job «{name}»")
        before = self._reports[name]
        took = (self._clock.now() - began).total_seconds()
        self._reports[name] = replace(
            before,
            runs=before.runs + 1,
            last_run=began,
            took_seconds=took,
            error=error,
            failures=before.failures + bool(error),
        )

    def _with_next_run(self, report: JobReport) -> JobReport:
        job = self._scheduler.get_job(report.name)
        next_run = getattr(job, "next_run_time", None)
        return replace(report, next_run=next_run and self._moments.get(report.name, next_run))
