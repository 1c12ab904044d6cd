"""LinkedIn as a network.

It has no handles: its API mentions people by numbers that only they and LinkedIn know.
"""

from __future__ import annotations

from DiscordBot.networks.linkedin import config
from DiscordBot.networks.network_feature import NetworkFeature

FEATURE = NetworkFeature(
    name="linkedin",
    build="DiscordBot.networks.linkedin.build:build",
    switch="linkedin",
    sections={"linkedin": config.LinkedIn},
    secrets=(config.CLIENT_ID, config.CLIENT_SECRET),
)
