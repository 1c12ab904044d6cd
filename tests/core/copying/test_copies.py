from __future__ import annotations

import asyncio
import io
import json
import stat
import time
import tracemalloc
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from DiscordBot.core.active_bot.lock import lock_of
from DiscordBot.core.active_bot.lock_errors import NotActiveError
from DiscordBot.core.copying.copies import Address, back_up, move, restore
from DiscordBot.core.copying.errors import CopyRefusedError
from DiscordBot.core.database import Database
from DiscordBot.core.database_errors import DatabaseUnusableError
from DiscordBot.core.database_schema import known_versions
from tests.core.copying.filled import ROWS, everything_in, fill_every_table
from tests.databases import SERVER, database_url, only_on_sqlite, sql

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Each makes two databases or more.
pytestmark = pytest.mark.slow

NOW = datetime(2027, 7, 14, 4, 17, tzinfo=UTC)


def sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
async def full(tmp_path: Path) -> str:
    """The address of a database, of the engine under test, with rows in every table."""
    url = database_url(tmp_path / "full.db")
    await fill_every_table(url)
    return url


@pytest.fixture
def empty(tmp_path: Path) -> str:
    return database_url(tmp_path / "empty.db")


async def backup_of(url: str, file: Path) -> Path:
    await back_up(Address(url), file, NOW)
    return file


async def put_back(file: Path, url: str, *, replace: bool = False) -> None:
    with file.open("rb") as content:
        await restore(Address(url), content, NOW, replace=replace)


@pytest.mark.slow
@pytest.mark.journey
@pytest.mark.parametrize("rows_at_once", [500, 2])
async def test_a_restored_backup_is_what_was_backed_up(
    full: str, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    monkeypatch.setattr("DiscordBot.core.copying.rows.ROWS_AT_ONCE", rows_at_once)
    before = await everything_in(full)
    assert {len(rows) for rows in before.values()} == {ROWS}
    file = await backup_of(full, tmp_path / "made" / "backup.zip")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in file.parent.iterdir()] == ["backup.zip"]

    await put_back(file, empty)

    assert await everything_in(empty) == before
    assert await everything_in(full) == before
    # It is one that a bot can work with.
    database = Database(empty)
    await database.start()
    await database.remember("key", 1)
    await database.close()


async def test_everything_moves_from_one_engine_to_the_other_and_back(full: str, tmp_path: Path) -> None:
    other, back = sqlite_url(tmp_path / "new" / "other.db"), database_url(tmp_path / "back.db")
    before = await everything_in(full)

    sums = await move(Address(full), Address(other), NOW)
    assert {name: found.rows for name, found in sums.items()} == dict.fromkeys(before, ROWS)
    assert await everything_in(other) == before
    assert await move(Address(other), Address(back), NOW) == sums

    assert await everything_in(back) == before == await everything_in(full)
    assert stat.S_IMODE((tmp_path / "new" / "other.db").stat().st_mode) == 0o600
    sql(
        back,
        "INSERT INTO announcement (session_key, start, place, state) VALUES ('a', '2027-07-14', 'b', 'c')",
    )
    assert sql(back, "SELECT id FROM announcement WHERE session_key = 'a'") == [(str(ROWS + 1),)]


async def test_rows_that_point_nowhere_are_refused_and_nothing_is_left(empty: str, tmp_path: Path) -> None:
    source = sqlite_url(tmp_path / "source.db")
    await fill_every_table(source)
    # SQLite itself looks at references only where that was asked for.
    sql(source, "UPDATE delivery SET tweet_id = 99 WHERE id = 1")
    with pytest.raises(CopyRefusedError, match="A row of the table delivery does not fit"):
        await move(Address(source), Address(empty), NOW)
    await fill_every_table(empty)


@pytest.mark.skipif(not SERVER, reason="SQLite takes such characters")
async def test_what_postgresql_does_not_take_is_told(empty: str, tmp_path: Path) -> None:
    source = sqlite_url(tmp_path / "source.db")
    await fill_every_table(source)
    sql(source, "UPDATE setting SET value = 'a' || char(0) || 'b'")
    with pytest.raises(CopyRefusedError, match="A row of the table setting does not fit"):
        await move(Address(source), Address(empty), NOW)
    await fill_every_table(empty)


@pytest.mark.skipif(not SERVER, reason="no server waits for SQLite")
async def test_the_server_does_not_hang_up_while_the_other_side_takes_its_time(
    full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("DiscordBot.core.database_engines._IDLE_MILLISECONDS", 30)
    other = sqlite_url(tmp_path / "other.db")
    await fill_every_table(other)
    file = await backup_of(other, tmp_path / "backup.zip")

    def slowly(line: bytes) -> object:
        time.sleep(0.05)
        return read(line)

    read = json.loads
    monkeypatch.setattr("DiscordBot.core.copying.rows.json.loads", slowly)
    await put_back(file, full, replace=True)


async def test_what_stands_in_a_database_is_not_mixed_with_anything(full: str, tmp_path: Path) -> None:
    target = database_url(tmp_path / "in_use.db")
    await fill_every_table(target)
    sql(target, "UPDATE setting SET value = 'of the target'")
    before = await everything_in(target)
    file = await backup_of(full, tmp_path / "backup.zip")
    with pytest.raises(CopyRefusedError, match="holds data already"):
        await put_back(file, target)
    with pytest.raises(CopyRefusedError, match="holds data already"):
        await move(Address(full), Address(target), NOW)
    assert await everything_in(target) == before

    await put_back(file, target, replace=True)

    assert await everything_in(target) == await everything_in(full)


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def without_a_row(content: bytes) -> bytes:
    return changed(content, "tweet.jsonl", lambda rows: rows[: rows.index(b"\n") + 1])


def with_a_changed_row(content: bytes) -> bytes:
    return changed(content, "setting.jsonl", lambda rows: rows.replace(b'"1"', b'"9"', 1))


def without_a_table(content: bytes) -> bytes:
    return changed(content, "tweet.jsonl", None)


def of_a_newer_version(content: bytes) -> bytes:
    return changed(content, "manifest.json", lambda found: with_version(found, "9999"))


def of_no_version(content: bytes) -> bytes:
    return changed(content, "manifest.json", lambda found: with_version(found, "0000"))


def with_version(manifest: bytes, version: str) -> bytes:
    return json.dumps(json.loads(manifest) | {"version": version}).encode()


def changed(content: bytes, member: str, change: Callable[[bytes], bytes] | None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
            elif change is not None:
                new.writestr(name, change(old.read(name)))
    return made.getvalue()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (cut_off, "incomplete or damaged"),
        (without_a_row, "incomplete or damaged"),
        (with_a_changed_row, "incomplete or damaged"),
        (without_a_table, "incomplete or damaged"),
        (of_no_version, "incomplete or damaged"),
        (of_a_newer_version, "newer version"),
        (lambda _: b"no archive at all", "no backup"),
    ],
)
async def test_a_damaged_backup_is_noticed_before_anything_is_touched(
    full: str, tmp_path: Path, damage: Callable[[bytes], bytes], says: str
) -> None:
    file = await backup_of(full, tmp_path / "backup.zip")
    before = await everything_in(full)
    with pytest.raises(CopyRefusedError, match=says):
        await restore(Address(full), io.BytesIO(damage(file.read_bytes())), NOW, replace=True)
    assert await everything_in(full) == before


async def test_a_backup_of_an_older_version_becomes_one_of_this(tmp_path: Path, empty: str) -> None:
    old = sqlite_url(tmp_path / "old.db")
    await fill_every_table(old, "0013")
    file = await backup_of(old, tmp_path / "backup.zip")
    assert (await everything_in(old))["claim"]

    await put_back(file, empty)

    assert sql(empty, "SELECT version_num FROM alembic_version") == [(max(known_versions()),)]
    assert sql(empty, "SELECT count(*) FROM claim WHERE was_paid") == [(str(ROWS),)]
    assert sql(old, "SELECT version_num FROM alembic_version") == [("0013",)]


async def test_a_backup_is_the_way_back_from_a_newer_version(full: str, tmp_path: Path) -> None:
    before, file = await everything_in(full), await backup_of(full, tmp_path / "backup.zip")
    sql(full, "ALTER TABLE setting ADD COLUMN reason VARCHAR")
    sql(full, "CREATE TABLE of_the_future (tweet_id INTEGER REFERENCES tweet)")
    sql(full, "UPDATE alembic_version SET version_num = '9999'")

    await put_back(file, full, replace=True)

    assert await everything_in(full) == before
    assert sql(full, "SELECT version_num FROM alembic_version") == [(max(known_versions()),)]


async def test_nothing_is_replaced_or_moved_while_a_bot_is_active(
    full: str, empty: str, tmp_path: Path
) -> None:
    file = await backup_of(full, tmp_path / "backup.zip")
    before = await everything_in(full)
    lock = lock_of(full, password="", now=NOW)
    assert lock is not None
    assert await lock.take()
    with pytest.raises(CopyRefusedError, match="A bot is active"):
        await put_back(file, full, replace=True)
    with pytest.raises(CopyRefusedError, match="A bot is active"):
        await move(Address(full), Address(empty), NOW)
    # A backup can be made.
    await backup_of(full, tmp_path / "another.zip")
    await lock.release()
    assert await everything_in(full) == before
    await move(Address(full), Address(empty), NOW)


async def test_a_bot_that_was_active_before_writes_nothing_into_restored_data(
    full: str, tmp_path: Path
) -> None:
    file = await backup_of(full, tmp_path / "backup.zip")
    former = Database(full)
    await former.begin_epoch()
    await put_back(file, full, replace=True)
    with pytest.raises(NotActiveError):
        await former.remember("key", "from the past")
    await former.close()


async def test_an_older_database_moves_and_stays_old_where_it_was(tmp_path: Path, empty: str) -> None:
    old = sqlite_url(tmp_path / "old.db")
    await fill_every_table(old, "0013")
    await move(Address(old), Address(empty), NOW)
    assert sql(empty, "SELECT version_num FROM alembic_version") == [(max(known_versions()),)]
    assert sql(old, "SELECT version_num FROM alembic_version") == [("0013",)]


async def test_a_database_of_a_newer_version_is_not_copied(full: str, empty: str, tmp_path: Path) -> None:
    sql(full, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseUnusableError, match="newer version"):
        await move(Address(full), Address(empty), NOW)
    with pytest.raises(DatabaseUnusableError, match="newer version"):
        await backup_of(full, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


async def test_where_nothing_is_nothing_is_copied_or_made(tmp_path: Path, empty: str) -> None:
    nowhere = tmp_path / "nowhere.db"
    with pytest.raises(CopyRefusedError, match="no database"):
        await move(Address(sqlite_url(nowhere)), Address(empty), NOW)
    with pytest.raises(CopyRefusedError, match="no database"):
        await backup_of(sqlite_url(nowhere), tmp_path / "backup.zip")
    assert not nowhere.exists()
    assert not (tmp_path / "backup.zip").exists()


async def test_tables_of_another_program_are_left_alone(full: str, tmp_path: Path) -> None:
    other = sqlite_url(tmp_path / "other.db")
    sql(other, "CREATE TABLE customers (id INTEGER)")
    file = await backup_of(full, tmp_path / "backup.zip")
    with pytest.raises(CopyRefusedError, match="not the bot's"):
        await put_back(file, other, replace=True)
    assert sql(other, "SELECT count(*) FROM customers") == [("0",)]


async def test_a_file_is_only_overwritten_where_that_was_said(full: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    file.write_text("precious")
    with pytest.raises(CopyRefusedError, match="file of this name"):
        await backup_of(full, file)
    assert file.read_text() == "precious"
    await back_up(Address(full), file, NOW, replace=True)
    assert zipfile.is_zipfile(file)


async def test_a_backup_shows_one_moment_while_the_bot_writes(full: str, tmp_path: Path, empty: str) -> None:
    database, done = Database(full), asyncio.Event()

    async def write_both(value: str) -> None:
        async with database.transaction() as session:
            for statement in ("UPDATE setting SET value = :value", "UPDATE tweet SET text = :value"):
                await session.execute(text(statement), {"value": value})

    async def keep_writing() -> None:
        number = 0
        while not done.is_set():
            number += 1
            await write_both(str(number))

    await write_both("0")
    writing = asyncio.create_task(keep_writing())
    for number in range(3):
        await put_back(await backup_of(full, tmp_path / f"{number}.zip"), empty, replace=True)
        assert len(sql(empty, "SELECT value FROM setting UNION SELECT text FROM tweet")) == 1
    done.set()
    await writing
    await database.close()


@only_on_sqlite
async def test_memory_is_bounded_however_many_pictures_there_are(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "pictures.db")
    await fill_every_table(url)
    sql(
        url,
        "WITH RECURSIVE n(x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM n WHERE x < 209) "
        "INSERT INTO tweet_picture (tweet_id, position, content, media_type, width, height, alt_text) "
        "SELECT 1, x, randomblob(200000), 'image/png', 1, 1, '' FROM n",
    )
    tracemalloc.start()
    file = await backup_of(url, tmp_path / "backup.zip")
    with file.open("rb") as content:
        await restore(Address(sqlite_url(tmp_path / "restored.db")), content, NOW)
    await move(Address(url), Address(sqlite_url(tmp_path / "moved.db")), NOW)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < file.stat().st_size / 2


async def test_secrets_are_not_in_it_and_tokens_stay_encrypted(full: str, tmp_path: Path) -> None:
    database = Database(full)
    await database.remember("twitter.token", {"sealed": "gAAAA-not-readable"})
    await database.close()
    file = await backup_of(full, tmp_path / "backup.zip")
    with zipfile.ZipFile(file) as archive:
        assert b"gAAAA-not-readable" in archive.read("stored_value.jsonl")
        members: set[Any] = {*archive.namelist()}
    assert members == {*(f"{name}.jsonl" for name in await everything_in(full)), "manifest.json"}
