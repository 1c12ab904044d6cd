"""`/refresh`: fetching things now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.messages.progress import ProgressMessage
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.features.organizers.services import is_off

if TYPE_CHECKING:
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.organizers.services import Refresh, Services


@app_commands.guild_only()
@app_commands.default_permissions(FOR_ORGANIZERS)
class RefreshCog(commands.GroupCog, name="refresh"):
    """Load tickets, schedule or job adverts now."""

    def __init__(self, *, staff: Staff, services: Services) -> None:
        self._staff = staff
        self._services = services

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let organisers in, asked at every command."""
        return await self._staff.require_organizer(interaction)

    @app_commands.command()
    async def tickets(self, interaction: discord.Interaction) -> None:
        """Load all tickets from the ticket shop now."""
        if self._services.refresh_tickets is None:
            raise Refusal(is_off("pretix"))
        progress = ProgressMessage(interaction, "Loading orders")
        await progress.begin()
        try:
            changed = await self._services.refresh_tickets(progress.show)
        except ServiceError as error:
            await progress.end(_failure(error))
        except Exception:
            await progress.end("❌ The orders could not be loaded.")
            raise
        else:
            await progress.end(f"✅ Done: {changed} orders are new or different.")

    @app_commands.command()
    async def programme(self, interaction: discord.Interaction) -> None:
        """Load the schedule from pretalx now."""
        await self._refresh(interaction, self._services.refresh_programme, "pretalx")

    @app_commands.command()
    async def jobs(self, interaction: discord.Interaction) -> None:
        """Load the job adverts now."""
        await self._refresh(interaction, self._services.refresh_jobs, "job_board")

    async def _refresh(self, interaction: discord.Interaction, refresh: Refresh | None, section: str) -> None:
        if refresh is None:
            raise Refusal(is_off(section))
        await answer_in_time(interaction, _refreshed(refresh))


async def _refreshed(refresh: Refresh) -> Answer:
    try:
        return Answer(f"✅ {await refresh()}")
    except ServiceError as error:
        return Answer(_failure(error))


def _failure(error: ServiceError) -> str:
    return f"❌ {error} What I knew before stays."
