"""Bluesky as a network."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.networks.account.secrets import NETWORKS_TOKEN_KEY
from DiscordBot.networks.bluesky import config

FEATURE = Feature(
    name="bluesky",
    build="DiscordBot.networks.bluesky.build:build",
    switch="bluesky",
    sections={"bluesky": config.Bluesky},
    secrets=(NETWORKS_TOKEN_KEY,),
)
