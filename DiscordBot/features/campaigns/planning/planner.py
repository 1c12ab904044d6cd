"""From a campaign's parameters to its preview, which is exactly what creation queues."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from cachetools import LRUCache

from DiscordBot.features.campaigns.errors import CampaignError
from DiscordBot.features.campaigns.planning.plan import Pace, Preview, due_times, in_order, preview
from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.texts import normalised, says_something
from DiscordBot.templating.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.campaigns.models import Campaign
    from DiscordBot.features.campaigns.planning.plan import Item
    from DiscordBot.features.campaigns.planning.selection import Catalogue
    from DiscordBot.templating.templates import Templates

_KEPT = 8
_NOTHING = "There is nothing to post: no session or sponsor fits these filters."


def _at_any_time(moment: datetime) -> datetime:
    return moment


def _free(_text: str) -> Decimal:
    return Decimal()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRules:
    """What X allows and charges, as far as a plan depends on it.

    `next_open` gives for a moment in UTC the same moment if tweets may go out then, else when they next may.
    `measure` gives a text's weighted length, and may be slow; `price` is in US dollars, and so is what
    `budget_left` gives, or None if nobody knows it. Two tweets are at least
    `min_gap` apart. By default a tweet may go out at any time, for nothing.
    """

    next_open: Callable[[datetime], datetime] = _at_any_time
    measure: Callable[[str], int] = len
    price: Callable[[str], Decimal] = _free
    budget_left: Callable[[], Awaitable[Decimal | None]] | None = None
    min_gap: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """A campaign, what creating it would queue, and what it costs.

    `fault` is what is wrong with the template as such, or that there is nothing to post; `digest` is
    another one as soon as any text or time is.
    """

    campaign: Campaign
    preview: Preview
    fault: str
    price: Decimal
    budget_left: Decimal | None
    is_slowed: bool
    digest: str

    @property
    def can_be_created(self) -> bool:
        """Tell whether nothing is wrong with it."""
        return not self.fault and self.preview.can_be_created

    @property
    def texts_digest(self) -> str:
        """The same for campaigns that say the same, whenever they do."""
        return _digest(sorted(tweet.text for tweet in self.preview.tweets))


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
        rules: PostingRules,
        most_tweets: int,
    ) -> None:
        self._clock = clock
        self._catalogue = catalogue
        self._templates = templates
        self._rules = rules
        self._most_tweets = most_tweets
        # A preview has many pages, and each turn needs all texts again.
        self._lengths: LRUCache[str, int] = LRUCache(_KEPT * most_tweets)
        self._rendered: LRUCache[str, Mapping[str, str | TemplateError]] = LRUCache(_KEPT)

    async def previewed(self, campaign: Campaign) -> Previewed:
        """Return the preview of this moment. Raises `CampaignError` for one with too many tweets."""
        items = in_order(self._catalogue.items(campaign))
        if len(items) > self._most_tweets:
            raise CampaignError(
                f"These would be {len(items)} tweets, and {self._most_tweets} are possible "
                "(most_tweets in the configuration). Use a filter."
            )
        try:
            rendered = await self._texts(campaign, items)
        except TemplateError as error:
            return await self._with(campaign, Preview((), ()), f"The template cannot be used. {error}")
        planned = await self._planned(campaign, items, rendered)
        return await self._with(campaign, planned, "" if items else _NOTHING)

    async def _planned(
        self, campaign: Campaign, items: Sequence[Item], rendered: Mapping[str, str | TemplateError]
    ) -> Preview:
        pace = Pace(campaign.start_at, campaign.interval_minutes, campaign.random_minutes, campaign.seed)
        times = due_times(pace, len(items), self._rules.next_open)
        # Counting by X's rules takes a millisecond for a text: with hundreds the bot would stand still.
        return await asyncio.to_thread(preview, items, times, rendered, self._measured, self._clock.now())

    async def _texts(self, campaign: Campaign, items: Sequence[Item]) -> Mapping[str, str | TemplateError]:
        contexts = {item.key: item.context for item in items}
        key = _digest([campaign.template, campaign.seed, contexts])
        if key not in self._rendered:
            texts = await self._templates.render_all(campaign.template, contexts, campaign.seed)
            self._rendered[key] = {name: _as_queued(text) for name, text in texts.items()}
        return self._rendered[key]

    def _measured(self, text: str) -> int:
        if text not in self._lengths:
            self._lengths[text] = self._rules.measure(text)
        return self._lengths[text]

    async def _with(self, campaign: Campaign, planned: Preview, fault: str) -> Previewed:
        interval = timedelta(minutes=campaign.interval_minutes)
        return Previewed(
            campaign=campaign,
            preview=planned,
            fault=fault,
            price=sum((self._rules.price(tweet.text) for tweet in planned.tweets), Decimal()),
            budget_left=await self._rules.budget_left() if self._rules.budget_left is not None else None,
            is_slowed=self._rules.min_gap > interval,
            digest=_digest([(tweet.item.key, tweet.due, tweet.text) for tweet in planned.tweets]),
        )


def _as_queued(text: str | TemplateError) -> str | TemplateError:
    """Return the text as the queue keeps it, so that what was previewed is what goes out."""
    if isinstance(text, TemplateError):
        return text
    try:
        tidy = normalised(text)
    except DraftError:
        # It is far too long, which the preview says in its own words.
        return text
    return tidy if says_something(tidy) else ""


def _digest(values: object) -> str:
    return hashlib.sha256(repr(values).encode("utf-8", "backslashreplace")).hexdigest()[:16]
