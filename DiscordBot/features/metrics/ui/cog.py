"""Metrics as part of the bot's life; there is nothing to type or press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.feature_cog import FeatureCog

if TYPE_CHECKING:
    from aiohttp import web

    from DiscordBot.features.metrics.page import MetricsPage


class MetricsCog(FeatureCog):
    """Serves the page on the webhooks' port."""

    def __init__(self, page: MetricsPage) -> None:
        self._page = page

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """Where Prometheus asks."""
        return self._page.routes()
