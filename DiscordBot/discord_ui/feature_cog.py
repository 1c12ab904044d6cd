"""What a room's cog has to do with the life of the bot besides commands and listeners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord.ext import commands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiohttp import web

    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.server import ChannelNeed, RoleNeed


@dataclass(frozen=True, slots=True)
class Needs:
    """The channels and roles that a room needs on the server."""

    channels: tuple[ChannelNeed, ...] = ()
    roles: tuple[RoleNeed, ...] = ()


def all_needs(needs: Iterable[Needs]) -> Needs:
    """Return the needs of several rooms as those of one."""
    several = tuple(needs)
    channels = tuple(channel for need in several for channel in need.channels)
    return Needs(channels, tuple(role for need in several for role in need.roles))


class RoomCog(commands.Cog):
    """The main cog of a room; what a room does not need stays as it is here.

    `cog_load`, as in every cog, runs before the bot connects.
    """

    @property
    def needs(self) -> Needs:
        """What must exist on the server."""
        return Needs()

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """What other services may call."""
        return ()

    async def begin(self) -> None:
        """Start to work: the bot is on the server, for the first time since it was started."""

    async def end(self) -> None:
        """Stop to work: the bot is going to leave, in an orderly way."""

    async def findings(self) -> tuple[Finding, ...]:
        """Return what there is to say about the room."""
        return ()
