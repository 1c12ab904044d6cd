"""Speakers reminded of their sessions."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.reminders import config

FEATURE = Feature(
    name="reminders",
    build="DiscordBot.features.reminders.build:build",
    switch="reminders",
    sections={"reminders": config.Reminders},
    requires=(("pretalx", "schedule_json"),),
    depends_on=("programme", "registration", "networks"),
    warnings=config.warnings,
    channels=(config.SPEAKERS_CHANNEL,),
)
