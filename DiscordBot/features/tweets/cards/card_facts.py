"""What a card says besides the tweet itself: length, price, when it goes out, what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cachetools import LRUCache

from DiscordBot.features.tweets.versions import text_for
from DiscordBot.networks.port import Media, OutgoingPost

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.tweets.snapshots import TweetContent
    from DiscordBot.networks.port import Measure, Network, Paused

SOON = timedelta(minutes=1)
_LENGTHS_KEPT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFacts:
    """What one network says of a tweet; `price` in US dollars is an estimate."""

    name: str
    title: str
    length: Measure
    price: Decimal
    warnings: tuple[str, ...] = ()
    paused: Paused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """Everything about a tweet that is not stored with it.

    `elsewhere` are the titles of networks that it does not go to. `due` is when it goes out if it is
    approved; None if it `is_soon`, within a minute, or never will.
    `policy` is `config.Moderation.policy`.
    """

    policy: str
    networks: tuple[NetworkFacts, ...] = ()
    elsewhere: tuple[str, ...] = ()
    due: datetime | None = None
    is_soon: bool = False

    @property
    def has_choice(self) -> bool:
        """Whether there is more than one network that it could go to."""
        return len(self.networks) + len(self.elsewhere) > 1


class FactsReader:
    """Asks the networks and the settings as they are now."""

    def __init__(
        self,
        clock: Clock,
        *,
        networks: Sequence[Network],
        policy: Callable[[], str],
        due_at: Callable[[TweetContent], datetime | None],
    ) -> None:
        self._clock = clock
        self._networks = tuple(networks)
        self._policy = policy
        self._due_at = due_at
        # Open cards are looked at each minute, and measuring a text is slow.
        self._lengths: LRUCache[tuple[str, str], Measure] = LRUCache(_LENGTHS_KEPT)

    async def of(self, tweet: TweetContent) -> CardFacts:
        """Return the facts about one tweet."""
        due, receivers = self._due_at(tweet), tweet.receivers(self._networks)
        is_soon = due is not None and due <= self._clock.now() + SOON
        return CardFacts(
            policy=self._policy(),
            networks=tuple([await self._ask(network, tweet) for network in receivers]),
            elsewhere=tuple(network.title for network in self._networks if network not in receivers),
            due=None if is_soon else due,
            is_soon=is_soon,
        )

    async def _ask(self, network: Network, tweet: TweetContent) -> NetworkFacts:
        text = text_for(tweet, network.name)
        post = _post(tweet, text)
        return NetworkFacts(
            name=network.name,
            title=network.title,
            length=await self._measure(network, text),
            price=network.price(post),
            warnings=tuple(network.warnings(post)),
            paused=await network.why_paused(),
        )

    async def _measure(self, network: Network, text: str) -> Measure:
        key = (network.name, text)
        if key not in self._lengths:
            self._lengths[key] = await network.measure(text)
        return self._lengths[key]


def _post(tweet: TweetContent, text: str) -> OutgoingPost:
    return OutgoingPost(
        text=text,
        # Neither a price nor a warning depends on what a picture shows.
        media=tuple(
            Media(content=b"", media_type=picture.media_type, alt_text=picture.alt_text)
            for picture in tweet.pictures
        ),
        in_reply_to=tweet.in_reply_to,
        quote_of=tweet.quote_of,
        retweet_of=tweet.retweet_of,
    )
