"""What Mastodon is called."""

from __future__ import annotations

from DiscordBot.networks.account.names import NetworkNames

MASTODON = NetworkNames("mastodon", "Mastodon", "🟣")
