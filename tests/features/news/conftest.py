from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.features.news.stage import NewsStage, open_news

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[NewsStage]:
    async with open_news(database) as stage:
        yield stage
