"""Building the room from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.confirmation import Confirmations
from DiscordBot.features.sponsors.catalogue import Catalogue
from DiscordBot.features.sponsors.rows import ConfirmationRows
from DiscordBot.features.sponsors.service import SponsorService
from DiscordBot.features.sponsors.ui.cog import SponsorCog, SponsorsCog, SponsorsRoom
from DiscordBot.features.tweets.ui.previews import Previews
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    from DiscordBot.config.sections import Sponsors
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.tweets.ui.cog import TweetQueue


def build_sponsors(
    shared: Shared, sponsors: Sponsors, bot: ConferenceBot, tweets: TweetQueue
) -> tuple[SponsorsCog, SponsorCog]:
    """Build the room."""
    config = shared.config
    catalogue = Catalogue(sponsors, config.conference)
    service = SponsorService(
        catalogue=catalogue,
        templates=Templates(config.conference.timezone),
        rows=ConfirmationRows(shared.database),
        tweets=tweets.service,
        database=shared.database,
        clock=shared.clock,
    )
    room = SponsorsRoom(
        config=config,
        clock=shared.clock,
        staff=shared.staff,
        reporter=shared.reporter,
        scheduler=shared.scheduler,
        catalogue=catalogue,
        service=service,
        tweets=tweets.service,
        previews=Previews(tweets),
        confirmations=Confirmations("sponsors", shared.reporter, check=shared.staff.require_organizer),
    )
    return SponsorsCog(bot, room), SponsorCog(room)
