"""Bluesky as a network."""

from __future__ import annotations

from DiscordBot.networks.bluesky import config
from DiscordBot.networks.bluesky.handles import HANDLES
from DiscordBot.networks.network_feature import NetworkFeature

FEATURE = NetworkFeature(
    name="bluesky",
    build="DiscordBot.networks.bluesky.build:build",
    switch="bluesky",
    sections={"bluesky": config.Bluesky},
    handles=HANDLES,
    has_messages=True,
)
