"""The job board on Discord: a forum, and the job that fills it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.feature_cog import Needs, RoomCog
from DiscordBot.discord_ui.server import SPEAK_IN_THREADS, ChannelKind, ChannelNeed
from DiscordBot.features.job_board.ui.advert_thread import report_text

if TYPE_CHECKING:
    from DiscordBot.config import Config
    from DiscordBot.config.sections import JobBoard
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.job_board.service import JobBoardService

JOBS_JOB = "jobs"


def job_board_needs(config: Config) -> Needs:
    """Return what the job board needs on the server."""
    need = ChannelNeed(config.channels.job_board, "channels.job_board", ChannelKind.FORUM, SPEAK_IN_THREADS)
    return Needs(channels=(need,))


class JobBoardCog(RoomCog):
    """Keeps the board in line with the sheet."""

    def __init__(
        self,
        bot: ConferenceBot,
        *,
        config: Config,
        job_board: JobBoard,
        scheduler: Scheduler,
        service: JobBoardService,
    ) -> None:
        self._bot = bot
        self._config = config
        self._job_board = job_board
        self._scheduler = scheduler
        self._service = service

    @property
    def needs(self) -> Needs:
        """The forum."""
        return job_board_needs(self._config)

    async def begin(self) -> None:
        """Catch up with the sheet, and follow it from then on."""
        interval = timedelta(minutes=self._job_board.refresh_minutes)
        self._scheduler.every(interval, JOBS_JOB, self._follow)
        self._bot.in_background(self._scheduler.run(JOBS_JOB), JOBS_JOB)

    async def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the sheet."""
        return await self._service.findings()

    async def refresh(self) -> str:
        """Look at the sheet now; return what organisers are told about it. Raises `ServiceError`."""
        return report_text(await self._service.refresh())

    async def _follow(self) -> None:
        await self._service.refresh()
