"""The queue's stage with sponsors on it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from DiscordBot.features.sponsors.feature import FEATURE
from tests.features.sponsors.made_up import sponsors
from tests.features.tweets.command_stage import running
from tests.features.tweets.neighbour_stage import NeighbourStage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database


class SponsorStage(NeighbourStage):
    """The stage; `configuration` counts from the next start."""

    configuration = sponsors()

    feature = FEATURE

    @property
    def config(self) -> Config:
        return super().config.with_section(self.configuration)


@asynccontextmanager
async def open_sponsors(database: Database) -> AsyncIterator[SponsorStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    stage = SponsorStage(database)
    async with running(stage):
        yield stage
