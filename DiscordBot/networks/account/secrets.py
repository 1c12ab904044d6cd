"""The one key that the accounts on all networks but X are encrypted with."""

from __future__ import annotations

from collections.abc import Mapping

from DiscordBot.config.secrets import Secret

_PURPOSE = "to post for [mastodon], [bluesky] and [linkedin]"
_SECTIONS = ("mastodon", "bluesky", "linkedin")


def _is_needed(document: Mapping[str, object]) -> bool:
    sections = (document.get(name) for name in _SECTIONS)
    return any(isinstance(section, Mapping) and section.get("dry_run") is not True for section in sections)


# Encrypts what the accounts give the bot, in the database.
NETWORKS_TOKEN_KEY = Secret("NETWORKS_TOKEN_KEY", _PURPOSE, _is_needed)
