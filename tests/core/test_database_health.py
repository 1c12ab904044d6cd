"""What the database says of itself when something is wrong with it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from DiscordBot.core.database import Database
from DiscordBot.core.database_errors import DatabaseUnusableError, explain
from DiscordBot.core.findings import Level
from tests.databases import only_on_sqlite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

pytestmark = only_on_sqlite
NOBODY = 65534


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.db"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{file}", busy_timeout_milliseconds=50)
    await database.start()
    await database.remember("key", "x" * 50_000)
    yield database
    await database.close()


def delete(file: Path) -> None:
    file.unlink()


def delete_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def replace(file: Path) -> None:
    other = file.with_name("other.db")
    shutil.copy(file, other)
    other.replace(file)


def checkpoint(file: Path) -> None:
    """Bring all into the file itself: what is still beside it heals it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def overwrite(file: Path) -> None:
    checkpoint(file)
    with file.open("r+b") as opened:
        opened.write(b"rubbish " * 4096)


def spoil_the_middle(file: Path) -> None:
    """Spoil every page but the first, as a failing disk may."""
    checkpoint(file)
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * (file.stat().st_size - 4096))


def empty(file: Path) -> None:
    checkpoint(file)
    with file.open("r+b") as opened:
        opened.truncate(0)


def migrate_with_a_newer_bot(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


BREAKAGES = [
    (delete, "was deleted", "last backup"),
    (delete_folder, "was deleted", "last backup"),
    (replace, "was replaced", "Restart the bot"),
    (overwrite, "damaged", "last backup"),
    (spoil_the_middle, "damaged", "last backup"),
    (migrate_with_a_newer_bot, "newer version", "Start the newer version"),
]


async def test_all_is_well(database: Database) -> None:
    for thoroughly in (False, True):
        finding = await database.health(thoroughly=thoroughly)
        assert (finding.subject, finding.level) == ("database", Level.OK)


@pytest.mark.parametrize(("break_it", "detail", "remedy"), BREAKAGES)
async def test_what_happens_to_the_file_is_told(
    database: Database, file: Path, break_it: Callable[[Path], None], detail: str, remedy: str
) -> None:
    break_it(file)
    finding = await database.health(thoroughly=True)
    assert finding.level is Level.ERROR
    assert detail in finding.detail
    assert remedy in finding.remedy


async def test_a_file_that_was_emptied_is_told(database: Database, file: Path) -> None:
    empty(file)
    assert (await database.health()).level is Level.ERROR


@pytest.mark.parametrize("break_it", [delete, replace])
async def test_nothing_more_is_stored_in_a_file_that_is_gone(
    database: Database, file: Path, break_it: Callable[[Path], None]
) -> None:
    break_it(file)
    for _ in range(3):
        with pytest.raises(DatabaseUnusableError, match="while the bot runs"):
            await database.remember("key", 1)


async def test_a_lock_that_is_held_for_long_is_told(database: Database, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        finding = await database.health()
    assert "locked" in finding.detail
    assert "second bot" in finding.remedy
    assert (await database.health()).level is Level.OK


async def test_a_full_disk_is_told(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("PRAGMA max_page_count = 1"))
    with pytest.raises(OperationalError) as caught:
        await database.remember("large", "x" * 1_000_000)
    assert "The disk is full." in explain(caught.value).detail
    assert "Free some space" in explain(caught.value).remedy


@pytest.mark.parametrize(
    ("driver", "url"),
    [("asyncpg", "postgresql://bot@localhost/bot"), ("aiosqlite", "sqlite+aiosqlite:///{folder}/bot.db")],
)
async def test_a_driver_that_is_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, driver: str, url: str
) -> None:
    monkeypatch.setitem(sys.modules, driver, None)
    finding = await Database(url.format(folder=tmp_path)).check()
    assert finding.level is Level.ERROR
    assert "The driver for this kind of database is not installed." in finding.detail
    assert driver in finding.remedy
    assert "pipenv sync" in finding.remedy


@pytest.mark.usefixtures("database")
async def test_a_start_on_a_newer_database_is_refused(file: Path) -> None:
    migrate_with_a_newer_bot(file)
    older = Database(f"sqlite+aiosqlite:///{file}")
    assert "newer version" in (await older.check()).detail
    with pytest.raises(DatabaseUnusableError, match="newer version"):
        await older.start()
    await older.close()


async def test_nobody_else_may_read_the_files(database: Database, file: Path) -> None:
    modes = {found.name: stat.S_IMODE(found.stat().st_mode) for found in file.parent.iterdir()}
    assert modes == {"bot.db": 0o600, "bot.db-wal": 0o600, "bot.db-shm": 0o600}
    assert (await database.health()).level is Level.OK


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be a user who may write nothing; root may write everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


async def test_a_folder_that_may_not_be_written_is_told(file: Path) -> None:
    file.parent.mkdir()
    file.parent.chmod(0o555)
    for folder in (file.parent.parent, file.parent.parent.parent, file.parent.parent.parent.parent):
        folder.chmod(folder.stat().st_mode | 0o011)
    with as_nobody():
        finding = await Database(f"sqlite+aiosqlite:///{file}").check()
    assert finding.level is Level.ERROR
    assert "may not write" in finding.detail
    assert "owner" in finding.remedy
