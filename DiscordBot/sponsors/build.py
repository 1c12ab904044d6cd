"""Building the room from its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.confirmation import Confirmations
from DiscordBot.sponsors.catalogue import Catalogue
from DiscordBot.sponsors.cog import SponsorCog, SponsorsCog, SponsorsRoom
from DiscordBot.sponsors.rows import ConfirmationRows
from DiscordBot.sponsors.service import SponsorService
from DiscordBot.templating import Templates
from DiscordBot.tweets.previews.views import Previews

if TYPE_CHECKING:
    from DiscordBot.config_sections import Sponsors
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.shared import Shared
    from DiscordBot.tweets.cog import TweetsRoom


def build_sponsors(
    shared: Shared, sponsors: Sponsors, bot: ConferenceBot, tweets: TweetsRoom
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
