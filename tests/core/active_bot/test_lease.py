"""Who is the active bot, who waits for it, and what becomes of a former one; on both kinds of databases."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.active_bot.lease import TRY_SECONDS, holding
from DiscordBot.core.active_bot.lock import ActiveLock, lock_of
from DiscordBot.core.active_bot.lock_errors import AlreadyActiveError, LockLostError, NotActiveError
from DiscordBot.core.database import Database
from DiscordBot.core.database_errors import SERVER_AWAY, DatabaseUnusableError
from tests.databases import database_url, only_on_sqlite
from tests.patience import PATIENCE_SECONDS, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).parents[3]
NOW = datetime(2027, 7, 14, 6, 30, tzinfo=UTC)
HOLDS = """
import asyncio, sys
from datetime import UTC, datetime
from DiscordBot.core.active_bot.lock import lock_of
async def hold():
    lock = lock_of(sys.argv[1], password="", now=datetime.now(UTC))
    print(await lock.take(), flush=True)
    await asyncio.Event().wait()
asyncio.run(hold())
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return database_url(tmp_path / "bot.db")


def lock_on(url: str) -> ActiveLock:
    lock = lock_of(url, password="", now=NOW)
    assert lock is not None
    return lock


@pytest.fixture
async def lock(url: str) -> AsyncIterator[ActiveLock]:
    lock = lock_on(url)
    yield lock
    await lock.release()


@pytest.fixture
async def other(url: str) -> AsyncIterator[ActiveLock]:
    lock = lock_on(url)
    yield lock
    await lock.release()


@pytest.fixture
async def former(url: str) -> AsyncIterator[Database]:
    """Return the database as a bot has it that was the active one, and does not know better."""
    database = Database(url)
    await database.start()
    await database.begin_epoch()
    yield database
    await database.close()


async def never_waits(_: str) -> None:
    raise AssertionError


async def test_only_one_has_the_lock_and_the_other_is_told_who(lock: ActiveLock, other: ActiveLock) -> None:
    assert await lock.take()
    assert not await other.take()
    assert f"process {os.getpid()} on " in await other.holder()
    with pytest.raises(LockLostError):
        await other.confirm()
    await lock.confirm()
    await lock.release()
    assert await other.take()
    await other.confirm()


async def test_a_database_in_memory_needs_no_lock() -> None:
    assert lock_of("sqlite+aiosqlite://", password="", now=NOW) is None
    assert lock_of("sqlite+aiosqlite:///:memory:", password="", now=NOW) is None


@pytest.mark.slow
async def test_a_process_that_is_killed_loses_the_lock(url: str, lock: ActiveLock) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDS, url), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"True\n"
    assert not await lock.take()
    assert f"process {process.pid} on " in await lock.holder()
    process.send_signal(signal.SIGKILL)
    await process.wait()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await lock.take():  # noqa: ASYNC110 - the system gives no event when it is free
            await asyncio.sleep(TRY_SECONDS)


async def test_who_does_not_wait_is_refused(url: str, lock: ActiveLock, other: ActiveLock) -> None:
    assert await lock.take()
    with pytest.raises(AlreadyActiveError, match=f"process {os.getpid()} on "):
        async with holding(other, Database(url), wait=False, on_waiting=never_waits):
            raise AssertionError
    await lock.confirm()


async def test_who_waits_says_so_and_takes_over(
    url: str, lock: ActiveLock, other: ActiveLock, former: Database
) -> None:
    assert await lock.take()
    waiting: list[str] = []
    present = Database(url)

    async def take_over() -> int | None:
        async with holding(other, present, wait=True, on_waiting=waiting.append) as lease:
            await lease.begin()
            assert lease.is_certain
            return present.epoch.number

    task = asyncio.create_task(take_over())
    await until(lambda: bool(waiting))
    assert waiting[0].startswith(f"process {os.getpid()} on ")
    await lock.release()
    assert await task == (former.epoch.number or 0) + 1
    await present.close()
    # It was given back at the end.
    assert await lock.take()


async def test_who_waits_can_be_ended(url: str, lock: ActiveLock, other: ActiveLock) -> None:
    assert await lock.take()
    waiting: list[str] = []

    async def wait() -> None:
        async with holding(other, Database(url), wait=True, on_waiting=waiting.append):
            raise AssertionError

    task = asyncio.create_task(wait())
    await until(lambda: bool(waiting))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_former_active_bot_commits_nothing(url: str, former: Database) -> None:
    await former.remember("key", "former")
    present = Database(url)
    await present.begin_epoch()

    with pytest.raises(NotActiveError):
        await former.remember("key", "too late")

    assert former.epoch.is_over.is_set()
    # It has left nothing locked, and may still look.
    await present.remember("other", "present")
    assert await former.remembered("key") == "former"
    assert not present.epoch.is_over.is_set()
    await present.close()


async def test_a_transaction_of_the_former_one_that_is_under_way_is_waited_for(
    url: str, former: Database
) -> None:
    present = Database(url, busy_timeout_milliseconds=60_000)
    async with former.transaction() as session:
        await session.connection()
        raising = asyncio.create_task(present.begin_epoch())
        await asyncio.sleep(0)
        assert not raising.done()
    await raising
    with pytest.raises(NotActiveError):
        await former.pulse()
    await present.close()


async def test_tools_write_beside_the_active_bot(url: str, former: Database) -> None:
    tool = Database(url)
    await tool.remember("key", "tool")
    await former.remember("key", "bot")
    assert await tool.remembered("key") == "bot"
    await tool.close()


async def lose(lock: ActiveLock, tmp_path: Path) -> None:
    """Take the lock away from whoever has it, as a server does that restarts."""
    (tmp_path / "bot.db.lock").unlink(missing_ok=True)
    await lock.release()


async def test_a_lost_lock_is_taken_back_if_nobody_else_was_active(
    lock: ActiveLock, other: ActiveLock, former: Database, tmp_path: Path
) -> None:
    lock.confirm_seconds = 0
    async with holding(lock, former, wait=False, on_waiting=never_waits) as lease:
        await lease.begin()
        await lose(lock, tmp_path)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await other.take():
                await other.release()
                await asyncio.sleep(TRY_SECONDS)
        await until(lambda: lease.is_certain)
        await former.remember("key", "still active")


async def test_a_lost_lock_is_the_end_if_another_became_active(
    url: str, lock: ActiveLock, former: Database, tmp_path: Path
) -> None:
    lock.confirm_seconds = 0
    present = Database(url)
    async with holding(lock, former, wait=False, on_waiting=never_waits) as lease:
        await lease.begin()
        # Another process is faster than the one that has lost it.
        await present.begin_epoch()
        await lose(lock, tmp_path)
        await asyncio.wait_for(lease.wait_until_over(), PATIENCE_SECONDS)
        assert lease.is_over
        assert not lease.is_certain
    await present.close()


@only_on_sqlite
async def test_a_lock_that_is_not_sure_begins_nothing(url: str, lock: ActiveLock) -> None:
    lock.valid_seconds = 0
    database = Database(url)
    async with holding(lock, database, wait=False, on_waiting=never_waits) as lease:
        with pytest.raises(NotActiveError):
            await lease.begin()
    await database.close()


@pytest.mark.parametrize("has_standby", [False, True])
async def test_a_bot_that_cannot_find_out_ends_only_if_another_one_waits(
    lock: ActiveLock, former: Database, monkeypatch: pytest.MonkeyPatch, *, has_standby: bool
) -> None:
    tries: list[bool] = []

    async def away() -> bool:
        tries.append(True)
        raise DatabaseUnusableError(SERVER_AWAY)

    monkeypatch.setattr("DiscordBot.core.active_bot.lease.TRY_SECONDS", 0)
    monkeypatch.setattr("DiscordBot.core.active_bot.lease.GIVE_UP_SECONDS", 0)
    async with holding(lock, former, wait=has_standby, on_waiting=never_waits) as lease:
        assert lease.may_answer
        lock.valid_seconds = 0
        assert lease.may_answer == (not has_standby)
        monkeypatch.setattr(lock, "take", away)
        await lock.release()
        lock.confirm_seconds = 0
        await until(lambda: lease.is_over or len(tries) > 3)
        assert lease.is_over == has_standby
