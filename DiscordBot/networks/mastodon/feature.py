"""Mastodon as a network."""

from __future__ import annotations

from DiscordBot.networks.mastodon import config
from DiscordBot.networks.mastodon.handles import HANDLES
from DiscordBot.networks.network_feature import NetworkFeature

FEATURE = NetworkFeature(
    name="mastodon",
    build="DiscordBot.networks.mastodon.build:build",
    switch="mastodon",
    sections={"mastodon": config.Mastodon},
    handles=HANDLES,
    has_messages=True,
)
