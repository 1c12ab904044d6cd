"""From a campaign's parameters to its preview, which is exactly what creation queues."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from cachetools import LRUCache

from DiscordBot.features.campaigns.errors import CampaignError
from DiscordBot.features.campaigns.models import CampaignRule
from DiscordBot.features.campaigns.planning.plan import Pace, Preview, due_times, in_order, preview
from DiscordBot.features.campaigns.planning.selection import OF_SESSIONS
from DiscordBot.features.campaigns.planning.versions import Destinations
from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.texts import normalised, says_something
from DiscordBot.templating.errors import TemplateError
from DiscordBot.templating.templates import NO_NETWORK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.campaigns.models import Campaign
    from DiscordBot.features.campaigns.planning.plan import Item, PlannedTweet
    from DiscordBot.features.campaigns.planning.selection import Catalogue
    from DiscordBot.features.campaigns.planning.versions import Version
    from DiscordBot.networks.port import Network
    from DiscordBot.templating.templates import Templates

Rendered = Mapping[str, Mapping[str, str] | TemplateError]
"""By the keys of items their texts by networks' names, or why there are none."""

_KEPT = 8
_NOTHING = "There is nothing to post: no session or sponsor fits these filters."


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """A campaign, what creating it would queue, and what it costs.

    `networks` are the names of those that it goes to. `fault` is what is wrong with the template as such,
    or that there is nothing to post; it may be in a single `fault_line` of the template. `digest` is another
    one as soon as any text or time is. `left_out` counts sessions that are so near that their tweets would
    come too late.
    """

    campaign: Campaign
    preview: Preview
    networks: tuple[str, ...]
    fault: str
    price: Decimal
    budget_left: Decimal | None
    is_slowed: bool
    digest: str
    left_out: int = 0
    fault_line: int | None = None

    @property
    def can_be_created(self) -> bool:
        """Tell whether nothing is wrong with it."""
        if self.campaign.rule is CampaignRule.RELEASE and not self.preview.tweets:
            return not self.fault
        return not self.fault and self.preview.can_be_created

    @property
    def texts_digest(self) -> str:
        """The same for campaigns that say the same, whenever they do."""
        return _digest(sorted(_texts_of(tweet) for tweet in self.preview.tweets))


class PreviewRefusedError(CampaignError):
    """Nothing was created: the preview is not what was read, or something is wrong with it.

    `previewed` is how it looks now.
    """

    def __init__(self, reason: str, previewed: Previewed) -> None:
        super().__init__(f"Nothing was created: {reason}")
        self.previewed = previewed


class Planner:
    """Makes previews; `most_tweets` bounds one campaign."""

    def __init__(
        self,
        *,
        clock: Clock,
        catalogue: Catalogue,
        templates: Templates,
        networks: Callable[[], Sequence[Network]],
        most_tweets: int,
    ) -> None:
        self._clock = clock
        self._catalogue = catalogue
        self._templates = templates
        self._destinations = Destinations(networks, _KEPT * most_tweets)
        self._most_tweets = most_tweets
        # A preview has many pages, and each turn needs all texts again.
        self._rendered: LRUCache[str, Rendered] = LRUCache(_KEPT)

    def next_open(self, moment: datetime) -> datetime:
        """Return when tweets may go out, from a moment in UTC on, on all networks if possible."""
        return self._destinations.next_open(moment)

    async def previewed(self, campaign: Campaign) -> Previewed:
        """Return the preview of this moment. Raises `CampaignError` for one with too many tweets."""
        items = in_order(self._catalogue.items(campaign))
        if campaign.rule is CampaignRule.FIXED:
            return await self._previewed(campaign, items, self._clock.now())
        if campaign.rule is CampaignRule.RELEASE:
            return await self._previewed(campaign, items, None)
        coming = [item for item in items if self._is_coming(campaign, item)]
        previewed = await self._previewed(campaign, coming, self._clock.now())
        return replace(previewed, left_out=len(items) - len(coming))

    async def everything(self, campaign: Campaign) -> Previewed:
        """Return the preview of this moment, also of what comes too late; there may be nothing in it.

        Raises `CampaignError`, also for what is wrong with the template as such.
        """
        items = in_order(self._catalogue.items(campaign))
        previewed = await self._previewed(campaign, items, None)
        if items and previewed.fault:
            raise CampaignError(previewed.fault)
        return previewed

    def _is_coming(self, campaign: Campaign, item: Item) -> bool:
        due = self._due_before(campaign, item)
        return self._clock.now() < due and item.starts is not None and due < item.starts

    async def _previewed(self, campaign: Campaign, items: Sequence[Item], now: datetime | None) -> Previewed:
        if len(items) > self._most_tweets:
            raise CampaignError(
                f"These would be {len(items)} tweets, and {self._most_tweets} are possible "
                "(most_tweets in the configuration). Use a filter."
            )
        try:
            if campaign.rule is CampaignRule.RELEASE and not items:
                await self._templates.check(campaign.template, OF_SESSIONS)
                return await self._with(campaign, Preview((), ()), "")
            rendered = await self._texts(campaign, items)
        except TemplateError as error:
            useless = await self._with(campaign, Preview((), ()), f"The template cannot be used. {error}")
            return replace(useless, fault_line=error.line)
        planned = await self._planned(campaign, items, rendered, now)
        return await self._with(campaign, planned, "" if items else _NOTHING)

    async def _planned(
        self, campaign: Campaign, items: Sequence[Item], rendered: Rendered, now: datetime | None
    ) -> Preview:
        times = self._times(campaign, items)
        versions: dict[str, tuple[Version, ...] | TemplateError] = {}
        last: tuple[Version, ...] = ()
        for item, due in zip(items, times, strict=True):
            texts = rendered[item.key]
            if isinstance(texts, TemplateError):
                versions[item.key] = texts
            else:
                versions[item.key] = last = await self._destinations.versions(texts, due, last)
        return preview(items, times, versions, now)

    def _times(self, campaign: Campaign, items: Sequence[Item]) -> Sequence[datetime]:
        if campaign.rule is CampaignRule.BEFORE:
            return [self._due_before(campaign, item) for item in items]
        pace = Pace(campaign.start_at, campaign.interval_minutes, campaign.random_minutes, campaign.seed)
        return due_times(pace, len(items), self.next_open)

    def _due_before(self, campaign: Campaign, item: Item) -> datetime:
        if item.starts is None:
            raise ValueError("Only sessions have a start.")
        return self.next_open(item.starts - timedelta(minutes=campaign.lead_minutes))

    async def _texts(self, campaign: Campaign, items: Sequence[Item]) -> Rendered:
        contexts = {item.key: item.context for item in items}
        networks = self._destinations.names or (NO_NETWORK,)
        key = _digest([campaign.template, campaign.seed, networks, contexts])
        if key not in self._rendered:
            texts = await self._templates.render_each(campaign.template, contexts, networks, campaign.seed)
            self._rendered[key] = {name: _as_queued(each) for name, each in texts.items()}
        return self._rendered[key]

    async def _with(self, campaign: Campaign, planned: Preview, fault: str) -> Previewed:
        interval = campaign.interval_minutes * 60
        prices = [price for tweet in planned.tweets for price in self._destinations.price(tweet.versions)]
        return Previewed(
            campaign=campaign,
            preview=planned,
            networks=self._destinations.names,
            fault=fault,
            price=sum(prices, Decimal()),
            budget_left=await self._destinations.budget_left(),
            is_slowed=self._destinations.min_gap_seconds > interval,
            digest=_digest([(tweet.item.key, tweet.due, _texts_of(tweet)) for tweet in planned.tweets]),
        )


def _texts_of(tweet: PlannedTweet) -> list[tuple[str, str]]:
    return [(version.network, version.text) for version in tweet.versions]


def _as_queued(texts: Mapping[str, str] | TemplateError) -> Mapping[str, str] | TemplateError:
    """Return the texts as the queue keeps them, so that what was previewed is what goes out."""
    if isinstance(texts, TemplateError):
        return texts
    return {network: _tidy(text) for network, text in texts.items()}


def _tidy(text: str) -> str:
    try:
        tidy = normalised(text)
    except DraftError:
        # It is far too long, which the preview says in its own words.
        return text
    return tidy if says_something(tidy) else ""


def _digest(values: object) -> str:
    return hashlib.sha256(repr(values).encode("utf-8", "backslashreplace")).hexdigest()[:16]
