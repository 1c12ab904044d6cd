"""The address of a message on Discord."""

from __future__ import annotations


def message_link(guild_id: int, channel_id: int, message_id: int) -> str:
    """Return the link that opens a message of a server; members who may not read the channel see nothing."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"
