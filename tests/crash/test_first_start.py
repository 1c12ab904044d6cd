"""Processes that start at the same moment on an empty database: one of them makes the tables."""

from __future__ import annotations

import asyncio
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.databases import SERVER, address_on_server, sql, sql_on_server

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PROCESSES, ROUNDS = 4, 2

# Prints how often it made tables.
START = """
import asyncio, sys
from alembic import command
from DiscordBot.core.database import Database

upgrade, times = command.upgrade, []
command.upgrade = lambda *given: (times.append(given), upgrade(*given))

async def start() -> None:
    database = Database(sys.argv[1], busy_timeout_milliseconds=60_000)
    sys.stdin.readline()
    await database.start()
    await database.remember(sys.argv[2], True)
    await database.close()
    print(len(times))

asyncio.run(start())
"""

pytestmark = [pytest.mark.crash, pytest.mark.postgres]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without tables."""
    if not SERVER:
        yield f"sqlite+aiosqlite:///{tmp_path}/data/bot.db"
        return
    name = f"empty_{secrets.token_hex(6)}"
    sql_on_server(f"CREATE DATABASE {name}")
    yield address_on_server(name)
    sql_on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("_round", range(ROUNDS))
async def test_one_of_them_makes_the_tables(empty: str, _round: int) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", START, empty, f"process {number}"),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for number in range(PROCESSES)
    ]
    outputs = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))

    assert [process.returncode for process in processes] == [0] * PROCESSES
    assert sorted(int(output) for output, _ in outputs) == [0] * (PROCESSES - 1) + [1]
    assert len(sql(empty, "SELECT version_num FROM alembic_version")) == 1
    assert len(sql(empty, "SELECT key FROM stored_value WHERE key LIKE 'process %'")) == PROCESSES
