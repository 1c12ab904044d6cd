"""Building the room from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.job_board.client import SheetClient
from DiscordBot.job_board.cog import Forum, JobBoardCog
from DiscordBot.job_board.posted_jobs import PostedJobs
from DiscordBot.job_board.postings import Postings
from DiscordBot.job_board.service import JobBoardService

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.config_sections import JobBoard
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.shared import Shared


def build_job_board(
    shared: Shared, job_board: JobBoard, bot: ConferenceBot, session: aiohttp.ClientSession
) -> JobBoardCog:
    """Build the room."""
    config, database = shared.config, shared.database
    postings = Postings(database, shared.clock)
    service = JobBoardService(
        source=sheet_client(config, job_board, session),
        board=Forum(shared.server, config.channels.job_board),
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
