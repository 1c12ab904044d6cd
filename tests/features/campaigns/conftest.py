from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.features.campaigns.stage import CampaignStage, open_campaigns
from tests.features.programme.conftest import database, empty_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database

__all__ = ["database", "empty_database"]


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[CampaignStage]:
    async with open_campaigns(database) as stage:
        yield stage
