"""What Bluesky is called."""

from __future__ import annotations

from DiscordBot.networks.account.names import NetworkNames

BLUESKY = NetworkNames("bluesky", "Bluesky", "🔵")
