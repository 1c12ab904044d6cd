"""`/twitter`: connecting an account, how it is doing, and stopping it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.networks.twitter.account.connection import NotConnectedError
from DiscordBot.networks.twitter.ui.account_messages import PinView, status_embed

if TYPE_CHECKING:
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.networks.twitter.service import TwitterService


class TwitterCog(FeatureCog):
    """The conference's account on X, for organisers."""

    twitter = app_commands.Group(name="twitter", description="The conference's account on X.")

    def __init__(self, service: TwitterService, staff: Staff, reporter: ErrorReporter) -> None:
        self._service = service
        self._staff = staff
        self._reporter = reporter

    async def cog_load(self) -> None:
        """Read what was connected and paused before."""
        await self._service.open()

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let only organisers in."""
        return await self._staff.require_organizer(interaction)

    @twitter.command(name="connect")
    async def connect(self, interaction: discord.Interaction) -> None:
        """Let the bot post with an account: you are led to X, which shows a PIN."""
        await answer_in_time(interaction, self._begin())

    @twitter.command(name="status")
    async def status(self, interaction: discord.Interaction) -> None:
        """Which account, what it has cost, what X still allows, and whether it posts now."""
        await answer(interaction, embed=status_embed(await self._service.status()))

    @twitter.command(name="pause")
    @app_commands.describe(reason="So that others know why.")
    async def pause(
        self, interaction: discord.Interaction, reason: app_commands.Range[str, 1, 200] | None = None
    ) -> None:
        """Post nothing until somebody resumes; approved tweets wait."""
        await self._service.pause(interaction.user.display_name, reason or "")
        await answer(interaction, "Paused. Approved tweets wait until `/twitter resume`.")

    @twitter.command(name="resume")
    async def resume(self, interaction: discord.Interaction) -> None:
        """Post again."""
        was_paused = await self._service.resume()
        await answer(interaction, "Posting again." if was_paused else "It was not paused.")

    async def findings(self) -> tuple[Finding, ...]:
        """Return whether the account can post."""
        status = await self._service.status()
        if status.paused is None:
            return (Finding("X", Level.OK, f"Posts as {status.name}."),)
        remedy = "/twitter status tells more."
        return (Finding("X", Level.WARNING, f"Nothing is posted: {status.paused.reason}", remedy),)

    async def _begin(self) -> Answer:
        if self._service.flow is None:
            raise Refusal("With `twitter.dry_run` nothing is posted, so no account is needed.")
        try:
            request = await self._service.flow.begin()
        except NotConnectedError as error:
            raise Refusal(str(error)) from None
        text = (
            "1. Log in to X **as the conference's account**.\n"
            f"2. Open [this page of X]({request.address}) and allow the bot to act for it.\n"
            "3. X shows a PIN. Come back here and enter it within ten minutes."
        )
        return Answer(text, view=PinView(self._service, request, self._staff, self._reporter))
