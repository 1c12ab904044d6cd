"""`/health` for organisers, and `/ping` for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

import DiscordBot
from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.features.organizers.ui.health_buttons import HealthButtons

if TYPE_CHECKING:
    from collections.abc import Callable

    from discord.ext import commands

    from DiscordBot.core.clock import Clock
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
        clock: Clock,
        services: Services,
        write_log: Callable[[str], None],
        note: Callable[[], str],
    ) -> None:
        self._bot = bot
        self._staff = staff
        self._note = note
        self._health = HealthButtons(
            find=services.findings,
            scheduler=scheduler,
            clock=clock,
            staff=staff,
            reporter=reporter,
            write_log=write_log,
            signature=lambda: self._signature,
        )

    async def cog_load(self) -> None:
        """Know the buttons of health, those of before a restart too."""
        self._bot.add_dynamic_items(*self._health.kinds)

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
        await answer(interaction, view=await self._health.layout())

    @property
    def _signature(self) -> str:
        return f"Version {DiscordBot.__version__}, {round(self._bot.latency * 1000)} ms to Discord"
