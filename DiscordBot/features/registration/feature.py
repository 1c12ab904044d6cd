"""From tickets to roles."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.registration import arrivals, config, staff_list

FEATURE = Feature(
    name="registration",
    build="DiscordBot.features.registration.build:build",
    switch=tuple(config.SHOPS),
    sections={**config.SHOPS, "staff": staff_list.Staff},
    depends_on=("programme",),
    channels=(config.REGISTRATION_CHANNEL, config.HELP_CHANNEL, config.LOG_CHANNEL),
    roles=arrivals.wanted_roles,
    settings=config.settings,
    secrets=(
        config.PRETIX_TOKEN,
        config.PRETIX_WEBHOOK_SECRET,
        config.TITO_TOKEN,
        config.TITO_WEBHOOK_TOKEN,
    ),
    files=(config.MAPPING_FILE, *config.OTHER_MAPPING_FILES),
    warnings=arrivals.warnings,
    probe="DiscordBot.features.registration.build:probe",
)
