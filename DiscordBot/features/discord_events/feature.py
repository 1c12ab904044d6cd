"""Chosen sessions among the server's own events, kept true to the schedule."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.discord_events import config

FEATURE = Feature(
    name="discord_events",
    build="DiscordBot.features.discord_events.build:build",
    switch="discord_events",
    sections={"discord_events": config.DiscordEvents},
    requires=(("pretalx", "schedule_json"),),
    depends_on=("programme",),
    files=(config.COVER,),
)
