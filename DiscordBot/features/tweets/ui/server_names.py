"""What members, roles and channels of the server are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from DiscordBot.discord_ui.server import Server


@dataclass(frozen=True, slots=True)
class ServerNames:
    """See `discord_marks.Names`; while the bot is not connected nothing has a name."""

    server: Server

    def member(self, member_id: int) -> str | None:
        """See `Names`."""
        member = None if self.server.guild is None else self.server.guild.get_member(member_id)
        return None if member is None else member.display_name

    def role(self, role_id: int) -> str | None:
        """See `Names`."""
        role = None if self.server.guild is None else self.server.guild.get_role(role_id)
        return None if role is None else role.name

    def channel(self, channel_id: int) -> str | None:
        """See `Names`."""
        guild = self.server.guild
        channel = None if guild is None else guild.get_channel_or_thread(channel_id)
        return None if channel is None else channel.name
