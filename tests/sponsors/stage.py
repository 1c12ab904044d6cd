"""The queue's stage with sponsors on it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from DiscordBot.sponsors.build import build_sponsors
from tests.sponsors.made_up import sponsors
from tests.tweets.upstairs import UpstairsStage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.database import Database
    from DiscordBot.shared import Shared
    from DiscordBot.sponsors.cog import SponsorCog, SponsorsCog
    from tests.tweets.upstairs import UpstairsBot


class SponsorStage(UpstairsStage):
    """The stage; `configuration` counts from the next start."""

    configuration = sponsors()

    def cogs(self, shared: Shared, bot: UpstairsBot) -> tuple[SponsorsCog, SponsorCog]:
        return build_sponsors(
            shared,
            self.configuration,
            bot,  # type: ignore[arg-type]  # it has what the room needs of the bot
            bot.tweets_room,
        )


@asynccontextmanager
async def open_sponsors(database: Database) -> AsyncIterator[SponsorStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    stage = SponsorStage(database)
    await stage.open()
    try:
        yield stage
        await stage.settle()
        assert [type(error) for error in stage.env.errors] == stage.expected_errors
        assert [line for line in stage.log if line not in stage.expected_log] == []
    finally:
        await stage.bot.close()
        await stage.env.shutdown()
