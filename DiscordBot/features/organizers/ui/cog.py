"""What organisers ask of the bot, and `/ping` for everybody."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

import DiscordBot
from DiscordBot.core.json_errors import ServiceError
from DiscordBot.core.settings import SettingRefusedError
from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.limits import fit_choices, fit_embed
from DiscordBot.discord_ui.paginator import show_pages
from DiscordBot.discord_ui.progress import ProgressMessage
from DiscordBot.features.organizers.statistics import Period, count_roles
from DiscordBot.features.organizers.ui.messages import (
    BY_KIND_FILE,
    OVER_TIME_FILE,
    TWEETS_FILE,
    change_answer,
    health_pages,
    registration_embeds,
    role_pages,
    settings_pages,
    tweets_embed,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.core.settings import Settings
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.organizers.service import Statistics, TweetStatistics

    RefreshTickets = Callable[[Callable[[int, int], None]], Awaitable[int]]
    Refresh = Callable[[], Awaitable[str]]
    WriteLog = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Services:
    """What the other rooms offer to organisers; None where a room is off.

    `findings` gathers what all rooms have to say. `refresh_tickets` loads all orders again, reports how many
    out of how many it has, and returns how many changed. `refresh_programme` and `refresh_jobs` return
    in a sentence what came of it. All refreshing may raise `ServiceError`.
    """

    findings: Callable[[], Awaitable[Sequence[Finding]]]
    refresh_tickets: RefreshTickets | None = None
    refresh_programme: Refresh | None = None
    refresh_jobs: Refresh | None = None
    statistics: Statistics | None = None
    tweets: TweetStatistics | None = None


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
        """Show that the bot is there: its version and how fast it answers."""
        await answer(interaction, "\n".join(filter(None, (f"🏓 {self._signature}.", self._note()))))

    @app_commands.command()
    @app_commands.guild_only()
    async def health(self, interaction: discord.Interaction) -> None:
        """Show what the bot is unhappy about, and how its jobs are doing."""
        await self._staff.require_organizer(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        findings = await self._services.findings()
        pages = health_pages(findings, self._scheduler.reports(), self._signature)
        await show_pages(interaction, pages, self._reporter)

    @property
    def _signature(self) -> str:
        return f"Version {DiscordBot.__version__}, {round(self._bot.latency * 1000)} ms to Discord"


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
            raise Refusal(_is_off("pretix"))
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
        """Load the schedule from pretalx again."""
        await self._refresh(interaction, self._services.refresh_programme, "pretalx")

    @app_commands.command()
    async def jobs(self, interaction: discord.Interaction) -> None:
        """Load the job adverts again."""
        await self._refresh(interaction, self._services.refresh_jobs, "job_board")

    async def _refresh(self, interaction: discord.Interaction, refresh: Refresh | None, section: str) -> None:
        if refresh is None:
            raise Refusal(_is_off(section))
        await answer_in_time(interaction, _refreshed(refresh))


@app_commands.guild_only()
class StatsCog(commands.GroupCog, name="stats"):
    """Numbers for organisers; `write_log` gets a line when somebody takes personal data away."""

    def __init__(
        self, staff: Staff, reporter: ErrorReporter, server: Server, services: Services, write_log: WriteLog
    ) -> None:
        self._staff = staff
        self._reporter = reporter
        self._server = server
        self._services = services
        self._write_log = write_log

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let organisers in, asked at every command."""
        return await self._staff.require_organizer(interaction)

    @app_commands.command()
    async def roles(self, interaction: discord.Interaction) -> None:
        """Count the members that have each role."""
        guild = self._server.guild
        if guild is None:
            raise Refusal("I am not connected to the server at the moment. Please try again in a minute.")
        if not guild.chunked:
            # Asks for all members at once; needed only after a connection was lost.
            await interaction.response.defer(ephemeral=True, thinking=True)
            await guild.chunk()
        counts = count_roles([role.id for role in m.roles[1:]] for m in guild.members if not m.bot)
        shown = [role for role in reversed(guild.roles) if not role.is_default() and not role.managed]
        await show_pages(interaction, role_pages(counts, shown), self._reporter)

    @app_commands.command()
    @app_commands.describe(period="How far back shall the chart look?")
    @app_commands.choices(period=[app_commands.Choice(name=period, value=period) for period in Period])
    async def registrations(
        self, interaction: discord.Interaction, period: str = Period.REGISTRATION
    ) -> None:
        """Show registrations against tickets sold."""
        statistics = self._require_statistics()
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await statistics.registrations(Period(period))
        await interaction.edit_original_response(
            embeds=[fit_embed(embed) for embed in registration_embeds(report.numbers)],
            attachments=[
                discord.File(io.BytesIO(report.over_time), OVER_TIME_FILE),
                discord.File(io.BytesIO(report.by_kind), BY_KIND_FILE),
            ],
        )

    @app_commands.command()
    async def tweets(self, interaction: discord.Interaction) -> None:
        """Show what became of all tweets, and how many were posted each day."""
        if self._services.tweets is None:
            raise Refusal(_is_off("moderation"))
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await self._services.tweets.report()
        await interaction.edit_original_response(
            embed=fit_embed(tweets_embed(report.numbers)),
            attachments=[discord.File(io.BytesIO(report.by_day), TWEETS_FILE)],
        )

    @app_commands.command()
    async def export(self, interaction: discord.Interaction) -> None:
        """Get all registrations as a file for spreadsheets; it holds personal data."""
        statistics = self._require_statistics()
        await interaction.response.defer(ephemeral=True, thinking=True)
        export = await statistics.export(self._name_of)
        count = f"{export.rows:,} registration{'' if export.rows == 1 else 's'}"
        self._write_log(f"📤 {interaction.user.mention} exported {count}.")
        await interaction.edit_original_response(
            content=f"{count}. This is personal data: please delete the file after use.",
            attachments=[discord.File(io.BytesIO(export.content), export.file_name)],
        )

    def _require_statistics(self) -> Statistics:
        if self._services.statistics is None:
            raise Refusal(_is_off("pretix"))
        return self._services.statistics

    def _name_of(self, user_id: int) -> str:
        member = self._server.guild.get_member(user_id) if self._server.guild is not None else None
        return member.display_name if member is not None else "(has left the server)"


@app_commands.guild_only()
class SettingsCog(FeatureCog, commands.GroupCog, name="settings"):
    """Changes without a restart."""

    def __init__(self, *, staff: Staff, reporter: ErrorReporter, settings: Settings) -> None:
        self._staff = staff
        self._reporter = reporter
        self._settings = settings

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let organisers in, asked at every command."""
        return await self._staff.require_organizer(interaction)

    async def findings(self) -> tuple[Finding, ...]:
        """Return which settings differ from the configuration."""
        return self._settings.findings()

    @app_commands.command()
    async def show(self, interaction: discord.Interaction) -> None:
        """Show what can be changed without a restart, and what counts now."""
        await show_pages(interaction, settings_pages(self._settings.all()), self._reporter)

    @app_commands.command(name="set")
    @app_commands.describe(
        setting="Which setting?", value="The new value; left out: what config.toml says counts again"
    )
    async def set_(self, interaction: discord.Interaction, setting: str, value: str | None = None) -> None:
        """Change a setting for everybody, at once and until it is changed again."""
        by = interaction.user.id
        settings = self._settings
        try:
            change = await (settings.set(setting, value, by) if value else settings.reset(setting, by))
        except SettingRefusedError as error:
            raise Refusal(str(error)) from None
        await answer(interaction, change_answer(change))

    @set_.autocomplete("setting")
    async def _offer_names(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        names = (current.setting.name for current in self._settings.all())
        return fit_choices((name, name) for name in names if typed.strip().casefold() in name)

    @set_.autocomplete("value")
    async def _offer_values(
        self, interaction: discord.Interaction, _typed: str
    ) -> list[app_commands.Choice[str]]:
        chosen = interaction.namespace.setting
        suggested = (s.setting.kind.suggestions for s in self._settings.all() if s.setting.name == chosen)
        return fit_choices((value, value) for values in suggested for value in values)


async def _refreshed(refresh: Refresh) -> Answer:
    try:
        return Answer(f"✅ {await refresh()}")
    except ServiceError as error:
        return Answer(_failure(error))


def _is_off(section: str) -> str:
    return f"There is no [{section}] section in the configuration."


def _failure(error: ServiceError) -> str:
    return f"❌ {error} What I knew before stays."
