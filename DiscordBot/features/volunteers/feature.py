"""Volunteers reminded of their shifts, with a role while on duty."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.volunteers import config

FEATURE = Feature(
    name="volunteers",
    build="DiscordBot.features.volunteers.build:build",
    switch="volunteers",
    sections={"volunteers": config.Volunteers},
    depends_on=("registration",),
    channels=(config.VOLUNTEERS_CHANNEL,),
    roles=config.roles,
    warnings=config.warnings,
)
