"""LinkedIn as a network."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.networks.account.secrets import NETWORKS_TOKEN_KEY
from DiscordBot.networks.linkedin import config

FEATURE = Feature(
    name="linkedin",
    build="DiscordBot.networks.linkedin.build:build",
    switch="linkedin",
    sections={"linkedin": config.LinkedIn},
    secrets=(NETWORKS_TOKEN_KEY, config.CLIENT_ID, config.CLIENT_SECRET),
)
