from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.features.sponsors.stage import SponsorStage, open_sponsors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[SponsorStage]:
    async with open_sponsors(database) as stage:
        yield stage
