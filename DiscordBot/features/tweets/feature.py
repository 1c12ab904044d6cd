"""From drafts to posts, through moderation."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.tweets import config

FEATURE = Feature(
    name="tweets",
    build="DiscordBot.features.tweets.build:build",
    switch="moderation",
    sections={"moderation": config.Moderation},
    depends_on=("networks",),
    channels=(config.MODERATION_CHANNEL,),
    settings=config.settings,
    warnings=config.warnings,
)
