"""The queue's stage with news on it, and the web server with the feed."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from DiscordBot.features.news.config import News
from DiscordBot.features.news.feature import FEATURE
from tests.features.news.feeds import FeedServer, feed_server
from tests.features.tweets.command_stage import running
from tests.features.tweets.neighbour_stage import NeighbourStage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database


class NewsStage(NeighbourStage):
    """The stage; `approved` is the setting for the next start."""

    feed: FeedServer
    feature = FEATURE
    approved = False

    @property
    def config(self) -> Config:
        return super().config.with_section(News(feed=self.feed.url, approved=self.approved))

    async def look(self) -> None:
        """Let the time of the next look come."""
        await self.bot.scheduler.run("news")
        await self.settle()


@asynccontextmanager
async def open_news(database: Database) -> AsyncIterator[NewsStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    stage = NewsStage(database)
    async with feed_server() as stage.feed, running(stage):
        yield stage
