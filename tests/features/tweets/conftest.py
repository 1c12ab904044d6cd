from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.features.tweets.command_stage import CommandStage, running
from tests.features.tweets.post_office import PostOffice, open_office
from tests.features.tweets.queue_harness import QueueHarness
from tests.features.tweets.stage import Stage, open_stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from DiscordBot.core.database import Database

__all__ = ["harness"]


@pytest.fixture
def harness(database: Database) -> QueueHarness:
    return QueueHarness(database)


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[Stage]:
    async with open_stage(database) as stage:
        yield stage


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[CommandStage]:
    async with running(CommandStage(database)) as queue:
        yield queue


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[PostOffice]:
    async with open_office(tmp_path) as office:
        yield office
