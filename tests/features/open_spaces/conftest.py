from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.features.open_spaces.stage import OpenSpaceStage, open_spaces_stage
from tests.features.programme.conftest import database, empty_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database

__all__ = ["database", "empty_database"]


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[OpenSpaceStage]:
    async with open_spaces_stage(database) as stage:
        yield stage
