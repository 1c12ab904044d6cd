"""Twitter/X as a network."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.networks.twitter import config

FEATURE = Feature(
    name="twitter",
    build="DiscordBot.networks.twitter.build:build",
    switch="twitter",
    sections={"twitter": config.Twitter},
    secrets=(config.CONSUMER_KEY, config.CONSUMER_SECRET, config.TOKEN_KEY),
)
