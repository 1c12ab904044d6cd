from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.features.campaigns.stage import CampaignStage, open_campaigns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[CampaignStage]:
    async with open_campaigns(database) as stage:
        yield stage
