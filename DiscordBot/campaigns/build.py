"""Building the room from its configuration."""

from __future__ import annotations

import secrets
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from DiscordBot.campaigns.boards.views import CampaignBoard
from DiscordBot.campaigns.cards import CampaignCards
from DiscordBot.campaigns.cog import CampaignsRoom
from DiscordBot.campaigns.controls.views import CampaignControls
from DiscordBot.campaigns.drafts import Drafts
from DiscordBot.campaigns.pages.views import CampaignPages
from DiscordBot.campaigns.planning import Planner, PostingRules
from DiscordBot.campaigns.previews.views import PreviewDesk
from DiscordBot.campaigns.rows import CampaignRows
from DiscordBot.campaigns.selection import Catalogue
from DiscordBot.campaigns.service import CampaignService
from DiscordBot.discord_ui.card_channel import CardChannel
from DiscordBot.templating import Templates
from DiscordBot.tweets.card_facts import FactsReader
from DiscordBot.tweets.network import OutgoingPost

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime

    from DiscordBot.config_sections import Campaigns
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.programme.schedule import Session
    from DiscordBot.shared import Shared
    from DiscordBot.tweets.cog import TweetsRoom
    from DiscordBot.tweets.network import Network

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
    tweets: TweetsRoom,
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
            drafts=drafts, service=service, desk=tweets.desk, staff=staff, reporter=reporter
        ),
        pages=pages,
        controls=controls,
    )


def _at_any_time(moment: datetime) -> datetime:
    return moment


def _nothing(_text: str) -> Decimal:
    return Decimal()
