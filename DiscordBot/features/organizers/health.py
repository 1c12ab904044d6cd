"""What `/health` says, from findings and jobs: what is wrong first, and what the bot can do about it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level, NotRepairedError, Repair
from DiscordBot.discord_ui.texts.timestamps import time_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.core.scheduler import JobReport, Scheduler

_NUMBER_BITS = 52
_KIND_OF_ERROR = re.compile(r"^\w+: (?=\S)")


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot is: `troubles`, the worst first, and what is `well`; `jobs` are those without an error."""

    troubles: tuple[Finding, ...]
    well: tuple[Finding, ...]
    jobs: tuple[JobReport, ...]

    @property
    def worst(self) -> Level:
        """The level of the worst trouble."""
        return self.troubles[0].level if self.troubles else Level.OK

    @property
    def summary(self) -> str:
        """What is the case, in one line."""
        errors = sum(found.level is Level.ERROR for found in self.troubles)
        numbers = (
            (errors, "thing does not work", "things do not work"),
            (len(self.troubles) - errors, "warning", "warnings"),
        )
        parts = [_counted(*number) for number in numbers if number[0]]
        return ", ".join(parts) or "Everything is fine"

    @property
    def rest(self) -> str:
        """What there is to say about all that is well, in one line; empty if there is nothing."""
        numbers = ((len(self.jobs), "job", "jobs"), (len(self.well), "check", "checks"))
        parts = [_counted(*number) for number in numbers if number[0]]
        return f"{' and '.join(parts)} fine" if parts else ""

    def trouble(self, number: int) -> Finding | None:
        """Return what the button with this number repairs; None if nothing of the kind is wrong any more."""
        return next((found for found in self.troubles if repair_number(found) == number), None)


def diagnose(findings: Sequence[Finding], scheduler: Scheduler) -> Health:
    """Sort what was found, jobs that failed included, each of which can be tried again."""
    jobs = scheduler.reports()
    failed = [_failed(job, scheduler) for job in jobs if job.error]
    troubles = [found for found in (*findings, *failed) if found.level is not Level.OK]
    return Health(
        troubles=tuple(sorted(troubles, key=lambda found: found.level is not Level.ERROR)),
        well=tuple(found for found in findings if found.level is Level.OK),
        jobs=tuple(job for job in jobs if not job.error),
    )


def repair_number(finding: Finding) -> int | None:
    """Return a number that stands for what is to be repaired, the same after a restart; None for nothing."""
    if finding.repair is None:
        return None
    name = f"{finding.subject}\n{finding.repair.label}".encode("utf-8", "backslashreplace")
    return int.from_bytes(hashlib.sha256(name).digest()[:8], "big") >> (64 - _NUMBER_BITS)


def _failed(job: JobReport, scheduler: Scheduler) -> Finding:
    when = time_stamp(job.next_run, "R") if job.next_run else "after a restart"
    repair = Repair("Try again now", partial(_try_again, job.name, scheduler))
    # What is meant for the log begins with the kind of error.
    detail = _KIND_OF_ERROR.sub("", job.error)
    return Finding(f"job «{job.name}»", Level.ERROR, detail, f"It runs again {when}.", repair)


async def _try_again(name: str, scheduler: Scheduler) -> str:
    await scheduler.run(name)
    error = next((job.error for job in scheduler.reports() if job.name == name), "")
    if error:
        raise NotRepairedError(f"It failed again: {_KIND_OF_ERROR.sub('', error)}")
    return f"The job «{name}» has run without an error."


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
