"""Volunteers on Discord: the jobs behind the shifts, and the commands that show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.discord_ui.permissions import FOR_STAFF
from DiscordBot.features.volunteers.ui.faces import own_pages, shift_pages

if TYPE_CHECKING:
    from datetime import timedelta

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.volunteers.service import VolunteerService

LIST_JOB = "list of shifts"


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteersParts:
    """What the cogs of volunteers work with."""

    service: VolunteerService
    clock: Clock
    scheduler: Scheduler
    staff: Staff
    reporter: ErrorReporter
    refresh_every: timedelta


class VolunteersCog(FeatureCog):
    """Reminds volunteers, and keeps the role of those on duty true."""

    def __init__(self, bot: ConferenceBot, parts: VolunteersParts) -> None:
        self._bot = bot
        self._parts = parts

    async def begin(self) -> None:
        """Go on where the last run has stopped, and read the list of shifts."""
        parts = self._parts
        await parts.service.begin()
        parts.scheduler.every(parts.refresh_every, LIST_JOB, parts.service.refresh)
        self._bot.in_background(parts.scheduler.run(LIST_JOB), LIST_JOB)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how the shifts are doing."""
        return await self._parts.service.findings()

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Look whether somebody has just registered who is on duty, or is soon."""
        if len(after.roles) > len(before.roles) and self._parts.service.waits_for_somebody:
            self._parts.service.wake()


@app_commands.guild_only()
@app_commands.default_permissions(FOR_STAFF)
class VolunteerCommands(commands.GroupCog, name="volunteers"):
    """Shifts of volunteers."""

    def __init__(self, parts: VolunteersParts) -> None:
        self._parts = parts

    @app_commands.command()
    async def shifts(self, interaction: discord.Interaction) -> None:
        """Show all shifts to come, and whose they are (organisers)."""
        await self._parts.staff.require_organizer(interaction)
        known = await self._parts.service.shifts()
        await show_pages(interaction, shift_pages(known, self._parts.clock), self._parts.reporter)

    @app_commands.command()
    async def mine(self, interaction: discord.Interaction) -> None:
        """Show your own shifts to come."""
        own = await self._parts.service.of_member(interaction.user.id)
        await show_pages(interaction, own_pages(own, self._parts.clock), self._parts.reporter)
