"""Numbers, health and settings."""

from __future__ import annotations

from DiscordBot.features.organizers import config
from DiscordBot.feature import Feature

FEATURE = Feature(
    name="organizers",
    build="DiscordBot.features.organizers.build:build",
    depends_on=("registration", "programme", "tweets", "job_board"),
    channels=(config.BOT_LOG_CHANNEL,),
    roles=config.roles,
)
