"""What sponsors get."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.sponsors import config

FEATURE = Feature(
    name="sponsors",
    build="DiscordBot.features.sponsors.build:build",
    switch="sponsors",
    sections={"sponsors": config.Sponsors},
    requires=("moderation",),
    depends_on=("tweets",),
    probe="DiscordBot.features.sponsors.template_check:probe",
)
