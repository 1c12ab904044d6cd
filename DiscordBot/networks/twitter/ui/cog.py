"""`/twitter`: connecting an account, how it is doing, and stopping it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.networks.account.ui.account_commands import AccountCommands


class TwitterCog(FeatureCog):
    """The conference's account on X, for organisers."""

    twitter = app_commands.Group(
        name="twitter", description="The conference's account on X.", default_permissions=FOR_ORGANIZERS
    )

    def __init__(self, commands: AccountCommands, staff: Staff) -> None:
        self._commands = commands
        self._staff = staff

    async def cog_load(self) -> None:
        """Read what was connected and paused before."""
        await self._commands.open()

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let only organisers in."""
        return await self._staff.require_organizer(interaction)

    @twitter.command(name="connect")
    async def connect(self, interaction: discord.Interaction) -> None:
        """Connect the account that the bot posts with. X will show you a PIN."""
        await self._commands.connect(interaction)

    @twitter.command(name="status")
    async def status(self, interaction: discord.Interaction) -> None:
        """Show the account, what is left of the budget, what X limits, and whether the bot posts."""
        await self._commands.status(interaction)

    @twitter.command(name="pause")
    @app_commands.describe(reason="Shown to other organisers.")
    async def pause(
        self, interaction: discord.Interaction, reason: app_commands.Range[str, 1, 200] | None = None
    ) -> None:
        """Stop posting on X. Approved tweets wait until somebody resumes."""
        await self._commands.pause(interaction, reason)

    @twitter.command(name="resume")
    async def resume(self, interaction: discord.Interaction) -> None:
        """Go on posting on X after a pause."""
        await self._commands.resume(interaction)

    async def findings(self) -> tuple[Finding, ...]:
        """Return whether the account can post."""
        return await self._commands.findings()
