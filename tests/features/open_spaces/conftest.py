from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.features.open_spaces.stage import OpenSpaceStage, open_spaces_stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[OpenSpaceStage]:
    async with open_spaces_stage(database) as stage:
        yield stage
