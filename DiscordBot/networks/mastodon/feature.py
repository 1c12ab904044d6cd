"""Mastodon as a network."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.networks.account.secrets import NETWORKS_TOKEN_KEY
from DiscordBot.networks.mastodon import config

FEATURE = Feature(
    name="mastodon",
    build="DiscordBot.networks.mastodon.build:build",
    switch="mastodon",
    sections={"mastodon": config.Mastodon},
    secrets=(NETWORKS_TOKEN_KEY,),
)
