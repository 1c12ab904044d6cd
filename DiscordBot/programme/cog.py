"""The programme on Discord: so far, who speaks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.room import Needs, RoomCog
from DiscordBot.discord_ui.server import RoleNeed
from DiscordBot.health import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.clock import Clock
    from DiscordBot.config import Config
    from DiscordBot.config_sections import Pretalx
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.programme.speakers import SpeakerDirectory
    from DiscordBot.scheduler import Scheduler

SPEAKERS_JOB = "speakers"


def programme_needs(config: Config) -> Needs:
    """Return what the programme needs on the server."""
    return Needs(roles=tuple(RoleNeed(reference, "roles.speakers") for reference in config.roles.speakers))


class ProgrammeCog(RoomCog):
    """Follows pretalx; `speakers_changed` is called when others are on stage than before."""

    def __init__(
        self,
        bot: ConferenceBot,
        *,
        config: Config,
        pretalx: Pretalx,
        clock: Clock,
        scheduler: Scheduler,
        directory: SpeakerDirectory,
        speakers_changed: Callable[[], Awaitable[object]],
    ) -> None:
        self._bot = bot
        self._config = config
        self._pretalx = pretalx
        self._clock = clock
        self._scheduler = scheduler
        self._directory = directory
        self._speakers_changed = speakers_changed

    async def cog_load(self) -> None:
        """Know the speakers before pretalx answers."""
        await self._directory.open()

    @property
    def needs(self) -> Needs:
        """The role that speakers get."""
        return programme_needs(self._config)

    async def begin(self) -> None:
        """Catch up with pretalx, and follow it from then on."""
        interval = timedelta(minutes=self._pretalx.refresh_minutes)
        self._scheduler.every(interval, SPEAKERS_JOB, self._follow_speakers)
        self._bot.in_background(self._scheduler.run(SPEAKERS_JOB), SPEAKERS_JOB)

    async def findings(self) -> tuple[Finding, ...]:
        """Return how many speakers are known."""
        known = len(self._directory.speakers)
        if known:
            return (Finding("speakers", Level.OK, f"{known} known from pretalx."),)
        detail = "None are known yet, so nobody gets the speakers' role because of a talk."
        remedy = "If talks are accepted in pretalx already: see the job «speakers», and check [pretalx]."
        return (Finding("speakers", Level.WARNING, detail, remedy),)

    async def _follow_speakers(self) -> None:
        if self._clock.today() > self._config.conference.last_day_of_data:
            await self._directory.forget_everything()
        elif await self._directory.refresh():
            await self._speakers_changed()
