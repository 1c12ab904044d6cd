"""Everything that the bot does by itself, in one place: guarded, timed, and told about in `/health`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime, timedelta

    from DiscordBot.clock import Clock

SHUTDOWN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class JobReport:
    """How a job is doing: times are UTC, `took_seconds` and `error` are of the last run."""

    name: str
    runs: int = 0
    last_run: datetime | None = None
    next_run: datetime | None = None
    took_seconds: float = 0.0
    error: str = ""


class Scheduler:
    """Runs named jobs at intervals; a job never overlaps itself, and its failure never ends it.

    `on_error` is told of every exception that leaves a job, and where; `describe` names one in words that
    are safe to show.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        on_error: Callable[[BaseException, str], object],
        describe: Callable[[BaseException], str],
    ) -> None:
        self._clock = clock
        self._on_error = on_error
        self._describe = describe
        self._reports: dict[str, JobReport] = {}
        self._work: dict[str, Callable[[], Awaitable[None]]] = {}
        self._running: set[asyncio.Task[None]] = set()
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

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    async def run(self, name: str) -> None:
        """Run a job now, guarded as always; raises nothing but `asyncio.CancelledError`."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
        began = self._clock.now()
        error = ""
        try:
            await self._work[name]()
        except Exception as failure:  # noqa: BLE001 - whatever it is, the next run shall happen
            error = self._describe(failure)
            self._on_error(failure, f"the job «{name}»")
        finally:
            if task is not None:
                self._running.discard(task)
        before = self._reports[name]
        took = (self._clock.now() - began).total_seconds()
        self._reports[name] = replace(
            before, runs=before.runs + 1, last_run=began, took_seconds=took, error=error
        )

    def reports(self) -> tuple[JobReport, ...]:
        """Return how every job is doing, in the order of their names."""
        return tuple(self._with_next_run(self._reports[name]) for name in sorted(self._reports))

    async def close(self) -> None:
        """Start nothing more and wait for what runs, `SHUTDOWN_SECONDS` at most."""
        if self._scheduler.running:
            # shutdown() would cancel the jobs in flight, so they are waited for first.
            self._scheduler.pause()
        me = asyncio.current_task()
        if others := {task for task in self._running if task is not me}:
            await asyncio.wait(others, timeout=SHUTDOWN_SECONDS)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _with_next_run(self, report: JobReport) -> JobReport:
        job = self._scheduler.get_job(report.name)
        return replace(report, next_run=getattr(job, "next_run_time", None))
