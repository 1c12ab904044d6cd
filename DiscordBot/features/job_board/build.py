"""Building the job board from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.core.email_hash import email_hash
from DiscordBot.discord_ui.cards.channel import CardChannels
from DiscordBot.discord_ui.cards.keeper import CardKeeper
from DiscordBot.discord_ui.cards.rows import CardRows
from DiscordBot.feature import Built
from DiscordBot.features.job_board.client import SheetClient
from DiscordBot.features.job_board.config import JOBS_CHANNEL, REVIEW_CHANNEL, JobBoard
from DiscordBot.features.job_board.models import AdvertReview
from DiscordBot.features.job_board.pictures import Pictures
from DiscordBot.features.job_board.posted_jobs import PostedJobs
from DiscordBot.features.job_board.postings import Postings
from DiscordBot.features.job_board.reviews import Reviews
from DiscordBot.features.job_board.service import JobBoardService, probe_sheet
from DiscordBot.features.job_board.ui.advert_forum import AdvertForum
from DiscordBot.features.job_board.ui.cog import JobBoardCog, ReviewCog
from DiscordBot.features.job_board.ui.review_cards import CARDS, AdvertCards, ReviewButtons, ShownCards

if TYPE_CHECKING:
    from collections.abc import Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.feature_cog import FeatureCog
    from DiscordBot.feature import Neighbours


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the feature."""
    config, database = context.config, context.database
    job_board = config.require(JobBoard)
    postings, reviews = Postings(database, context.clock), Reviews(database)
    pictures = Pictures(context.session)
    buttons = ReviewButtons(context.staff, context.reporter)
    cards = _cards(context, reviews, pictures, buttons) if job_board.approve else None
    hashed = email_hash(config)

    def hash_author(address: str) -> str:
        is_over = context.clock.today() > config.conference.last_day_of_data
        return "" if is_over else hashed(address)

    service = JobBoardService(
        source=sheet_client(config, context.session),
        forum=AdvertForum(context.server, config.channels[JOBS_CHANNEL.key], pictures),
        cards=None if cards is None else ShownCards(cards),
        pictures=pictures,
        hash_author=hash_author,
        postings=postings,
        reviews=reviews,
        posted_jobs=PostedJobs(config.file.parent / "posted_jobs.txt", database, postings),
        database=database,
        clock=context.clock,
        write_log=context.bot_log.write,
    )
    buttons.decide = service.decide
    scheduler = context.scheduler
    cog = JobBoardCog(context.bot, job_board=job_board, scheduler=scheduler, service=service)
    cogs: list[FeatureCog] = [cog]
    if cards is not None:
        cogs.append(ReviewCog(context.bot, scheduler=scheduler, cards=cards, buttons=buttons, board=cog))
    return Built(cogs=tuple(cogs), front_door=cog, delete_personal_data=service.delete_personal_data)


def _cards(
    context: Context, reviews: Reviews, pictures: Pictures, buttons: ReviewButtons
) -> CardKeeper[AdvertReview]:
    reference = context.config.channels[REVIEW_CHANNEL.key]
    return CardKeeper(
        CARDS,
        source=AdvertCards(reviews, pictures),
        rows=CardRows(context.database, AdvertReview),
        channels=CardChannels(context.server, {"": reference}, buttons.by_name),
        in_background=context.bot.in_background,
        on_error=context.reporter.report,
    )


async def probe(config: Config, session: aiohttp.ClientSession) -> Sequence[Finding]:
    """Try whether the sheet can be read."""
    return (await probe_sheet(sheet_client(config, session)),)


def sheet_client(config: Config, session: aiohttp.ClientSession) -> SheetClient:
    """Build what reads the sheet of adverts."""
    return SheetClient(session, source=config.require(JobBoard).source, folder=config.file.parent)
