"""From the schedule to announcements."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.programme import config

FEATURE = Feature(
    name="programme",
    build="DiscordBot.features.programme.build:build",
    switch=("pretalx", "schedule_json"),
    sections={
        "pretalx": config.Pretalx,
        "schedule_json": config.ScheduleJsonSection,
        "programme": config.Programme,
    },
    channels=(config.PROGRAMME_CHANNEL, config.UPDATES_CHANNEL),
    more_channels=config.more_channels,
    roles=config.roles,
    settings=config.settings,
    secrets=(config.PRETALX_TOKEN,),
    warnings=config.warnings,
    probe="DiscordBot.features.programme.build:probe",
)
