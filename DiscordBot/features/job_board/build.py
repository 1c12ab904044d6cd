"""Building the job board from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.job_board.client import SheetClient
from DiscordBot.features.job_board.posted_jobs import PostedJobs
from DiscordBot.features.job_board.postings import Postings
from DiscordBot.features.job_board.service import JobBoardService
from DiscordBot.features.job_board.ui.advert_forum import AdvertForum
from DiscordBot.features.job_board.ui.cog import JobBoardCog

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.config.sections import JobBoard
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot


def build_job_board(
    shared: Shared, job_board: JobBoard, bot: ConferenceBot, session: aiohttp.ClientSession
) -> JobBoardCog:
    """Build the job board."""
    config, database = shared.config, shared.database
    postings = Postings(database, shared.clock)
    service = JobBoardService(
        source=sheet_client(config, job_board, session),
        forum=AdvertForum(shared.server, config.channels.job_board),
        postings=postings,
        posted_jobs=PostedJobs(config.file.parent / "posted_jobs.txt", database, postings),
        database=database,
        clock=shared.clock,
        journal=shared.bot_log.write,
    )
    return JobBoardCog(bot, config=config, job_board=job_board, scheduler=shared.scheduler, service=service)


def sheet_client(config: Config, job_board: JobBoard, session: aiohttp.ClientSession) -> SheetClient:
    """Build what reads the sheet of adverts."""
    return SheetClient(session, source=job_board.source, folder=config.file.parent)
