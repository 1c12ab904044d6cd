"""The job board: every advert of the sheet appears once, while it is open."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.features.job_board.adverts import Problem, read_adverts
from DiscordBot.features.job_board.editing import edited_adverts, state_after_edit
from DiscordBot.features.job_board.models import PostingState
from DiscordBot.features.job_board.postings import Marks
from DiscordBot.features.job_board.reviews import review_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.job_board.adverts import Advert, Sheet
    from DiscordBot.features.job_board.models import Posting
    from DiscordBot.features.job_board.posted_jobs import PostedJobs
    from DiscordBot.features.job_board.postings import Postings
    from DiscordBot.features.job_board.reviews import Reviews

logger = logging.getLogger(__name__)

MOST_FINDINGS = 20

_TOLD = "job_board.told"
_UNDER_WAY = frozenset({PostingState.APPROVED, PostingState.POSTING, PostingState.EDITED})
_REMEDY = "Correct it in the sheet; I look again by myself, or at once after /refresh jobs."


class ForumUnavailableError(ServiceError):
    """At the moment nothing can be posted; the message says why, for organisers."""


class DecidedAlreadyError(Exception):
    """An advert does not wait for approval; the message is a sentence for people."""


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

    async def revise(self, thread_id: int, advert: Advert, reference: str) -> None:
        """Make the thread say what the advert says now."""


class ReviewCards(Protocol):
    """Where organisers are asked about adverts."""

    async def show(self, review_id: int) -> None:
        """Show the card of an advert as it is now; raises `ForumUnavailableError`, `AdvertRefusedError`."""


class PictureCheck(Protocol):
    """What looks whether everybody may see the adverts' pictures."""

    async def look(self, adverts: Iterable[Advert]) -> list[Problem]:
        """Return what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Report:
    """How many adverts were posted now, were there before, and are past their deadline.

    `problems` are of the whole sheet, whether they were told before or not. `edited` ones have a thread that
    was brought up to date, `waiting` ones need an organiser; `waiting_gone` of them the sheet has lost.
    """

    posted: int
    already: int
    closed: int
    problems: tuple[Problem, ...]
    edited: int = 0
    waiting: int = 0
    waiting_gone: int = 0


@dataclass(eq=False, slots=True, kw_only=True)
class JobBoardService:
    """Brings the board in line with the sheet.

    An advert that is posted is changed only when its author has edited it, which gives it another time stamp.
    With `cards`, organisers are asked before anything of an advert is shown; what they approved is posted as
    it was read then, also if it vanishes from the sheet meanwhile. `hash_author` makes of an
    address what may be stored. `write_log` takes a line for the organisers.
    """

    source: SheetSource
    forum: Forum
    cards: ReviewCards | None
    pictures: PictureCheck
    postings: Postings
    reviews: Reviews
    posted_jobs: PostedJobs
    database: Database
    clock: Clock
    hash_author: Callable[[str], str]
    write_log: Callable[[str], None]
    _one_at_a_time: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    _report: Report | None = field(init=False, default=None)

    async def refresh(self) -> Report:
        """Read the sheet and post what is new in it.

        Raises `ServiceError`; what was posted before stays posted, and the next call goes on from there.
        """
        async with self._one_at_a_time:
            await self._import_older()
            try:
                sheet = read_adverts(await self.source.read())
            except ServiceError:
                # What was approved does not wait for the sheet.
                await self._tell(await self._post_approved(()))
                raise
            flaws = await self.pictures.look(sheet.adverts)
            sheet = replace(sheet, problems=(*sheet.problems, *flaws))
            await self._tell(sheet.problems)
            self._report = await self._follow(sheet)
            return self._report

    async def _follow(self, sheet: Sheet) -> Report:
        marks = {advert.key: self._marks(advert, sheet) for advert in sheet.adverts}
        known = await self._recognised(marks)
        fresh = [advert for advert in sheet.adverts if not _is_done(known.get(advert.key))]
        still_open = [advert for advert in fresh if self._is_open(advert)]
        to_ask = [advert for advert in still_open if self._must_ask(known.get(advert.key), marks[advert.key])]
        to_post = [advert for advert in still_open if advert not in to_ask]
        refused = await self._each(to_ask, lambda advert: self._ask(advert, marks[advert.key]))
        not_asked = len(refused)
        refused += await self._each(to_post, lambda advert: self._post(advert, marks[advert.key]))
        refused += await self._post_approved(marks.keys())
        await self._tell(refused)
        edited = sum(_is_edited(known.get(advert.key)) for advert in to_post)
        gone = await self._note_gone(marks.keys())
        return Report(
            posted=len(to_post) - edited - (len(refused) - not_asked),
            already=len(sheet.adverts) - len(fresh),
            closed=len(fresh) - len(still_open),
            problems=(*sheet.problems, *refused),
            edited=edited,
            waiting=len(to_ask) - not_asked + gone,
            waiting_gone=gone,
        )

    async def decide(self, reference: str, *, is_approved: bool, user_id: int) -> None:
        """Approve or discard an advert that waits for it. Raises `DecidedAlreadyError`."""
        if await self.postings.decide(reference, is_approved=is_approved, user_id=user_id) is None:
            raise DecidedAlreadyError("Somebody was faster: this advert does not wait for approval any more.")

    async def delete_personal_data(self) -> None:
        """Forget who wrote which advert, and what was read of those that organisers were asked about."""
        await self.postings.forget_authors()
        await self.reviews.forget_everything()

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the sheet looked when it was last read."""
        if self._report is None:
            detail = "The adverts were not posted yet."
            return (Finding("job board", Level.WARNING, detail, "See the job «jobs»: it says why."),)
        problems = self._report.problems
        shown = tuple(_finding(problem) for problem in problems[:MOST_FINDINGS])
        if len(problems) > MOST_FINDINGS:
            detail = f"{len(problems) - MOST_FINDINGS} more rows of the sheet have mistakes."
            shown += (Finding("job board", Level.WARNING, detail, _REMEDY),)
        on_board = self._report.already + self._report.posted
        detail = f"{on_board} adverts were posted, {self._report.closed} had passed their deadline before."
        if self._report.waiting:
            waiting = f"{self._report.waiting} adverts wait for approval."
            if self._report.waiting_gone:
                waiting += f" {self._report.waiting_gone} of them are not in the sheet any more."
            remedy = "Press Approve or Deny on their cards, in channels.job_board_review."
            shown = (Finding("job adverts to approve", Level.WARNING, waiting, remedy), *shown)
        return (Finding("job board", Level.OK, detail), *shown)

    def _marks(self, advert: Advert, sheet: Sheet) -> Marks:
        author = sheet.authors.get(advert.key, "").lower()
        return Marks(self.hash_author(author) if author else "", advert.subject, advert.content)

    async def _recognised(self, marks: Mapping[str, Marks]) -> Mapping[str, Posting]:
        """Return what is known of the sheet's adverts, edited ones included."""
        known = await self.postings.all()
        edited = edited_adverts(marks, known)
        for key, old_key in edited.items():
            state = state_after_edit(known[old_key], marks[key], needs_approval=self.cards is not None)
            await self.postings.rename(old_key, key, marks[key], state)
        unmarked = [key for key in marks.keys() & known.keys() if not known[key].content]
        for key in unmarked:
            await self.postings.note(key, marks[key])
        return await self.postings.all() if edited or unmarked else known

    def _must_ask(self, posting: Posting | None, marks: Marks) -> bool:
        if self.cards is None:
            return False
        if posting is None or posting.state is PostingState.WAITING:
            return True
        # What was approved is another text now.
        return posting.state is PostingState.APPROVED and posting.content != marks.content

    async def _ask(self, advert: Advert, marks: Marks) -> None:
        if self.cards is not None:
            posting = await self.postings.ask(advert.key, marks)
            await self.reviews.ask(posting.reference, advert, is_edited=posting.thread_id is not None)
            await self.cards.show(review_id(posting.reference))

    async def _post_approved(self, in_sheet: Collection[str]) -> list[Problem]:
        """Post as it was read what was approved and is in the sheet no more; return what Discord refused."""
        read = await self.reviews.adverts()
        waiting = {
            row.key: (row, advert)
            for row in (await self.postings.all()).values()
            if row.key not in in_sheet and row.state in _UNDER_WAY
            if (advert := read.get(review_id(row.reference))) is not None and self._is_open(advert)
        }
        adverts = [replace(advert, key=row.key) for row, advert in waiting.values()]
        return await self._each(adverts, lambda advert: self._post(advert, _marks_of(waiting[advert.key][0])))

    async def _note_gone(self, in_sheet: Collection[str]) -> int:
        """Let cards say which adverts vanished from the sheet before anybody decided; return how many."""
        gone = [
            review_id(row.reference)
            for row in (await self.postings.all()).values()
            if row.key not in in_sheet and row.state is PostingState.WAITING
        ]
        for number in await self.reviews.note_gone(gone):
            if self.cards is not None:
                with suppress(AdvertRefusedError):
                    await self.cards.show(number)
        return len(gone)

    def _is_open(self, advert: Advert) -> bool:
        return advert.last_day is None or advert.last_day >= self.clock.today()

    async def _import_older(self) -> None:
        report = await self.posted_jobs.import_once()
        if report is None:
            return
        logger.info("posted_jobs.txt: %d adverts were taken over", report.adverts)
        if report.unreadable:
            logger.warning("posted_jobs.txt: the lines %s cannot be read", report.unreadable)

    async def _each(
        self, adverts: Iterable[Advert], work: Callable[[Advert], Awaitable[None]]
    ) -> list[Problem]:
        """Do something with adverts; return the problems of those that Discord does not take."""
        refused = []
        for advert in adverts:
            try:
                await work(advert)
            except AdvertRefusedError as error:
                refused.append(Problem(advert.place, None, str(error)))
        return refused

    async def _post(self, advert: Advert, marks: Marks) -> None:
        begun = await self.postings.begin(advert.key, marks)
        thread_id = begun.thread_id
        if thread_id is None and not begun.is_new:
            thread_id = await self.forum.find(advert, begun.reference)
        if thread_id is None:
            thread_id = await self.forum.open(advert, begun.reference)
        await self.postings.note_thread(advert.key, thread_id)
        if begun.is_edited:
            await self.forum.revise(thread_id, advert, begun.reference)
        else:
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


def _marks_of(row: Posting) -> Marks:
    return Marks(row.author, row.subject, row.content)


def _is_done(posting: Posting | None) -> bool:
    return posting is not None and posting.state in {PostingState.POSTED, PostingState.DISCARDED}


def _is_edited(posting: Posting | None) -> bool:
    return posting is not None and posting.state is PostingState.EDITED


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
