"""Numbers, health and settings."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.organizers import config

FEATURE = Feature(
    name="organizers",
    build="DiscordBot.features.organizers.build:build",
    depends_on=("registration", "programme", "tweets", "job_board"),
    channels=(config.BOT_LOG_CHANNEL,),
    roles=config.roles,
)
