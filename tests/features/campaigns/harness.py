"""Campaigns without Discord: the service on a database, with a time that passes when a test says so."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from DiscordBot.features.campaigns.models import CampaignKind
from DiscordBot.features.campaigns.planning.drafts import Drafts, Request
from DiscordBot.features.campaigns.planning.planner import Planner
from DiscordBot.features.campaigns.planning.selection import Catalogue
from DiscordBot.features.campaigns.rule_follower import RuleFollower
from DiscordBot.features.campaigns.service import CampaignService
from DiscordBot.features.campaigns.storage.rows import CampaignRows
from DiscordBot.features.tweets.intake.draft import Actor
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.service import TweetService
from DiscordBot.templating.templates import Templates
from tests.clocks import StoppedClock
from tests.features.campaigns.stage import SPONSORS, programme
from tests.features.tweets.post_office import BERLIN, NOON, PaperNetwork, PlannedScheduler, berlin
from tests.made_up_config import CONFERENCE

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.core.database import Database
    from DiscordBot.features.campaigns.planning.planner import Previewed
    from DiscordBot.features.campaigns.snapshot import CampaignSnapshot

ADA = Actor(1, "Ada", is_organizer=True)
GRACE = Actor(2, "Grace", is_organizer=True)


class CampaignHarness:
    """`told` are the campaigns of which listeners were told, `errors` what was reported."""

    def __init__(self, database: Database, *networks: PaperNetwork, min_gap_seconds: int = 60) -> None:
        self.database = database
        self.clock = StoppedClock(BERLIN)
        self.clock.at = NOON
        self.sessions = programme(3)
        self.release = "1"
        self.told: list[int] = []
        self.errors: list[BaseException] = []
        self.network = PaperNetwork(self.clock, min_gap_seconds=min_gap_seconds, left=Decimal(20))
        self.networks = networks or (self.network,)
        self.handles: dict[str, dict[str, str]] = {}
        self.tweets = TweetService(
            database,
            self.clock,
            networks=self.networks,
            policy=lambda: "volunteers_post",
            on_error=lambda error, _: self.errors.append(error),
        )
        self.rows = CampaignRows(database)
        catalogue = Catalogue(
            clock=self.clock,
            conference=CONFERENCE,
            sessions=lambda: self.sessions,
            companies=SPONSORS.companies,
            handles=lambda code: self.handles.get(code, {}),
        )
        planner = Planner(
            clock=self.clock,
            catalogue=catalogue,
            templates=Templates(BERLIN),
            networks=lambda: self.tweets.usual_networks(Source.CAMPAIGN),
            most_tweets=150,
        )
        seeds = count(1)
        self.drafts = Drafts(clock=self.clock, rows=self.rows, planner=planner, new_seed=lambda: next(seeds))
        self.service = CampaignService(
            database=database,
            clock=self.clock,
            rows=self.rows,
            drafts=self.drafts,
            tweets=self.tweets,
            next_open=planner.next_open,
            release=lambda: self.release,
        )
        self.log: list[str] = []
        self.scheduler = PlannedScheduler(
            self.clock, on_error=lambda error, _: self.errors.append(error), describe=repr
        )
        self.follower = RuleFollower(
            clock=self.clock,
            scheduler=self.scheduler,
            planner=planner,
            service=self.service,
            has_schedule=lambda: bool(self.sessions),
            write_log=self.log.append,
        )
        self.service.listen_to_resumed(self.follower.wake)
        self.tweets.listen(self.service.tweet_changed)
        self.service.listen(self.told.append)

    async def draft(self, template: str = "{{ session.title }}", **parts: Any) -> Previewed:  # noqa: ANN401 - of the request
        values: dict[str, Any] = {
            "name": "Talks",
            "kind": CampaignKind.SESSIONS,
            "start": berlin("2027-07-15 09:00"),
            "interval_minutes": 60,
        }
        return await self.drafts.begin(Request(**{**values, **parts}), template)

    async def create(self, template: str = "{{ session.title }}", **parts: Any) -> CampaignSnapshot:  # noqa: ANN401 - of the request
        previewed = await self.draft(template, **parts)
        return await self.service.create(previewed.campaign.number, ADA, previewed.digest)

    async def times(self, campaign_id: int) -> list[datetime | None]:
        return [view.not_before for view in (await self.service.snapshot(campaign_id)).in_order]
