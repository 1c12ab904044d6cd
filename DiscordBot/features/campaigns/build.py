"""Building campaigns from their configuration."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.channel import CardChannels
from DiscordBot.discord_ui.cards.keeper import CardKeeper
from DiscordBot.discord_ui.cards.rows import CardRows
from DiscordBot.feature import Built
from DiscordBot.features.campaigns.campaign_cards import CARDS, CampaignCards
from DiscordBot.features.campaigns.config import Campaigns
from DiscordBot.features.campaigns.models import Campaign
from DiscordBot.features.campaigns.planning.drafts import Drafts
from DiscordBot.features.campaigns.planning.planner import Planner
from DiscordBot.features.campaigns.planning.selection import Catalogue
from DiscordBot.features.campaigns.rule_follower import RuleFollower
from DiscordBot.features.campaigns.service import CampaignService
from DiscordBot.features.campaigns.storage.rows import CampaignRows
from DiscordBot.features.campaigns.ui.card_buttons import CampaignControls
from DiscordBot.features.campaigns.ui.cog import CampaignCog, CampaignsCog, CampaignsParts
from DiscordBot.features.campaigns.ui.pages import CampaignPages
from DiscordBot.features.campaigns.ui.previews import CampaignPreviews
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.sponsors.config import Sponsors
from DiscordBot.features.tweets.config import MODERATION_CHANNEL
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.ui.front_door import TweetQueue
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.campaigns.snapshot import CampaignSnapshot

LARGEST_SEED = 2**31


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; without a programme there are no sessions to tweet about."""
    clock, reporter, staff = context.clock, context.reporter, context.staff
    tweets = neighbours.require(TweetQueue)
    programme = neighbours.find(ProgrammeAccess)
    catalogue = _catalogue(context, programme)
    rows = CampaignRows(context.database)
    planner = _planner(context, catalogue, tweets)
    drafts = Drafts(clock=clock, rows=rows, planner=planner, new_seed=lambda: secrets.randbelow(LARGEST_SEED))
    service = CampaignService(
        database=context.database,
        clock=clock,
        rows=rows,
        drafts=drafts,
        tweets=tweets.service,
        next_open=planner.next_open,
        release=partial(_release, programme),
    )
    pages = CampaignPages(
        service=service,
        tweets=tweets.service,
        facts=tweets.facts,
        buttons=tweets.buttons,
        staff=staff,
        reporter=reporter,
        titles={network.name: network.title for network in tweets.networks},
    )
    controls = CampaignControls(service=service, staff=staff, reporter=reporter, open_pages=pages.open)
    cards = _cards(context, service, controls)
    tweets.service.listen(service.tweet_changed)
    parts = CampaignsParts(
        config=context.config,
        clock=clock,
        staff=staff,
        reporter=reporter,
        scheduler=context.scheduler,
        catalogue=catalogue,
        rows=rows,
        drafts=drafts,
        service=service,
        cards=cards,
        previews=CampaignPreviews(
            drafts=drafts, service=service, forms=tweets.forms, staff=staff, reporter=reporter
        ),
        pages=pages,
        controls=controls,
        follower=_follower(context, planner, service, programme),
    )
    return Built(
        cogs=(CampaignsCog(context.bot, parts), CampaignCog(parts)),
        front_door=parts,
        delete_personal_data=partial(_forget_people, rows, cards),
    )


def _planner(context: Context, catalogue: Catalogue, tweets: TweetQueue) -> Planner:
    return Planner(
        clock=context.clock,
        catalogue=catalogue,
        templates=Templates(context.config.conference.timezone),
        networks=partial(tweets.service.usual_networks, Source.CAMPAIGN),
        most_tweets=context.config.require(Campaigns).most_tweets,
    )


def _release(programme: ProgrammeAccess | None) -> str:
    release = programme.release() if programme is not None else None
    return str(release.id) if release is not None else ""


def _follower(
    context: Context, planner: Planner, service: CampaignService, programme: ProgrammeAccess | None
) -> RuleFollower:
    follower = RuleFollower(
        clock=context.clock,
        scheduler=context.scheduler,
        planner=planner,
        service=service,
        has_schedule=lambda: programme is not None and bool(programme.sessions()),
        write_log=context.bot_log.write,
    )
    service.listen_to_resumed(follower.wake)
    if programme is not None:
        programme.listen(follower.wake)
    return follower


def _catalogue(context: Context, programme: ProgrammeAccess | None) -> Catalogue:
    sponsors = context.config.section(Sponsors)
    return Catalogue(
        clock=context.clock,
        conference=context.config.conference,
        sessions=programme.sessions if programme is not None else tuple,
        companies=sponsors.companies if sponsors is not None else (),
        handles=programme.handles if programme is not None else lambda _: {},
    )


def _cards(
    context: Context, service: CampaignService, controls: CampaignControls
) -> CardKeeper[CampaignSnapshot]:
    reference = context.config.channels[MODERATION_CHANNEL.key]
    cards = CardKeeper(
        CARDS,
        source=CampaignCards(service),
        rows=CardRows(context.database, Campaign),
        channels=CardChannels(context.server, {"": reference}, controls.kinds),
        in_background=context.bot.in_background,
        on_error=context.reporter.report,
    )
    service.listen(cards.changed)
    return cards


async def _forget_people(rows: CampaignRows, cards: CardKeeper[CampaignSnapshot]) -> None:
    for campaign_id in await rows.forget_people():
        cards.changed(campaign_id)
