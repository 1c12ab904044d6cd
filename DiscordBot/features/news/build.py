"""Building the news from their configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.confirmation import Confirmations
from DiscordBot.feature import Built
from DiscordBot.features.news.client import FeedClient
from DiscordBot.features.news.config import News, followed
from DiscordBot.features.news.following import FeedFollower
from DiscordBot.features.news.service import NewsService
from DiscordBot.features.news.ui.cog import NewsCog, NewsParts, NewsPostCog
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.ui.front_door import TweetQueue
from DiscordBot.features.tweets.versions import receivers

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.news.config import FollowedFeed


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature."""
    news, tweets = context.config.require(News), neighbours.require(TweetQueue)
    feeds = [(_follower(context, tweets, feed), feed.refresh_minutes) for feed in followed(news)]
    service = NewsService(
        feeds=[follower for follower, _ in feeds],
        tweets=tweets.service,
        needs_nobody=partial(_needs_nobody, tweets, approved=news.approved),
    )
    parts = NewsParts(
        feeds=tuple(feeds),
        scheduler=context.scheduler,
        staff=context.staff,
        service=service,
        tweets=tweets.service,
        previews=tweets.previews,
        receipts=tweets.receipts,
        confirmations=Confirmations("news", context.reporter, check=context.staff.require_organizer),
    )
    return Built(cogs=(NewsCog(context.bot, parts), NewsPostCog(parts)))


def _follower(context: Context, tweets: TweetQueue, feed: FollowedFeed) -> FeedFollower:
    if feed.deliver_to is None:
        networks = partial(tweets.service.usual_networks, Source.NEWS)
    else:
        networks = partial(receivers, tweets.networks, feed.deliver_to)
    return FeedFollower(
        source=FeedClient(context.session, feed.url),
        tweets=tweets.service,
        database=context.database,
        clock=context.clock,
        networks=networks,
        needs_nobody=partial(_needs_nobody, tweets, approved=feed.approved),
        write_log=context.bot_log.write,
        name=feed.name,
        deliver_to=feed.deliver_to,
    )


def _needs_nobody(tweets: TweetQueue, *, approved: bool) -> bool:
    return approved and tweets.policy() != "off"
