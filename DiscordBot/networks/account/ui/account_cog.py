"""A network's account, at work without commands of its own: `/networks` is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.feature_cog import FeatureCog

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.networks.account.ui.account_commands import AccountCommands


class AccountCog(FeatureCog):
    """Opens the account when the bot starts, and tells `/health` of it."""

    def __init__(self, commands: AccountCommands) -> None:
        self._commands = commands
        # discord.py keeps cogs by this name, and there is one of this class for each network.
        self.__cog_name__ = f"{commands.names.title} account"

    async def cog_load(self) -> None:
        """Read what was connected and paused before."""
        await self._commands.open()

    async def findings(self) -> tuple[Finding, ...]:
        """Return whether the account can post."""
        return await self._commands.findings()
