"""Building the room from its configuration."""

from __future__ import annotations

import secrets
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.card_channel import CardChannel
from DiscordBot.features.campaigns.card_keeper import CampaignCards
from DiscordBot.features.campaigns.planning.drafts import Drafts
from DiscordBot.features.campaigns.planning.planner import Planner, PostingRules
from DiscordBot.features.campaigns.planning.selection import Catalogue
from DiscordBot.features.campaigns.service import CampaignService
from DiscordBot.features.campaigns.storage.rows import CampaignRows
from DiscordBot.features.campaigns.ui.card_buttons import CampaignControls
from DiscordBot.features.campaigns.ui.cog import CampaignsRoom
from DiscordBot.features.campaigns.ui.moderation_channel import CampaignBoard
from DiscordBot.features.campaigns.ui.pages import CampaignPages
from DiscordBot.features.campaigns.ui.previews import PreviewDesk
from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.networks.port import OutgoingPost
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime

    from DiscordBot.config.sections import Campaigns
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.tweets.ui.cog import TweetQueue
    from DiscordBot.networks.port import Network

LARGEST_SEED = 2**31


def posting_rules(
    network: Network | None,
    measure: Callable[[str], int],
    budget_left: Callable[[], Awaitable[Decimal | None]],
) -> PostingRules:
    """Return the rules of a network; without one tweets could go out at any time, for nothing."""
    if network is None:
        return PostingRules(next_open=_at_any_time, measure=measure, price=_nothing, budget_left=budget_left)
    return PostingRules(
        next_open=network.window.next_open,
        measure=measure,
        price=lambda text: network.price(OutgoingPost(text=text)),
        budget_left=budget_left,
        min_gap=timedelta(seconds=network.min_gap_seconds),
    )


def build_campaigns(
    shared: Shared,
    campaigns: Campaigns,
    bot: ConferenceBot,
    tweets: TweetQueue,
    *,
    rules: PostingRules,
    sessions: Callable[[], Iterable[Session]],
    twitter_name: Callable[[str], str],
) -> CampaignsRoom:
    """Build the room; `sessions` are those of the programme, `twitter_name` as `selection.Catalogue` says."""
    config, clock, reporter, staff = shared.config, shared.clock, shared.reporter, shared.staff
    catalogue = Catalogue(
        clock=clock,
        conference=config.conference,
        sessions=sessions,
        companies=config.sponsors.companies if config.sponsors is not None else (),
        twitter_name=twitter_name,
    )
    rows = CampaignRows(shared.database)
    planner = Planner(
        clock=clock,
        catalogue=catalogue,
        templates=Templates(config.conference.timezone),
        rules=rules,
        most_tweets=campaigns.most_tweets,
    )
    drafts = Drafts(clock=clock, rows=rows, planner=planner, new_seed=lambda: secrets.randbelow(LARGEST_SEED))
    service = CampaignService(
        database=shared.database,
        clock=clock,
        rows=rows,
        drafts=drafts,
        tweets=tweets.service,
        next_open=rules.next_open,
    )
    pages = CampaignPages(
        service=service,
        tweets=tweets.service,
        facts=FactsReader(
            clock, networks=tweets.networks, policy=tweets.policy, due_at=tweets.service.due_at
        ),
        buttons=tweets.buttons,
        staff=staff,
        reporter=reporter,
    )
    controls = CampaignControls(service=service, staff=staff, reporter=reporter, open_pages=pages.open)
    cards = CampaignCards(
        service=service,
        rows=rows,
        board=CampaignBoard(CardChannel(shared.server, config.channels.moderation), controls.kinds),
        in_background=bot.in_background,
        on_error=reporter.report,
    )
    tweets.service.listen(service.tweet_changed)
    service.listen(cards.changed)
    return CampaignsRoom(
        config=config,
        clock=clock,
        staff=staff,
        reporter=reporter,
        scheduler=shared.scheduler,
        catalogue=catalogue,
        rows=rows,
        drafts=drafts,
        service=service,
        cards=cards,
        previews=PreviewDesk(
            drafts=drafts, service=service, forms=tweets.forms, staff=staff, reporter=reporter
        ),
        pages=pages,
        controls=controls,
    )


def _at_any_time(moment: datetime) -> datetime:
    return moment


def _nothing(_text: str) -> Decimal:
    return Decimal()
