"""`/networks`, for all networks that are configured."""

from __future__ import annotations

from DiscordBot.feature import Feature

FEATURE = Feature(
    name="network_accounts", build="DiscordBot.networks.account.build:build", depends_on=("networks",)
)
