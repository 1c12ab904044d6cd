from __future__ import annotations

import asyncio
import gc
import random
import threading
import traceback
import warnings
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import select

from DiscordBot.core.database import BUSY_TIMEOUT_MILLISECONDS, Database, get_value, set_value
from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.registration.models import Claim, ClaimState
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

NOON = datetime(2027, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/new folder/bot.db"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    await database.start()
    yield database
    await database.close()


def claim(position_id: int = 1, *, claimed_at: datetime = NOON) -> Claim:
    return Claim(
        position_id=position_id, order_code="ABC12", attendee_name="Ada Lovelace", claimed_at=claimed_at
    )


async def pragma(database: Database, name: str) -> object:
    async with database.transaction() as session:
        value: object = (await session.execute(text(f"PRAGMA {name}"))).scalar_one()
        return value


async def test_sqlite_is_set_up_for_one_writer_and_many_readers(database: Database) -> None:
    assert await pragma(database, "journal_mode") == "wal"
    assert await pragma(database, "busy_timeout") == BUSY_TIMEOUT_MILLISECONDS
    assert await pragma(database, "foreign_keys") == 1


async def test_moments_come_back_in_utc(database: Database) -> None:
    in_berlin = NOON.astimezone(timezone(timedelta(hours=2)))
    async with database.transaction() as session:
        session.add(claim(claimed_at=in_berlin))
    async with database.transaction() as session:
        stored = (await session.execute(select(Claim))).scalar_one()
        raw = (await session.execute(text("SELECT claimed_at, state FROM claim"))).one()
    assert stored.claimed_at == NOON
    assert stored.claimed_at.tzinfo is UTC
    assert stored.granted_at is None
    assert stored.state is ClaimState.CLAIMED
    assert tuple(raw) == ("2027-07-01 12:00:00.000000", "claimed")


async def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        async with database.transaction() as session:
            session.add(claim(claimed_at=NOON.replace(tzinfo=None)))


async def test_a_transaction_is_undone_by_what_leaves_it(database: Database) -> None:
    async def fail_after_writing() -> None:
        async with database.transaction() as session:
            session.add(claim())
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_writing()
    async with database.transaction() as session:
        assert (await session.execute(select(Claim))).all() == []


async def test_errors_quote_no_values(database: Database) -> None:
    async with database.transaction() as session:
        session.add(claim())
    with pytest.raises(IntegrityError) as caught:
        async with database.transaction() as session:
            session.add(claim())
    told = "".join(traceback.format_exception(caught.value))
    assert "Ada" not in told
    assert "ABC12" not in told


async def test_a_locked_database_is_waited_for_and_then_given_up(database: Database, url: str) -> None:
    impatient = Database(url, busy_timeout_milliseconds=50)
    async with database.transaction() as session:
        await session.connection()
        with pytest.raises(OperationalError, match="locked"):
            await impatient.remember("key", 1)
    await impatient.remember("key", 1)
    assert await database.remembered("key") == 1
    await impatient.close()


@pytest.mark.slow
async def test_many_transactions_at_once_take_turns_however_long_that_takes(url: str) -> None:
    database = Database(url, busy_timeout_milliseconds=1)
    await database.start()

    async def count() -> None:
        async with database.transaction() as session:
            number = await get_value(session, "key") or 0
            await asyncio.sleep(0.001)
            await set_value(session, "key", number + 1)

    await asyncio.gather(*(count() for _ in range(100)))
    assert await database.remembered("key") == 100
    await database.close()


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.slow
@pytest.mark.usefixtures("no_garbage_collection")
async def test_cancelled_transactions_leave_nothing_behind(url: str) -> None:
    chance = random.Random(1)  # noqa: S311 - a test
    database = Database(url, busy_timeout_milliseconds=round(2_000 * PATIENCE_SECONDS))
    await database.start()

    async def count() -> None:
        async with database.transaction() as session:
            number = await get_value(session, "left") or 0
            await asyncio.sleep(0)
            await set_value(session, "left", number + 1)
            await session.flush()
            await set_value(session, "right", number + 1)

    for _ in range(200):
        task = asyncio.create_task(count())
        if chance.random() < 0.5:
            await asyncio.sleep(chance.random() * 0.004)
        else:
            for _ in range(chance.randrange(25)):
                await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        # It would have to wait for a lock that nobody gives back.
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await database.remembered("left") == await database.remembered("right")
    await database.close()
    # aiosqlite lets go of a connection whose opening was cancelled without closing it. No transaction is open
    # in it; from Python 3.13 on that is a warning.
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()


async def test_values_are_remembered_over_a_restart(database: Database, url: str) -> None:
    assert await database.remembered("registration.message") is None
    await database.remember("registration.message", 42)
    await database.remember("registration.message", {"ids": [1, None, "ä"]})
    again = Database(url)
    await again.start()
    assert await again.remembered("registration.message") == {"ids": [1, None, "ä"]}
    await again.close()


async def test_a_value_can_be_part_of_a_larger_transaction(database: Database) -> None:
    async def fail_after_remembering() -> None:
        async with database.transaction() as session:
            await set_value(session, "key", 1)
            assert await get_value(session, "key") == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_remembering()
    assert await database.remembered("key") is None


async def check(url: str) -> Finding:
    """Return what a check finds; the driver's threads, which end a moment later, must all end."""
    before = set(threading.enumerate())
    finding = await Database(url).check()
    for thread in set(threading.enumerate()) - before:
        thread.join(1)
        assert not thread.is_alive()
    return finding


async def test_a_check_tells_whether_the_database_can_be_opened(url: str, tmp_path: Path) -> None:
    assert (await check(url)).level is Level.OK
    no_folder = tmp_path / "file"
    no_folder.touch()
    for impossible in (f"sqlite+aiosqlite:///{no_folder}/bot.db", f"sqlite+aiosqlite:///{tmp_path}"):
        finding = await check(impossible)
        assert finding.level is Level.ERROR
        assert str(tmp_path) not in finding.detail
        assert finding.remedy


async def test_a_check_of_something_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_bytes(b"not a database at all" * 100)
    finding = await check(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    assert finding.level is Level.ERROR


async def test_a_database_in_memory_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database = Database("sqlite+aiosqlite:///:memory:")
    await database.start()
    await database.remember("key", 1)
    assert await database.remembered("key") == 1
    await database.close()
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240 - an empty folder
