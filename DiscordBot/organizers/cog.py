"""What organisers ask of the bot about itself, and `/ping` for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

import DiscordBot
from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.paginator import show_pages
from DiscordBot.discord_ui.progress import ProgressMessage
from DiscordBot.discord_ui.room import Needs, RoomCog
from DiscordBot.discord_ui.server import ChannelNeed, RoleNeed
from DiscordBot.json_api_errors import ServiceError
from DiscordBot.organizers.views import health_pages

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.config import Config
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.health import Finding
    from DiscordBot.scheduler import Scheduler

    RefreshTickets = Callable[[Callable[[int, int], None]], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Services:
    """What the other rooms offer to organisers; None where a room is off.

    `findings` gathers what all rooms have to say. `refresh_tickets` loads all orders again, reports how many
    out of how many it has, and returns how many changed.
    """

    findings: Callable[[], Awaitable[Sequence[Finding]]]
    refresh_tickets: RefreshTickets | None


def organizers_needs(config: Config) -> Needs:
    """Return what the organisers' room needs on the server."""
    return Needs(
        channels=(ChannelNeed(config.channels.bot_log, "channels.bot_log"),),
        roles=tuple(RoleNeed(r, "roles.organizers", is_given=False) for r in config.roles.organizers),
    )


class OrganizersCog(RoomCog):
    """`/ping` and `/health`."""

    def __init__(
        self,
        bot: commands.Bot,
        *,
        config: Config,
        staff: Staff,
        reporter: ErrorReporter,
        scheduler: Scheduler,
        services: Services,
    ) -> None:
        self._bot = bot
        self._config = config
        self._staff = staff
        self._reporter = reporter
        self._scheduler = scheduler
        self._services = services

    @property
    def needs(self) -> Needs:
        """The channel for the bot's own troubles, and the organisers' roles."""
        return organizers_needs(self._config)

    @app_commands.command()
    async def ping(self, interaction: discord.Interaction) -> None:
        """Show that the bot is there: its version and how fast it answers."""
        milliseconds = round(self._bot.latency * 1000)
        await answer(interaction, f"🏓 Version {DiscordBot.__version__}, {milliseconds} ms to Discord.")

    @app_commands.command()
    @app_commands.guild_only()
    async def health(self, interaction: discord.Interaction) -> None:
        """Show what the bot is unhappy about, and how its jobs are doing."""
        await self._staff.require_organizer(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        pages = health_pages(await self._services.findings(), self._scheduler.reports())
        await show_pages(interaction, pages, self._reporter)


@app_commands.guild_only()
class RefreshCog(commands.GroupCog, name="refresh"):
    """Fetching things now instead of at the next turn."""

    def __init__(self, *, staff: Staff, services: Services) -> None:
        self._staff = staff
        self._services = services

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let organisers in, asked at every command."""
        return await self._staff.require_organizer(interaction)

    @app_commands.command()
    async def tickets(self, interaction: discord.Interaction) -> None:
        """Load all orders from pretix again."""
        if self._services.refresh_tickets is None:
            await answer(interaction, "There is no [pretix] section in the configuration.")
            return
        progress = ProgressMessage(interaction, "Loading orders")
        await progress.begin()
        try:
            changed = await self._services.refresh_tickets(progress.show)
        except ServiceError as error:
            await progress.end(f"❌ {error} The orders that I know still count, and I keep trying.")
        except Exception:
            await progress.end("❌ The orders could not be loaded.")
            raise
        else:
            await progress.end(f"✅ Done: {changed} orders are new or different.")
