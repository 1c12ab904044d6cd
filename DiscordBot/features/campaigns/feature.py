"""Many tweets from one template."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.campaigns import config

FEATURE = Feature(
    name="campaigns",
    build="DiscordBot.features.campaigns.build:build",
    switch="campaigns",
    sections={"campaigns": config.Campaigns},
    requires=("moderation",),
    depends_on=("tweets", "programme", "sponsors"),
)
