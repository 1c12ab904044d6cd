"""`/networks`, for all networks that are configured."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.networks.account.secrets import NETWORKS_TOKEN_KEY

FEATURE = Feature(
    name="network_accounts",
    build="DiscordBot.networks.account.build:build",
    depends_on=("networks",),
    secrets=(NETWORKS_TOKEN_KEY,),
)
