from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.core.database import Database
from tests.databases import database_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(database_url(tmp_path / "bot.db"))
    await database.start()
    yield database
    await database.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as open_session:
        yield open_session
