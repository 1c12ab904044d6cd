"""What the commands about an account do, whichever group they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.answers import answer, answer_in_time
from DiscordBot.networks.account.ui.connecting_form import begin
from DiscordBot.networks.account.ui.status_embed import status_embed

if TYPE_CHECKING:
    import discord

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.networks.account.service import AccountService


class AccountCommands:
    """Connecting an account, how it is doing, and stopping it; for organisers, which the cog sees to."""

    def __init__(self, service: AccountService[Any], staff: Staff, reporter: ErrorReporter) -> None:
        self.names = service.names
        self._service = service
        self._staff = staff
        self._reporter = reporter

    async def open(self) -> None:
        """Read what was connected and paused before."""
        await self._service.open()

    async def connect(self, interaction: discord.Interaction) -> None:
        """Tell what is to be done."""
        await answer_in_time(interaction, begin(self._service, self._staff, self._reporter))

    async def status(self, interaction: discord.Interaction) -> None:
        """Show how it is doing."""
        await answer(interaction, embed=status_embed(await self._service.status()))

    async def pause(self, interaction: discord.Interaction, reason: str | None) -> None:
        """Post nothing until somebody resumes."""
        await self._service.pause(interaction.user.display_name, reason or "")
        await answer(interaction, f"Paused. Approved tweets wait until `{self.names.command('resume')}`.")

    async def findings(self) -> tuple[Finding, ...]:
        """Return whether the account can post."""
        status = await self._service.status()
        if status.paused is None:
            name = "nobody (dry run)" if status.dry_run else status.account
            return (Finding(status.title, Level.OK, f"Posts as {name}."),)
        remedy = f"{self.names.command('status')} tells more."
        return (Finding(status.title, Level.WARNING, f"Nothing is posted: {status.paused.reason}", remedy),)

    async def resume(self, interaction: discord.Interaction) -> None:
        """Post again."""
        was_paused = await self._service.resume()
        await answer(interaction, "Posting again." if was_paused else "It was not paused.")
