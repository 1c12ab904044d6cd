from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.database import Database
from tests.databases import copy_database, database_url
from tests.features.programme.made_up import StoppedClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the tables once; each test gets a copy of the file."""
    file: Path = tmp_path_factory.mktemp("database") / "empty.db"

    async def create() -> None:
        database = Database(database_url(file))
        await database.start()
        await database.close()

    asyncio.run(create())
    return file


@pytest.fixture
async def database(empty_database: Path, tmp_path: Path) -> AsyncIterator[Database]:
    file = tmp_path / "bot.db"
    copy_database(empty_database, file)
    database = Database(database_url(file))
    yield database
    await database.close()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()
