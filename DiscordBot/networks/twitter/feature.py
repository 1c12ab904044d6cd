"""Twitter/X as a network."""

from __future__ import annotations

from DiscordBot.networks.network_feature import NetworkFeature
from DiscordBot.networks.twitter import config
from DiscordBot.networks.twitter.handles import HANDLES

FEATURE = NetworkFeature(
    name="twitter",
    build="DiscordBot.networks.twitter.build:build",
    switch="twitter",
    sections={"twitter": config.Twitter},
    secrets=(config.CONSUMER_KEY, config.CONSUMER_SECRET, config.TOKEN_KEY),
    settings=config.settings,
    handles=HANDLES,
    has_messages=True,
    shares_token_key=False,
)
