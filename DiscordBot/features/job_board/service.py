"""The job board: every advert of the sheet appears once, while it is open."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.json_errors import ServiceError
from DiscordBot.features.job_board.adverts import Problem, read_adverts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.job_board.adverts import Advert
    from DiscordBot.features.job_board.posted_jobs import PostedJobs
    from DiscordBot.features.job_board.postings import Postings

log = logging.getLogger(__name__)

MOST_FINDINGS = 20

_TOLD = "job_board.told"
_REMEDY = "Correct it in the sheet; I look again by myself, or at once after /refresh jobs."


class ForumUnavailableError(ServiceError):
    """At the moment nothing can be posted; the message says why, for organisers."""


class AdvertRefusedError(Exception):
    """This one advert cannot be posted as it is; the message says why, for organisers."""


class SheetSource(Protocol):
    """Where the sheet comes from."""

    async def read(self) -> bytes:
        """Return the whole file. Raises `ServiceError`."""


class Forum(Protocol):
    """Where adverts appear. All methods raise `ForumUnavailableError` and `AdvertRefusedError`."""

    async def find(self, advert: Advert, reference: str) -> int | None:
        """Return the id of the thread that an earlier try has opened, if it did."""

    async def open(self, advert: Advert, reference: str) -> int:
        """Open a thread with the beginning of the advert and return its id."""

    async def complete(self, thread_id: int, advert: Advert, reference: str) -> None:
        """Post what of the advert is not in its thread yet."""


@dataclass(frozen=True, slots=True)
class Report:
    """How many adverts were posted now, were there before, and are past their deadline.

    `problems` are of the whole sheet, whether they were told before or not.
    """

    posted: int
    already: int
    closed: int
    problems: tuple[Problem, ...]


@dataclass(eq=False, slots=True, kw_only=True)
class JobBoardService:
    """Brings the board in line with the sheet. An advert that is posted is never changed by it.

    `write_log` takes a line for the organisers.
    """

    source: SheetSource
    forum: Forum
    postings: Postings
    posted_jobs: PostedJobs
    database: Database
    clock: Clock
    write_log: Callable[[str], None]
    _one_at_a_time: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    _report: Report | None = field(init=False, default=None)

    async def refresh(self) -> Report:
        """Read the sheet and post what is new in it.

        Raises `ServiceError`; what was posted before stays posted, and the next call goes on from there.
        """
        async with self._one_at_a_time:
            await self._import_older()
            sheet = read_adverts(await self.source.read())
            await self._tell(sheet.problems)
            done = await self.postings.posted()
            fresh = [advert for advert in sheet.adverts if advert.key not in done]
            still_open = [advert for advert in fresh if self._is_open(advert)]
            refused = await self._post_all(still_open)
            await self._tell(refused)
            self._report = Report(
                posted=len(still_open) - len(refused),
                already=len(sheet.adverts) - len(fresh),
                closed=len(fresh) - len(still_open),
                problems=(*sheet.problems, *refused),
            )
            return self._report

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the sheet looked when it was last read."""
        if self._report is None:
            detail = "The adverts were not brought to the board yet."
            return (Finding("job board", Level.WARNING, detail, "See the job «jobs»: it says why."),)
        problems = self._report.problems
        shown = tuple(_finding(problem) for problem in problems[:MOST_FINDINGS])
        if len(problems) > MOST_FINDINGS:
            detail = f"{len(problems) - MOST_FINDINGS} more rows of the sheet are not as they should be."
            shown += (Finding("job board", Level.WARNING, detail, _REMEDY),)
        on_board = self._report.already + self._report.posted
        detail = f"{on_board} adverts were posted, {self._report.closed} had passed their deadline before."
        return (Finding("job board", Level.OK, detail), *shown)

    def _is_open(self, advert: Advert) -> bool:
        return advert.last_day is None or advert.last_day >= self.clock.today()

    async def _import_older(self) -> None:
        report = await self.posted_jobs.import_once()
        if report is None:
            return
        log.info("posted_jobs.txt: %d adverts were taken over", report.adverts)
        if report.unreadable:
            log.warning("posted_jobs.txt: the lines %s cannot be read", report.unreadable)

    async def _post_all(self, adverts: Iterable[Advert]) -> list[Problem]:
        """Post adverts; return the problems of those that Discord does not take."""
        refused = []
        for advert in adverts:
            try:
                await self._post(advert)
            except AdvertRefusedError as error:
                refused.append(Problem(advert.place, None, str(error)))
        return refused

    async def _post(self, advert: Advert) -> None:
        begun = await self.postings.begin(advert.key)
        thread_id = begun.thread_id
        if thread_id is None and not begun.is_new:
            thread_id = await self.forum.find(advert, begun.reference)
        if thread_id is None:
            thread_id = await self.forum.open(advert, begun.reference)
        await self.postings.note_thread(advert.key, thread_id)
        await self.forum.complete(thread_id, advert, begun.reference)
        await self.postings.finish(advert.key)

    async def _tell(self, problems: Iterable[Problem]) -> None:
        """Write each problem into the log once, also over restarts."""
        told = await self.database.remembered(_TOLD) or []
        new = [str(problem) for problem in problems if str(problem) not in told]
        for line in new:
            self.write_log(f"⚠️ Job adverts, {line}")
        if new:
            await self.database.remember(_TOLD, [*told, *new])


async def probe_sheet(source: SheetSource) -> Finding:
    """Try to read the sheet; nothing is posted."""
    try:
        sheet = read_adverts(await source.read())
    except ServiceError as error:
        return Finding("job board", Level.ERROR, str(error), "Check job_board.source in the configuration.")
    detail = f"{len(sheet.adverts)} adverts can be read"
    if not sheet.problems:
        return Finding("job board", Level.OK, f"{detail}.")
    first = f"{detail}, but: {sheet.problems[0]}"
    more = f" And {len(sheet.problems) - 1} more." if len(sheet.problems) > 1 else ""
    return Finding("job board", Level.WARNING, first + more, "Correct it in the sheet.")


def _finding(problem: Problem) -> Finding:
    level = Level.ERROR if problem.is_fatal else Level.WARNING
    effect = "This advert is not posted." if problem.is_fatal else "The advert is posted all the same."
    what = problem.what[0].upper() + problem.what[1:]
    return Finding(f"job adverts, {problem.place}", level, f"{what} {effect}", _REMEDY)
