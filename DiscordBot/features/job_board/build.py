"""Building the job board from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.core.email_hash import email_hash
from DiscordBot.feature import Built
from DiscordBot.features.job_board.client import SheetClient
from DiscordBot.features.job_board.config import JOBS_CHANNEL, REVIEW_CHANNEL, JobBoard
from DiscordBot.features.job_board.posted_jobs import PostedJobs
from DiscordBot.features.job_board.postings import Postings
from DiscordBot.features.job_board.service import JobBoardService, probe_sheet
from DiscordBot.features.job_board.ui.advert_forum import AdvertForum
from DiscordBot.features.job_board.ui.cog import JobBoardCog
from DiscordBot.features.job_board.ui.review_cards import AdvertCards

if TYPE_CHECKING:
    from collections.abc import Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.core.findings import Finding
    from DiscordBot.feature import Neighbours


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the feature."""
    config, database = context.config, context.database
    job_board = config.require(JobBoard)
    postings = Postings(database, context.clock)
    cards = _cards(context) if job_board.approve else None
    hashed = email_hash(config)

    def hash_author(address: str) -> str:
        is_over = context.clock.today() > config.conference.last_day_of_data
        return "" if is_over else hashed(address)

    service = JobBoardService(
        source=sheet_client(config, context.session),
        forum=AdvertForum(context.server, config.channels[JOBS_CHANNEL.key]),
        cards=cards,
        hash_author=hash_author,
        postings=postings,
        posted_jobs=PostedJobs(config.file.parent / "posted_jobs.txt", database, postings),
        database=database,
        clock=context.clock,
        write_log=context.bot_log.write,
    )
    cog = JobBoardCog(
        context.bot, job_board=job_board, scheduler=context.scheduler, service=service, cards=cards
    )
    return Built(cogs=(cog,), front_door=cog, delete_personal_data=service.delete_personal_data)


def _cards(context: Context) -> AdvertCards:
    reference = context.config.channels[REVIEW_CHANNEL.key]
    return AdvertCards(
        context.server, reference, clock=context.clock, staff=context.staff, reporter=context.reporter
    )


async def probe(config: Config, session: aiohttp.ClientSession) -> Sequence[Finding]:
    """Try whether the sheet can be read."""
    return (await probe_sheet(sheet_client(config, session)),)


def sheet_client(config: Config, session: aiohttp.ClientSession) -> SheetClient:
    """Build what reads the sheet of adverts."""
    return SheetClient(session, source=config.require(JobBoard).source, folder=config.file.parent)
