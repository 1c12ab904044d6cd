"""What LinkedIn is called."""

from __future__ import annotations

from DiscordBot.networks.account.names import NetworkNames

LINKEDIN = NetworkNames("linkedin", "LinkedIn", "🟦")
