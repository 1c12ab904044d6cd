"""`/stats`: numbers, charts, and a file for spreadsheets."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.discord_ui.permissions import FOR_ORGANIZERS
from DiscordBot.discord_ui.texts.limits import ATTACHMENT_DESCRIPTION, clip
from DiscordBot.features.organizers.services import is_off
from DiscordBot.features.organizers.statistics import Period, count_roles
from DiscordBot.features.organizers.ui.arrivals_face import arrivals_face
from DiscordBot.features.organizers.ui.statistics_faces import (
    one_below_the_other,
    registration_faces,
    role_faces,
    tweets_face,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.layout.face import CardFace
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.organizers.service import Statistics
    from DiscordBot.features.organizers.services import Services
    from DiscordBot.features.organizers.statistics import RoleCounts

    WriteLog = Callable[[str], None]

PING_NOBODY = discord.AllowedMentions.none()


@app_commands.guild_only()
@app_commands.default_permissions(FOR_ORGANIZERS)
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
        """Show how many members have each role."""
        guild = self._require_guild()
        if not guild.chunked:
            # Asks for all members at once; needed only after a connection was lost.
            await interaction.response.defer(ephemeral=True, thinking=True)
            await guild.chunk()
        await show_pages(interaction, role_faces(_counts(guild), _roles(guild)), self._reporter)

    @app_commands.command()
    @app_commands.describe(period="The time that the chart shows.")
    @app_commands.choices(period=[app_commands.Choice(name=period, value=period) for period in Period])
    async def registrations(
        self, interaction: discord.Interaction, period: str = Period.REGISTRATION
    ) -> None:
        """Show how many tickets are sold, and how many of them are registered."""
        statistics = self._require_statistics()
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await statistics.registrations(Period(period))
        faces = registration_faces(report.numbers, statistics.timezone)
        await _show(interaction, faces, (report.over_time, report.by_kind))

    @app_commands.command()
    async def arrivals(self, interaction: discord.Interaction) -> None:
        """Show how many people have arrived at the conference, over time."""
        statistics = self._require_statistics()
        if not statistics.counts_arrivals:
            raise Refusal("Arrivals are not counted. Name the check-in list in pretix.checkin_list.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await statistics.arrivals()
        await _show(interaction, (arrivals_face(report.numbers),), (report.over_time,))

    @app_commands.command()
    async def tweets(self, interaction: discord.Interaction) -> None:
        """Show how many tweets were posted each day, and how many wait, failed or were denied."""
        if self._services.tweets is None:
            raise Refusal(is_off("moderation"))
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await self._services.tweets.report()
        await _show(interaction, (tweets_face(report.numbers),), (report.by_day,))

    @app_commands.command()
    async def export(self, interaction: discord.Interaction) -> None:
        """Download all registrations as a spreadsheet (CSV). It contains personal data."""
        statistics = self._require_statistics()
        await interaction.response.defer(ephemeral=True, thinking=True)
        export = await statistics.export(self._name_of)
        count = f"{export.rows:,} registration{'' if export.rows == 1 else 's'}"
        self._write_log(f"📤 {interaction.user.mention} exported {count}.")
        await interaction.edit_original_response(
            content=f"{count}. This is personal data: please delete the file after use.",
            attachments=[discord.File(io.BytesIO(export.content), export.file_name)],
        )

    @app_commands.command()
    async def report(self, interaction: discord.Interaction) -> None:
        """Download the numbers of the conference as one page (HTML), to read, share or print."""
        guild = self._require_guild()
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not guild.chunked:
            await guild.chunk()
        counts = _counts(guild)
        by_role = [(role.name, counts.by_role.get(role.id, 0)) for role in _roles(guild)]
        report = await self._services.report.make(by_role, counts.members)
        await interaction.edit_original_response(
            content="Open the file in a browser; from there it can be printed. It names nobody.",
            attachments=[discord.File(io.BytesIO(report.content), report.file_name)],
        )

    def _require_guild(self) -> discord.Guild:
        if self._server.guild is None:
            raise Refusal("I am not connected to the server at the moment. Please try again in a minute.")
        return self._server.guild

    def _require_statistics(self) -> Statistics:
        if self._services.statistics is None:
            raise Refusal(is_off("pretix"))
        return self._services.statistics

    def _name_of(self, user_id: int) -> str:
        member = self._server.guild.get_member(user_id) if self._server.guild is not None else None
        return member.display_name if member is not None else "(has left the server)"


def _counts(guild: discord.Guild) -> RoleCounts:
    return count_roles([role.id for role in m.roles[1:]] for m in guild.members if not m.bot)


def _roles(guild: discord.Guild) -> list[discord.Role]:
    return [role for role in reversed(guild.roles) if not role.is_default() and not role.managed]


async def _show(interaction: discord.Interaction, faces: Sequence[CardFace], charts: Sequence[bytes]) -> None:
    """Show each card with its chart, which stands in it under its name."""
    try:
        await interaction.edit_original_response(
            view=one_below_the_other(faces), attachments=_files(faces, charts), allowed_mentions=PING_NOBODY
        )
    except discord.HTTPException as error:
        # Discord may not find files that come with an edit; in a message of their own it does:
        # https://github.com/discord/discord-api-docs/issues/7529
        if error.status != HTTPStatus.BAD_REQUEST:
            raise
        await interaction.edit_original_response(content="Here are the numbers.")
        await interaction.followup.send(
            view=one_below_the_other(faces),
            files=_files(faces, charts),
            allowed_mentions=PING_NOBODY,
            ephemeral=True,
        )


def _files(faces: Sequence[CardFace], charts: Sequence[bytes]) -> list[discord.File]:
    pictures = [face.pictures[0] for face in faces]
    return [
        discord.File(
            io.BytesIO(chart),
            picture.address.removeprefix("attachment://"),
            description=clip(picture.description, ATTACHMENT_DESCRIPTION),
        )
        for chart, picture in zip(charts, pictures, strict=True)
    ]
