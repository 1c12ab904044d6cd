"""The job board on Discord: a forum, the job that fills it, and the cards before it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.cog import CardCog
from DiscordBot.discord_ui.feature_cog import FeatureCog
from DiscordBot.features.job_board.ui.advert_thread import report_text
from DiscordBot.features.job_board.ui.review_cards import CARDS

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.cards.keeper import CardKeeper
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.job_board.config import JobBoard
    from DiscordBot.features.job_board.models import AdvertReview
    from DiscordBot.features.job_board.service import JobBoardService
    from DiscordBot.features.job_board.ui.review_cards import ReviewButtons

JOBS_JOB = "jobs"
LOOK_EVERY = timedelta(minutes=1)


class JobBoardCog(FeatureCog):
    """Keeps the board in line with the sheet."""

    def __init__(
        self, bot: ConferenceBot, *, job_board: JobBoard, scheduler: Scheduler, service: JobBoardService
    ) -> None:
        self._bot = bot
        self._job_board = job_board
        self._scheduler = scheduler
        self._service = service

    async def begin(self) -> None:
        """Catch up with the sheet, and follow it from then on."""
        interval = timedelta(minutes=self._job_board.refresh_minutes)
        self._scheduler.every(interval, JOBS_JOB, self._follow)
        self.look_now()

    async def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the sheet."""
        return await self._service.findings()

    async def refresh(self) -> str:
        """Look at the sheet now; return what organisers are told about it. Raises `ServiceError`."""
        return report_text(await self._service.refresh())

    def look_now(self) -> None:
        """Look at the sheet soon, without anybody waiting for it."""
        self._bot.in_background(self._scheduler.run(JOBS_JOB), JOBS_JOB)

    async def _follow(self) -> None:
        await self._service.refresh()


class ReviewCog(CardCog, FeatureCog):
    """Keeps the cards in line with what organisers decide, where they are asked."""

    def __init__(
        self,
        bot: ConferenceBot,
        *,
        scheduler: Scheduler,
        cards: CardKeeper[AdvertReview],
        buttons: ReviewButtons,
        board: JobBoardCog,
    ) -> None:
        self._bot = bot
        self._scheduler = scheduler
        self.cards = cards
        self._buttons = buttons
        self._board = board
        buttons.decided = self._decided

    async def cog_load(self) -> None:
        """Let the buttons of earlier cards answer."""
        self._bot.add_dynamic_items(*self._buttons.kinds)

    async def begin(self) -> None:
        """Show the truth on all cards, and go on so."""
        await self.cards.begin()
        self._scheduler.every(LOOK_EVERY, CARDS, self.cards.look)

    def _decided(self, review_id: int) -> None:
        self.cards.changed(review_id, is_urgent=True)
        self._board.look_now()
