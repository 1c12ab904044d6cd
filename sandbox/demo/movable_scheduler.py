"""The bot's scheduler in a demo, whose clock may be another one a moment later."""

from __future__ import annotations

from datetime import UTC, datetime

from DiscordBot.core.scheduler import Scheduler


class MovableScheduler(Scheduler):
    """Plans what is due at a moment once more when it is told that the clock has been moved."""

    def plan_anew(self) -> None:
        """Plan by the clock as it is now; to be called after it was set or runs at another speed."""
        for name, moment in list(self._moments.items()):
            if self._scheduler.get_job(name) is not None:
                self.at(moment, name, self._work[name])

    def look_soon(self, *names: str) -> None:
        """Do now what is done every so often, as if the time for it had come; all of it without `names`."""
        for job in self._scheduler.get_jobs():
            if job.id not in self._moments and (not names or job.id in names):
                job.modify(next_run_time=datetime.now(UTC))
