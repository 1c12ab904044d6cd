"""The one key that the accounts are encrypted with, on all networks that have no key of their own."""

from __future__ import annotations

from collections.abc import Mapping

from DiscordBot.config.secrets import Secret
from DiscordBot.networks.all_networks import ALL_NETWORKS

_SECTIONS = tuple(network.name for network in ALL_NETWORKS if network.shares_token_key)
_PURPOSE = f"to post for {', '.join(f'[{name}]' for name in _SECTIONS[:-1])} and [{_SECTIONS[-1]}]"


def _is_needed(document: Mapping[str, object]) -> bool:
    sections = (document.get(name) for name in _SECTIONS)
    return any(isinstance(section, Mapping) and section.get("dry_run") is not True for section in sections)


# Encrypts what the accounts give the bot, in the database.
NETWORKS_TOKEN_KEY = Secret("NETWORKS_TOKEN_KEY", _PURPOSE, _is_needed)
