"""A backup of all data every night."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.backups import config

FEATURE = Feature(
    name="backups",
    build="DiscordBot.features.backups.build:build",
    switch="backup",
    sections={"backup": config.Backup},
    probe="DiscordBot.features.backups.build:probe",
)
