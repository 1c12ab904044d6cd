"""Building the job board from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.feature import Built
from DiscordBot.features.job_board.client import SheetClient
from DiscordBot.features.job_board.config import JOBS_CHANNEL, JobBoard
from DiscordBot.features.job_board.posted_jobs import PostedJobs
from DiscordBot.features.job_board.postings import Postings
from DiscordBot.features.job_board.service import JobBoardService, probe_sheet
from DiscordBot.features.job_board.ui.advert_forum import AdvertForum
from DiscordBot.features.job_board.ui.cog import JobBoardCog

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
    service = JobBoardService(
        source=sheet_client(config, context.session),
        forum=AdvertForum(context.server, config.channels[JOBS_CHANNEL.key]),
        postings=postings,
        posted_jobs=PostedJobs(config.file.parent / "posted_jobs.txt", database, postings),
        database=database,
        clock=context.clock,
        write_log=context.bot_log.write,
    )
    cog = JobBoardCog(context.bot, job_board=job_board, scheduler=context.scheduler, service=service)
    return Built(cogs=(cog,), front_door=cog)


async def probe(config: Config, session: aiohttp.ClientSession) -> Sequence[Finding]:
    """Try whether the sheet can be read."""
    return (await probe_sheet(sheet_client(config, session)),)


def sheet_client(config: Config, session: aiohttp.ClientSession) -> SheetClient:
    """Build what reads the sheet of adverts."""
    return SheetClient(session, source=config.require(JobBoard).source, folder=config.file.parent)
