"""`/health` for organisers, and `/ping` for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

import DiscordBot
from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.messages.paginator import show_pages
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.features.organizers.ui.health_pages import health_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from discord.ext import commands

    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.organizers.services import Services


class OrganizersCog(FeatureCog):
    """`/ping` and `/health`; `note` tells of a rehearsal, if it is one."""

    def __init__(
        self,
        bot: commands.Bot,
        *,
        staff: Staff,
        reporter: ErrorReporter,
        scheduler: Scheduler,
        services: Services,
        note: Callable[[], str],
    ) -> None:
        self._bot = bot
        self._staff = staff
        self._reporter = reporter
        self._scheduler = scheduler
        self._services = services
        self._note = note

    @app_commands.command()
    async def ping(self, interaction: discord.Interaction) -> None:
        """Check that the bot is there: its version, and how fast it answers."""
        await answer(interaction, "\n".join(filter(None, (f"🏓 {self._signature}.", self._note()))))

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.default_permissions(FOR_ORGANIZERS)
    async def health(self, interaction: discord.Interaction) -> None:
        """Show what is wrong and how to repair it, and whether everything else works."""
        await self._staff.require_organizer(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        findings = await self._services.findings()
        pages = health_pages(findings, self._scheduler.reports(), self._signature)
        await show_pages(interaction, pages, self._reporter)

    @property
    def _signature(self) -> str:
        return f"Version {DiscordBot.__version__}, {round(self._bot.latency * 1000)} ms to Discord"
