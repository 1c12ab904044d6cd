"""What X is called."""

from __future__ import annotations

from DiscordBot.networks.account.names import NetworkNames

X = NetworkNames("twitter", "X", "⚫", commands="twitter")
