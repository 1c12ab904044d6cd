"""Numbers for Prometheus, so that others than people watch the bot."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.metrics import config

FEATURE = Feature(
    name="metrics",
    build="DiscordBot.features.metrics.build:build",
    switch="metrics",
    sections={"metrics": config.Metrics},
    requires=("webhooks",),
    depends_on=("registration", "tweets"),
    secrets=(config.METRICS_TOKEN,),
)
