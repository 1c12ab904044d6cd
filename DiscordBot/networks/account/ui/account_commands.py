"""What the commands about an account do, whichever group they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from DiscordBot.core.findings import Finding, Level, NotRepairedError, Repair
from DiscordBot.discord_ui.answers import answer, answer_in_time
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.networks.account.ui.connecting_form import begin
from DiscordBot.networks.account.ui.status_face import status_face
from DiscordBot.networks.port import NetworkError

if TYPE_CHECKING:
    import discord

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.networks.account.service import AccountService
    from DiscordBot.networks.port import AccountStatus


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
        await answer(interaction, face=status_face(await self._service.status()))

    async def pause(self, interaction: discord.Interaction, reason: str | None) -> None:
        """Post nothing until somebody resumes."""
        await self._service.pause(interaction.user.display_name, reason or "")
        await answer(interaction, f"Paused. Approved tweets wait until `{self.names.command('resume')}`.")

    async def findings(self) -> tuple[Finding, ...]:
        """Return whether the account can post."""
        status = await self._service.status()
        if status.paused is None:
            return (self._doubt() or Finding(status.title, Level.OK, _posts_as(status)),)
        repair = Repair(f"Resume {status.title}", self._resume) if self._service.is_stopped else None
        detail = f"Nothing is posted: {status.paused.reason}"
        remedy = f"`{self.names.command('status')}` tells more."
        return (Finding(status.title, Level.WARNING, detail, remedy, repair),)

    async def _resume(self) -> str:
        await self._service.resume()
        paused = await self._service.why_paused()
        if paused is not None:
            raise NotRepairedError(f"{self.names.title} still posts nothing: {paused.reason}")
        return f"{self.names.title} posts again."

    async def _ask_again(self) -> str:
        try:
            await self._service.verify()
        except NetworkError as error:
            raise NotRepairedError(str(error)) from None
        self._service.trouble = ""
        return f"{self.names.title} still takes the account."

    def _doubt(self) -> Finding | None:
        """Return what will stop it, or may, although it posts now."""
        title, ends, connect = self.names.title, self._service.ends_at, self.names.command("connect")
        if ends is not None and self._service.ends_soon:
            remedy = f"Run `{connect}` before that."
            return Finding(title, Level.WARNING, f"It may post only until {time_stamp(ends)}.", remedy)
        if self._service.trouble:
            repair = Repair(f"Ask {title} again", self._ask_again)
            return Finding(title, Level.WARNING, self._service.trouble, f"Perhaps `{connect}` helps.", repair)
        return None

    async def resume(self, interaction: discord.Interaction) -> None:
        """Post again."""
        was_paused = await self._service.resume()
        await answer(interaction, "Posting again." if was_paused else "It was not paused.")


def _posts_as(status: AccountStatus) -> str:
    return f"Posts as {'nobody (dry run)' if status.dry_run else status.account}."
