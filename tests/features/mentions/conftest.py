from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.features.mentions.stage import MentionStage, open_mentions
from tests.features.tweets.queue_harness import QueueHarness

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database


@pytest.fixture
def harness(database: Database) -> QueueHarness:
    return QueueHarness(database)


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[MentionStage]:
    async with open_mentions(database) as stage:
        yield stage
