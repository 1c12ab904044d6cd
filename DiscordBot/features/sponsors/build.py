"""Building sponsors from their configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.confirmation import Confirmations
from DiscordBot.feature import Built
from DiscordBot.features.sponsors.catalogue import Catalogue
from DiscordBot.features.sponsors.config import Sponsors
from DiscordBot.features.sponsors.rows import ConfirmationRows
from DiscordBot.features.sponsors.service import SponsorService
from DiscordBot.features.sponsors.ui.cog import SponsorCog, SponsorsCog, SponsorsParts
from DiscordBot.features.tweets.ui.front_door import TweetQueue
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature."""
    config, tweets = context.config, neighbours.require(TweetQueue)
    catalogue = Catalogue(config.require(Sponsors), config.conference)
    service = SponsorService(
        catalogue=catalogue,
        templates=Templates(config.conference.timezone),
        rows=ConfirmationRows(context.database),
        tweets=tweets.service,
        database=context.database,
        clock=context.clock,
    )
    parts = SponsorsParts(
        config=config,
        clock=context.clock,
        staff=context.staff,
        reporter=context.reporter,
        scheduler=context.scheduler,
        catalogue=catalogue,
        service=service,
        tweets=tweets.service,
        previews=tweets.previews,
        receipts=tweets.receipts,
        confirmations=Confirmations("sponsors", context.reporter, check=context.staff.require_organizer),
    )
    return Built(
        cogs=(SponsorsCog(context.bot, parts), SponsorCog(parts)), delete_personal_data=service.forget_people
    )
