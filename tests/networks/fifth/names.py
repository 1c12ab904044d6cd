from __future__ import annotations

from DiscordBot.networks.account.names import NetworkNames

PIGEONS = NetworkNames("pigeons", "Pigeon post", "🕊️")
