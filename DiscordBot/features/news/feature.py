"""From a feed to tweets."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.news import config

FEATURE = Feature(
    name="news",
    build="DiscordBot.features.news.build:build",
    switch="news",
    sections={"news": config.News},
    requires=("moderation",),
    warnings=config.warnings,
    depends_on=("tweets",),
)
