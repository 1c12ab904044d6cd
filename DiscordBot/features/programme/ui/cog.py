"""The programme on Discord: announcements, changes, topics, and who speaks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.discord_ui.limits import OPTION, TOPIC, fit_choices
from DiscordBot.discord_ui.paginator import show_pages
from DiscordBot.features.programme.config import Pretalx, Programme
from DiscordBot.features.programme.livestreams.livestreams import room_called
from DiscordBot.features.programme.livestreams.topics import TopicEdits, topic_with
from DiscordBot.features.programme.schedule import timetable
from DiscordBot.features.programme.ui.session_embeds import refresh_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Room
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.programme.service import ProgrammeService
    from DiscordBot.features.programme.speakers import SpeakerDirectory
    from DiscordBot.features.programme.ui.session_embeds import SessionViews

SPEAKERS_JOB = "speakers"
SCHEDULE_JOB = "schedule"
LIVESTREAMS_JOB = "livestreams"
LOOK_EVERY = timedelta(minutes=1)


def room_mention(server: Server, rooms: Sequence[Room], name: str) -> str:
    """Return the link to the channel of the room with that name or alias; empty if it has none."""
    room = room_called(rooms, name)
    channel = server.text_channel(room.channel) if room is not None and room.channel is not None else None
    return channel.mention if channel is not None else ""


@dataclass(frozen=True, slots=True)
class ProgrammeRoom:
    """What the cogs of this room work with.

    `speaker_listeners` are called when others are on stage than before.
    """

    config: Config
    pretalx: Pretalx
    clock: Clock
    server: Server
    reporter: ErrorReporter
    scheduler: Scheduler
    service: ProgrammeService
    views: SessionViews
    directory: SpeakerDirectory
    speaker_listeners: list[Callable[[], Awaitable[object]]] = field(default_factory=list)

    async def refresh(self) -> str:
        """Read the schedule now, whatever has changed in it; return what organisers are told.

        Raises `ServiceError`.
        """
        return refresh_text(await self.service.refresh_now())


class ProgrammeCog(FeatureCog):
    """Follows pretalx, and does everything about sessions that happens by itself."""

    def __init__(self, bot: ConferenceBot, room: ProgrammeRoom) -> None:
        self._bot = bot
        self._room = room
        self._config = room.config
        self._service = room.service
        # In real seconds, not in a rehearsal's: it is Discord that counts.
        self._edits = TopicEdits(lambda: asyncio.get_running_loop().time())

    async def cog_load(self) -> None:
        """Know speakers and sessions before pretalx answers."""
        await self._room.directory.open()
        await self._service.open()

    async def begin(self) -> None:
        """Announce what is due, catch up with pretalx, and follow it from then on."""
        scheduler, minutes = self._room.scheduler, self._room.pretalx.refresh_minutes
        scheduler.every(timedelta(minutes=minutes), SPEAKERS_JOB, self._follow_speakers)
        scheduler.every(LOOK_EVERY, SCHEDULE_JOB, self._service.follow_pretalx)
        scheduler.every(LOOK_EVERY, LIVESTREAMS_JOB, self._follow_livestreams)
        await self._service.plan()
        for job in (SCHEDULE_JOB, LIVESTREAMS_JOB, SPEAKERS_JOB):
            self._bot.in_background(scheduler.run(job), job)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how schedule, rooms, livestreams and speakers are doing."""
        of_speakers = (self._speaker_finding(), *self._room.directory.findings())
        return (*self._service.findings(), *self._topic_findings(), *of_speakers)

    def _speaker_finding(self) -> Finding:
        known = len(self._room.directory.speakers)
        if known:
            return Finding("speakers", Level.OK, f"{known} known from pretalx.")
        detail = "None are known yet, so nobody gets the speakers' role because of a talk."
        remedy = "If talks are accepted in pretalx already: see the job «speakers», and check [pretalx]."
        return Finding("speakers", Level.WARNING, detail, remedy)

    def _topic_findings(self) -> list[Finding]:
        remedy = "Allow Manage Channel for the bot's role in the channel, or write the links there yourself."
        detail = "The livestreams cannot be put into its topic."
        return [
            Finding(f"topic of #{channel.name}", Level.WARNING, detail, remedy)
            for _, channel in self._channels_with_topics()
            if not channel.permissions_for(channel.guild.me).manage_channels
        ]

    async def _follow_speakers(self) -> None:
        # What was deleted after the conference shall not be collected again.
        if not self._service.is_over and await self._room.directory.refresh():
            for listener in self._room.speaker_listeners:
                await listener()

    async def _follow_livestreams(self) -> None:
        self._service.livestreams.follow()
        for room, channel in self._channels_with_topics():
            topic = topic_with(channel.topic or "", room.livestreams, TOPIC)
            may_edit = channel.permissions_for(channel.guild.me).manage_channels
            if topic != (channel.topic or "") and may_edit and self._edits.allow(channel.id):
                try:
                    await channel.edit(topic=topic, reason="The livestreams of the room")
                except discord.HTTPException as error:
                    self._room.reporter.report(error, f"the topic of #{channel.name}")

    def _channels_with_topics(self) -> list[tuple[Room, discord.TextChannel]]:
        """Return rooms with their channels, where there are or were livestreams."""
        if self._config.section(Programme) is None:
            return []
        had_streams = {room.name for room in self._config.rooms if room.livestreams}
        return [
            (room, channel)
            for room in self._service.livestreams.rooms
            if room.channel is not None and (room.livestreams or room.name in had_streams)
            if (channel := self._room.server.text_channel(room.channel)) is not None
        ]


@app_commands.guild_only()
class ScheduleCog(commands.GroupCog, name="schedule"):
    """What is on, for everybody, from the stored schedule."""

    def __init__(self, room: ProgrammeRoom) -> None:
        self._clock = room.clock
        self._store = room.service.store
        self._views = room.views
        self._reporter = room.reporter

    @app_commands.command()
    @app_commands.describe(room="Only in this room")
    async def now(self, interaction: discord.Interaction, room: str = "") -> None:
        """Show what is on right now."""
        sessions = timetable.on_now(self._sessions(room), self._clock.now())
        await self._show(interaction, "On now", sessions, "Nothing is on right now. Try `/schedule next`.")

    @app_commands.command(name="next")
    @app_commands.describe(room="Only in this room")
    async def upcoming(self, interaction: discord.Interaction, room: str = "") -> None:
        """Show what starts next."""
        sessions = timetable.up_next(self._sessions(room), self._clock.now())
        first = f" on {sessions[0].start.astimezone(self._clock.timezone):%A}" if sessions else ""
        await self._show(interaction, f"Up next{first}", sessions, "Nothing is left to come.")

    @app_commands.command()
    @app_commands.describe(day="Today, if left out", room="Only in this room")
    async def day(self, interaction: discord.Interaction, day: str = "", room: str = "") -> None:
        """Show a whole day."""
        days = timetable.days(self._store.sessions, self._clock.timezone)
        wanted = timetable.day_meant(day, days, self._clock.today())
        if wanted is None:
            known = ", ".join(f"{each:%A}" for each in days)
            await answer(interaction, f"I do not know this day. The schedule has {known or 'no days yet'}.")
            return
        sessions = timetable.on_day(self._sessions(room), wanted, self._clock.timezone)
        await self._show(interaction, f"{wanted:%A, %-d %B}", sessions, "There is nothing on this day.")

    @app_commands.command()
    @app_commands.describe(words="A title, a speaker, a topic")
    async def search(self, interaction: discord.Interaction, words: str) -> None:
        """Find sessions by title, speaker or topic."""
        sessions = timetable.search(self._store.sessions, words)
        if len(sessions) == 1:
            await answer(interaction, embed=self._views.session(sessions[0]))
        elif sessions:
            title = f"{len(sessions)} sessions"
            await show_pages(interaction, self._views.hits(title, sessions), self._reporter)
        else:
            await answer(interaction, "I found nothing like that. Try fewer or other words.")

    @now.autocomplete("room")
    @upcoming.autocomplete("room")
    @day.autocomplete("room")
    async def _rooms(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        names = timetable.rooms(timetable.in_room(self._store.sessions, typed))
        return fit_choices((name, name) for name in names if len(name) <= OPTION)

    @day.autocomplete("day")
    async def _days(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        days = timetable.days(self._store.sessions, self._clock.timezone)
        named = ((f"{day:%A, %-d %B}", day.isoformat()) for day in days)
        return fit_choices((name, value) for name, value in named if typed.casefold() in name.casefold())

    @search.autocomplete("words")
    async def _titles(self, _interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = timetable.titles(self._store.sessions, typed, self._clock.now())
        return fit_choices((session.title, session.key) for session in found if len(session.key) <= OPTION)

    def _sessions(self, room: str) -> list[Session]:
        return timetable.in_room(self._store.sessions, room)

    async def _show(
        self, interaction: discord.Interaction, title: str, sessions: Sequence[Session], otherwise: str
    ) -> None:
        if self._store.schedule is None:
            await answer(interaction, "The schedule is not published yet.")
        elif not sessions:
            await answer(interaction, otherwise)
        else:
            pages = self._views.agenda(title, timetable.once_each(sessions))
            await show_pages(interaction, pages, self._reporter)
