"""What a feature's main cog has to do with the life of the bot besides commands and listeners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

if TYPE_CHECKING:
    from aiohttp import web

    from DiscordBot.core.findings import Finding


Cog = commands.Cog
"""For those who name cogs and otherwise know nothing of Discord."""


class FeatureCog(commands.Cog):
    """The main cog of a feature; what a feature does not need stays as it is here.

    `cog_load`, as in every cog, runs before the bot connects.
    """

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """What other services may call."""
        return ()

    async def begin(self) -> None:
        """Start to work: the bot is on the server, for the first time since it was started."""

    async def end(self) -> None:
        """Stop to work: the bot is going to leave, in an orderly way."""

    async def findings(self) -> tuple[Finding, ...]:
        """Return what there is to say about the feature."""
        return ()
