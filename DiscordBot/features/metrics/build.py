"""Building what Prometheus reads from the configuration."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import DiscordBot
from DiscordBot.feature import Built
from DiscordBot.features.metrics.config import METRICS_TOKEN, Metrics
from DiscordBot.features.metrics.page import MetricsPage
from DiscordBot.features.metrics.snapshot import Snapshot
from DiscordBot.features.metrics.ui.cog import MetricsCog
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.tweets.counts import QueueCounts
from DiscordBot.features.tweets.ui.front_door import TweetQueue

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; what it tells depends on which others are on."""
    registration = neighbours.find(RegistrationAccess)
    queue = QueueCounts(context.database) if neighbours.find(TweetQueue) is not None else None
    loopback_only = context.config.require(Metrics).loopback_only
    token = "" if loopback_only else context.config.secrets.reveal(METRICS_TOKEN)
    page = MetricsPage(token, partial(_look, context, registration, queue))
    return Built(cogs=(MetricsCog(page),))


async def _look(
    context: Context, registration: RegistrationAccess | None, queue: QueueCounts | None
) -> Snapshot:
    bot = context.bot
    orders, registrations = (None, None) if registration is None else await registration.overview.counts()
    return Snapshot(
        version=DiscordBot.__version__,
        is_connected=bot.conference_server is not None and bot.is_ready(),
        latency_seconds=bot.latency if math.isfinite(bot.latency) else None,
        requests=bot.requests.by_answer,
        jobs=context.scheduler.reports(),
        tweets={} if queue is None else await queue.tweets(),
        deliveries={} if queue is None else await queue.deliveries(),
        orders=orders,
        registrations=registrations,
    )
