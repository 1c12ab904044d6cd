"""A thread for each session: questions before and during it, feedback after it."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.session_threads import config

FEATURE = Feature(
    name="session_threads",
    build="DiscordBot.features.session_threads.build:build",
    switch="session_threads",
    sections={"session_threads": config.SessionThreads},
    requires=(("pretalx", "schedule_json"),),
    depends_on=("programme", "registration"),
    warnings=config.warnings,
    channels=(config.FORUM_CHANNEL,),
    more_channels=config.rooms_with_threads,
)
