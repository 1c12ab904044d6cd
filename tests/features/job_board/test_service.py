"""The board survives being interrupted anywhere, on a real database and a board that is a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.clock import SystemClock
from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import UnreachableError
from DiscordBot.features.job_board.adverts import Column
from DiscordBot.features.job_board.posted_jobs import PostedJobs
from DiscordBot.features.job_board.postings import Postings
from DiscordBot.features.job_board.reviews import Reviews
from DiscordBot.features.job_board.service import JobBoardService, probe_sheet
from sandbox import conference
from tests.databases import all_that_is_stored, database_url
from tests.features.job_board.sheets import ADVERT, sheet

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.core.database import Database
    from DiscordBot.features.job_board.adverts import Advert, Problem

SHEET = sheet({}, {Column.TITLE: "Data Scientist"}, {Column.COMPANY: ""}, {Column.TITLE: "Tester"})
POSTED = {title: ["beginning", "end"] for title in ("Python Developer", "Data Scientist", "Tester")}


class Crash(Exception):  # noqa: N818 - the end of a process, no error
    """The process ends here."""


@dataclass
class World:
    """What outlives the process: the sheet and the threads; and when the process ends."""

    text: str | None = SHEET
    threads: dict[int, tuple[str, str, list[str]]] = field(default_factory=dict)
    steps: int = 0
    last_step: int | None = None

    async def read(self) -> bytes:
        if self.text is None:
            raise UnreachableError("The sheet is away.")
        return self.text.encode()

    async def find(self, advert: Advert, reference: str) -> int | None:
        found = [key for key, thread in self.threads.items() if thread[:2] == (advert.title, reference)]
        return found[0] if found else None

    async def open(self, advert: Advert, reference: str) -> int:
        self._step()
        thread_id = len(self.threads) + 1
        self.threads[thread_id] = (advert.title, reference, ["beginning"])
        self._step()
        return thread_id

    async def complete(self, thread_id: int, advert: Advert, reference: str) -> None:
        assert self.threads[thread_id][:2] == (advert.title, reference)
        self._step()
        if "end" not in self.threads[thread_id][2]:
            self.threads[thread_id][2].append("end")
        self._step()

    async def revise(self, thread_id: int, advert: Advert, reference: str) -> None:
        assert self.threads[thread_id][1] == reference
        self.threads[thread_id] = (advert.title, reference, ["beginning", "end"])

    def _step(self) -> None:
        self.steps += 1
        if self.steps == self.last_step:
            raise Crash

    async def look(self, _adverts: object) -> list[Problem]:
        return []

    def posted(self) -> dict[str, list[str]]:
        assert len({title for title, _, _ in self.threads.values()}) == len(self.threads)
        return {title: messages for title, _, messages in self.threads.values()}


def make_service(
    database: Database, folder: Path, world: World, write_log: list[str] | None = None
) -> JobBoardService:
    clock = SystemClock(conference.TIMEZONE)
    postings = Postings(database, clock)
    return JobBoardService(
        source=world,
        forum=world,
        cards=None,
        hash_author=lambda address: f"hash of {len(address)}",
        postings=postings,
        reviews=Reviews(database),
        pictures=world,
        posted_jobs=PostedJobs(folder / "posted_jobs.txt", database, postings),
        database=database,
        clock=clock,
        write_log=(write_log if write_log is not None else []).append,
    )


@pytest.mark.parametrize("last_step", range(1, 13))
async def test_a_crash_anywhere_neither_loses_nor_doubles(
    database: Database, tmp_path: Path, last_step: int
) -> None:
    world = World(last_step=last_step)
    with pytest.raises(Crash):
        await make_service(database, tmp_path, world).refresh()

    await make_service(database, tmp_path, world).refresh()

    assert world.posted() == POSTED


async def test_a_report_counts(database: Database, tmp_path: Path) -> None:
    world = World(text=sheet({}, {Column.TITLE: "Late", Column.DEADLINE: "2020-01-01"}))
    service = make_service(database, tmp_path, world)

    first = await service.refresh()
    assert (first.posted, first.already, first.closed, first.problems) == (1, 0, 1, ())

    world.text = SHEET
    second = await service.refresh()
    assert (second.posted, second.already, second.closed, len(second.problems)) == (2, 1, 0, 1)


async def test_a_deadline_put_off_brings_the_advert(database: Database, tmp_path: Path) -> None:
    world = World(text=sheet({Column.DEADLINE: "2020-01-01"}))
    service = make_service(database, tmp_path, world)
    await service.refresh()
    assert world.posted() == {}

    world.text = sheet({})
    await service.refresh()
    assert list(world.posted()) == ["Python Developer"]


async def test_problems_are_told_before_anything_can_go_wrong(database: Database, tmp_path: Path) -> None:
    write_log: list[str] = []
    with pytest.raises(Crash):
        await make_service(database, tmp_path, World(last_step=1), write_log).refresh()
    assert write_log == ["⚠️ Job adverts, line 4: column «Company name» is empty."]


async def test_nothing_personal_is_stored_but_hashes(database: Database, tmp_path: Path) -> None:
    await make_service(database, tmp_path, World()).refresh()
    await database.close()

    content = all_that_is_stored(database_url(tmp_path / "bot.db"))
    assert b"job_posting" in content
    for column in (Column.AUTHOR, Column.CONTACT_NAME, Column.CONTACT_EMAIL):
        assert ADVERT[column].encode() not in content


async def test_the_older_bots_file_is_taken_over_once_and_again_when_it_grew(
    database: Database, tmp_path: Path
) -> None:
    start = f"{ADVERT[Column.TIMESTAMP]};{ADVERT[Column.AUTHOR]}"
    file = tmp_path / "posted_jobs.txt"
    postings = Postings(database, SystemClock(conference.TIMEZONE))
    older = PostedJobs(file, database, postings)
    assert await older.import_once() is None

    file.write_text(f"{start};Python Developer;Snakes & Ladders\n\nsomething else\na;b;c\n")
    report = await older.import_once()
    assert report is not None
    assert (report.adverts, report.unreadable) == (1, (3, 4))
    assert await older.import_once() is None

    file.write_text(
        f"{start};Python Developer;Snakes & Ladders\n{start} ;C; C++;Snakes; & Ladders\n", encoding="utf-8"
    )
    report = await older.import_once()
    assert report is not None
    assert (report.adverts, report.unreadable) == (1, ())

    tricky = {Column.TITLE: "C; C++ ", Column.COMPANY: "Snakes; & Ladders"}
    world = World(text=sheet({}, tricky))
    await make_service(database, tmp_path, world).refresh()
    assert world.posted() == {}


async def test_a_probe_tells_what_a_start_would_find() -> None:
    good = await probe_sheet(World(text=sheet({})))
    doubtful = await probe_sheet(World())
    other = await probe_sheet(World(text="a,b"))
    away = await probe_sheet(World(text=None))

    assert (good.level, good.detail) == (Level.OK, "1 adverts can be read.")
    assert doubtful.level is Level.WARNING
    assert doubtful.detail == "3 adverts can be read, but: line 4: column «Company name» is empty."
    assert [other.level, away.level] == [Level.ERROR, Level.ERROR]
    assert away.detail == "The sheet is away."
