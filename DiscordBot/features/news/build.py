"""Building the news from their configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.confirmation import Confirmations
from DiscordBot.feature import Built
from DiscordBot.features.news.client import FeedClient
from DiscordBot.features.news.config import News
from DiscordBot.features.news.service import NewsService
from DiscordBot.features.news.ui.cog import NewsCog, NewsParts, NewsPostCog
from DiscordBot.features.tweets.ui.cog import TweetQueue

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature."""
    news, tweets = context.config.require(News), neighbours.require(TweetQueue)
    service = NewsService(
        source=feed_client(news, context.session),
        tweets=tweets.service,
        database=context.database,
        clock=context.clock,
        approved=news.approved,
        policy=tweets.policy,
        write_log=context.bot_log.write,
    )
    parts = NewsParts(
        refresh_minutes=news.refresh_minutes,
        scheduler=context.scheduler,
        staff=context.staff,
        service=service,
        tweets=tweets.service,
        previews=tweets.previews,
        receipts=tweets.receipts,
        confirmations=Confirmations("news", context.reporter, check=context.staff.require_organizer),
    )
    return Built(cogs=(NewsCog(context.bot, parts), NewsPostCog(parts)))


def feed_client(news: News, session: aiohttp.ClientSession) -> FeedClient:
    """Build what reads the feed."""
    return FeedClient(session, news.feed)
