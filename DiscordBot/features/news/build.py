"""Building the news from their configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.confirmation import Confirmations
from DiscordBot.features.news.client import FeedClient
from DiscordBot.features.news.service import NewsService
from DiscordBot.features.news.ui.cog import NewsCog, NewsParts, NewsPostCog
from DiscordBot.features.tweets.ui.previews import Previews

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.config.sections import News
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.tweets.ui.cog import TweetQueue


def build_news(
    shared: Shared, news: News, bot: ConferenceBot, tweets: TweetQueue, session: aiohttp.ClientSession
) -> tuple[NewsCog, NewsPostCog]:
    """Build the cogs of the news."""
    service = NewsService(
        source=feed_client(news, session),
        tweets=tweets.service,
        networks=tweets.networks,
        database=shared.database,
        clock=shared.clock,
        approved=news.approved,
        policy=tweets.policy,
        journal=shared.bot_log.write,
    )
    parts = NewsParts(
        refresh_minutes=news.refresh_minutes,
        scheduler=shared.scheduler,
        staff=shared.staff,
        service=service,
        tweets=tweets.service,
        previews=Previews(tweets),
        confirmations=Confirmations("news", shared.reporter, check=shared.staff.require_organizer),
    )
    return NewsCog(bot, parts), NewsPostCog(parts)


def feed_client(news: News, session: aiohttp.ClientSession) -> FeedClient:
    """Build what reads the feed."""
    return FeedClient(session, news.feed)
