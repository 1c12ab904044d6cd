"""The bot's scheduler in a demo, whose clock may be another one a moment later."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from DiscordBot.core.scheduler import JobReport, Scheduler


class MovableScheduler(Scheduler):
    """Plans what is due at a moment once more when it is told that the clock has been moved."""

    def __init__(self, *parts: Any, **options: Any) -> None:  # noqa: ANN401 - as a scheduler's
        super().__init__(*parts, **options)
        self._soon: set[asyncio.Task[None]] = set()

    def plan_anew(self) -> None:
        """Plan by the clock as it is now; to be called after it was set or runs at another speed."""
        for name, moment in list(self._moments.items()):
            if self._scheduler.get_job(name) is not None:
                self.at(moment, name, self._work[name])

    def reports(self) -> tuple[JobReport, ...]:
        """Return how every job is doing, with the demo's time also of what is done every so often."""
        return tuple(self._in_our_time(report) for report in super().reports())

    def _in_our_time(self, report: JobReport) -> JobReport:
        if report.next_run is None or report.name in self._moments:
            return report
        return replace(report, next_run=self._clock.now() + (report.next_run - datetime.now(UTC)))

    def look_soon(self, *names: str) -> None:
        """Do now what is done every so often, as if the time for it had come; all of it without `names`."""
        for name in self._work:
            if name not in self._moments and (not names or name in names):
                task = asyncio.create_task(self.run(name))
                self._soon.add(task)
                task.add_done_callback(self._soon.discard)
