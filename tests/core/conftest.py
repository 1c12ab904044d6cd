from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")
    await database.start()
    yield database
    await database.close()
