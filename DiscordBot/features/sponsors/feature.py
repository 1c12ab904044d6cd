"""What sponsors get."""

from __future__ import annotations

from DiscordBot.features.sponsors import config
from DiscordBot.feature import Feature

FEATURE = Feature(
    name="sponsors",
    build="DiscordBot.features.sponsors.build:build",
    switch="sponsors",
    sections={"sponsors": config.Sponsors},
    requires=("moderation",),
    depends_on=("tweets",),
)
