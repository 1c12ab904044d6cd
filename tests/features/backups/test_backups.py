from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.core.copying.copies import Address
from DiscordBot.core.database import Database
from DiscordBot.core.findings import Level
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.features.backups.build import probe
from DiscordBot.features.backups.config import Backup
from DiscordBot.features.backups.folder import BackupFolder
from DiscordBot.features.backups.service import JOB, BackupService
from tests.conference_world import MovableClock
from tests.databases import database_url
from tests.made_up_config import config_with

if TYPE_CHECKING:
    from pathlib import Path

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2027, 7, 14, 10, tzinfo=UTC)
"""At the venue it is noon."""


class FixedClock(MovableClock):
    present = NOON

    def now(self) -> datetime:
        return self.present


class Night:
    """The service with its clock, scheduler and folder."""

    def __init__(self, folder: Path, url: str) -> None:
        self.errors: list[BaseException] = []
        self.clock = FixedClock(BERLIN)
        self.scheduler = Scheduler(
            self.clock, on_error=lambda error, _: self.errors.append(error), describe=str
        )
        self.folder = BackupFolder(folder)
        self.service = BackupService(
            Address(url),
            self.folder,
            at=time(4),
            keep=timedelta(days=14),
            last_day_of_data=date(2027, 8, 15),
            clock=self.clock,
            scheduler=self.scheduler,
        )

    def has(self, *moments: datetime) -> None:
        self.folder.path.mkdir(exist_ok=True)
        for moment in moments:
            self.folder.file_for(moment).write_bytes(b"")

    @property
    def planned(self) -> datetime:
        return self.scheduler._moments[JOB]  # noqa: SLF001 - it runs at a moment of the made-up clock

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.path.iterdir())


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path / "backups", database_url(tmp_path / "bot.db"))


@pytest.fixture
async def night_with_data(night: Night, tmp_path: Path) -> Night:
    database = Database(database_url(tmp_path / "bot.db"))
    await database.start()
    await database.close()
    return night


async def test_one_is_made_every_night(night_with_data: Night) -> None:
    night = night_with_data
    night.has(NOON - timedelta(hours=8))
    await night.service.begin()
    assert night.planned == datetime(2027, 7, 15, 2, tzinfo=UTC)
    night.clock.present = night.planned

    await night.scheduler.run(JOB)

    assert night.names == [
        "conference-bot-2027-07-14T02-00-00Z.zip",
        "conference-bot-2027-07-15T02-00-00Z.zip",
    ]
    assert night.planned == datetime(2027, 7, 16, 2, tzinfo=UTC)
    (found,) = await night.service.findings()
    made_at = datetime(2027, 7, 15, 2, tzinfo=UTC)
    assert found.level is Level.OK
    assert found.detail == f"The last one was made <t:{int(made_at.timestamp())}:R>."


@pytest.mark.parametrize("before", [[], [NOON - timedelta(hours=25)]])
async def test_one_that_was_missed_is_made_at_the_start(night: Night, before: list[datetime]) -> None:
    night.has(*before)
    await night.service.begin()
    assert night.planned == NOON


async def test_old_ones_are_deleted_and_nothing_that_is_not_ours(night_with_data: Night) -> None:
    night = night_with_data
    night.has(*(NOON - timedelta(days=days) for days in (3, 13, 15, 40)))
    others = ["conference-bot-of-the-other-server.zip", "notes.txt", "conference-bot-2020-01-01T00-00-00Z.db"]
    for name in others:
        (night.folder.path / name).touch()
    unfinished = night.folder.path / "conference-bot-2027-06-01T02-00-00Z.zip.abc.part"
    unfinished.touch()
    os.utime(unfinished, (0, 0))

    await night.service.back_up()

    left = {f"conference-bot-2027-07-{day}Z.zip" for day in ("11T10-00-00", "01T10-00-00", "14T10-00-00")}
    assert {*night.names} == {*others, *left}


async def test_the_newest_one_stays_however_old_it_is(night: Night) -> None:
    night.has(NOON - timedelta(days=60), NOON - timedelta(days=50))
    night.folder.delete_made_before(NOON)
    assert [backup.made_at for backup in night.folder.backups()] == [NOON - timedelta(days=50)]


async def test_health_warns_of_an_old_one_and_of_a_full_disk(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    (none,) = await night.service.findings()
    assert (none.level, "There is none" in none.detail) == (Level.WARNING, True)
    night.has(NOON - timedelta(hours=26))
    assert [found.level for found in await night.service.findings()] == [Level.OK]
    night.clock.present += timedelta(minutes=1)
    (old,) = await night.service.findings()
    made_at = NOON - timedelta(hours=26)
    assert old.level is Level.WARNING
    assert old.detail == f"The last one was made <t:{int(made_at.timestamp())}:R>."
    assert old.repair is not None
    assert await old.repair.act() == "A backup was made."
    assert [found.level for found in await night.service.findings()] == [Level.OK]
    assert "bot.py backup" in old.remedy
    monkeypatch.setattr("DiscordBot.features.backups.folder.LEAST_ROOM_BYTES", 2**80)
    _, full = await night.service.findings()
    assert (full.level, "hardly any room" in full.detail) == (Level.WARNING, True)
    assert "Free some space" in full.remedy


async def test_a_failure_is_told_with_its_remedy_and_tried_again(night_with_data: Night) -> None:
    night = night_with_data
    # A file stands where the folder should be.
    night.folder.path.write_text("in the way")
    night.scheduler.at(NOON, JOB, night.service.back_up)
    await night.scheduler.run(JOB)

    assert "cannot be written" in str(night.errors[0])
    assert night.planned == NOON + timedelta(hours=1)
    failed, *_ = await night.service.findings()
    assert (failed.level, "The last try failed" in failed.detail) == (Level.ERROR, True)
    assert "Choose a folder" in failed.remedy

    night.folder.path.unlink()
    await night.scheduler.run(JOB)
    assert [found.level for found in await night.service.findings()] == [Level.OK]
    assert len(night.names) == 1


async def test_backups_with_personal_data_go_with_them(night: Night) -> None:
    last_with_data = datetime(2027, 8, 16, 2, tzinfo=UTC)
    night.has(last_with_data, last_with_data + timedelta(days=1))
    await night.service.delete_personal_data()
    assert night.names == ["conference-bot-2027-08-17T02-00-00Z.zip"]
    night.folder.file_for(last_with_data + timedelta(days=1)).unlink()
    night.has(last_with_data)
    await night.service.delete_personal_data()
    assert night.names == []


async def test_check_says_whether_they_could_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config_with(Backup(folder=str(tmp_path / "not" / "there")))
    (fine,) = await probe(config, None)  # type: ignore[arg-type]  # it asks nobody
    assert fine.level is Level.OK
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - as above, it is about a folder on a disk
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    (wrong,) = await probe(config, None)  # type: ignore[arg-type]  # as above
    assert (wrong.level, "may not write" in wrong.detail) == (Level.ERROR, True)


def test_a_rehearsal_has_a_folder_of_its_own() -> None:
    assert Backup().rehearsed().folder == "data/backups/rehearsal"
