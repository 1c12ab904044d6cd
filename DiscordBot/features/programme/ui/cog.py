"""The programme on Discord: announcements, changes, topics, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.features.programme.cards.session_cards import refresh_text
from DiscordBot.features.programme.livestreams.livestreams import room_called
from DiscordBot.features.programme.ui.room_topics import RoomTopics

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Room
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.server import Server
    from DiscordBot.features.programme.cards.session_cards import SessionCards
    from DiscordBot.features.programme.service import ProgrammeService
    from DiscordBot.features.programme.speakers import SpeakerDirectory
    from DiscordBot.features.programme.ui.session_controls import SessionControls

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
class ProgrammeParts:
    """What the cogs of the programme work with.

    `speaker_listeners` are called when others are on stage than before.
    """

    config: Config
    refresh_minutes: int
    clock: Clock
    server: Server
    reporter: ErrorReporter
    scheduler: Scheduler
    service: ProgrammeService
    cards: SessionCards
    controls: SessionControls
    directory: SpeakerDirectory
    speaker_listeners: list[Callable[[], Awaitable[object]]] = field(default_factory=list)

    async def refresh(self) -> str:
        """Read the schedule now, whatever has changed in it; return what organisers are told.

        Raises `ServiceError`.
        """
        return refresh_text(await self.service.refresh_now())


class ProgrammeCog(FeatureCog):
    """Follows pretalx, and does everything about sessions that happens by itself."""

    def __init__(self, bot: ConferenceBot, parts: ProgrammeParts) -> None:
        self._bot = bot
        self._parts = parts
        self._config = parts.config
        self._service = parts.service
        self._topics = RoomTopics(parts.config, parts.server, self._service.livestreams, parts.reporter)

    async def cog_load(self) -> None:
        """Know speakers and sessions before pretalx answers, and make selects of earlier messages work."""
        self._bot.add_dynamic_items(*self._parts.controls.kinds)
        await self._parts.directory.open()
        await self._service.open()

    async def begin(self) -> None:
        """Announce what is due, catch up with pretalx, and follow it from then on."""
        scheduler, minutes = self._parts.scheduler, self._parts.refresh_minutes
        scheduler.every(timedelta(minutes=minutes), SPEAKERS_JOB, self._follow_speakers)
        scheduler.every(LOOK_EVERY, SCHEDULE_JOB, self._service.follow_pretalx)
        scheduler.every(LOOK_EVERY, LIVESTREAMS_JOB, self._topics.follow)
        await self._service.plan()
        for job in (SCHEDULE_JOB, LIVESTREAMS_JOB, SPEAKERS_JOB):
            self._bot.in_background(scheduler.run(job), job)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how schedule, rooms, livestreams and speakers are doing."""
        of_speakers = (self._speaker_finding(), *self._parts.directory.findings())
        return (*self._service.findings(), *self._topics.findings(), *of_speakers)

    def _speaker_finding(self) -> Finding:
        known = len(self._parts.directory.speakers)
        if known:
            return Finding("speakers", Level.OK, f"{known} known from {self._service.store.origin}.")
        detail = "None are known yet, so nobody gets the speakers' role because of a talk."
        where = "[pretalx] or [schedule_json]"
        remedy = f"If talks are accepted already: see the job «speakers», and check {where}."
        return Finding("speakers", Level.WARNING, detail, remedy)

    async def _follow_speakers(self) -> None:
        # What was deleted after the conference shall not be collected again.
        if not self._service.is_over and await self._parts.directory.refresh():
            for listener in self._parts.speaker_listeners:
                await listener()
