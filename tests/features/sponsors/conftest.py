from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.features.programme.conftest import database, empty_database
from tests.features.sponsors.stage import SponsorStage, open_sponsors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database

__all__ = ["database", "empty_database"]


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[SponsorStage]:
    async with open_sponsors(database) as stage:
        yield stage
