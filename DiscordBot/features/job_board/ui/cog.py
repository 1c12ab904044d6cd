"""The job board on Discord: a forum, and the job that fills it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.features.job_board.ui.advert_thread import report_text

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.job_board.config import JobBoard
    from DiscordBot.features.job_board.service import JobBoardService
    from DiscordBot.features.job_board.ui.review_cards import AdvertCards

JOBS_JOB = "jobs"


class JobBoardCog(FeatureCog):
    """Keeps the board in line with the sheet."""

    def __init__(
        self,
        bot: ConferenceBot,
        *,
        job_board: JobBoard,
        scheduler: Scheduler,
        service: JobBoardService,
        cards: AdvertCards | None,
    ) -> None:
        self._bot = bot
        self._job_board = job_board
        self._scheduler = scheduler
        self._service = service
        self._cards = cards
        if cards is not None:
            cards.decide, cards.decided = service.decide, self._look_now

    async def cog_load(self) -> None:
        """Let the buttons of earlier cards answer."""
        if self._cards is not None:
            self._bot.add_dynamic_items(*self._cards.kinds)

    async def begin(self) -> None:
        """Catch up with the sheet, and follow it from then on."""
        interval = timedelta(minutes=self._job_board.refresh_minutes)
        self._scheduler.every(interval, JOBS_JOB, self._follow)
        self._look_now()

    async def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the sheet."""
        return await self._service.findings()

    async def refresh(self) -> str:
        """Look at the sheet now; return what organisers are told about it. Raises `ServiceError`."""
        return report_text(await self._service.refresh())

    def _look_now(self) -> None:
        self._bot.in_background(self._scheduler.run(JOBS_JOB), JOBS_JOB)

    async def _follow(self) -> None:
        await self._service.refresh()
