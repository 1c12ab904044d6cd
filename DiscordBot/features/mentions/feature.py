"""What others write about us, and the answers."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.mentions import config

FEATURE = Feature(
    name="mentions",
    build="DiscordBot.features.mentions.build:build",
    switch="mentions",
    sections={"mentions": config.Mentions},
    requires=("moderation",),
    depends_on=("tweets", "networks"),
    channels=(config.MENTIONS_CHANNEL,),
)
