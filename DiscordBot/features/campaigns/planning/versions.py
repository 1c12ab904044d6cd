"""What a tweet is on each network, by that network's own rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cachetools import LRUCache

from DiscordBot.networks.port import Measure, OutgoingPost
from DiscordBot.templating.templates import NO_NETWORK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from DiscordBot.networks.port import Network

LONGEST_TWEET = 280
"""In characters, as long as there is no network that counts by its own rules."""
MOST_OPENINGS = 20
"""How many openings are looked at to find one at which all networks post: windows may never meet."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one network gets, and when (UTC): `due` is inside its own posting window.

    `network` is its name, `title` what people call it; both are empty while there is none.
    """

    network: str
    title: str
    text: str
    length: int
    limit: int
    due: datetime

    @property
    def fits(self) -> bool:
        """Whether it is short enough."""
        return self.length <= self.limit

    @property
    def fullness(self) -> float:
        """How much of what is possible it takes; above 1 is too much."""
        return self.length / self.limit


def together(openings: Sequence[Callable[[datetime], datetime]], moment: datetime) -> datetime:
    """Return the first moment from this one on at which all networks post, in UTC.

    `openings` give for a moment the same moment if a network posts then, else when it next does. Where
    windows never meet it is the moment at which the first network posts.
    """
    found = moment
    for _ in range(MOST_OPENINGS):
        later = max((next_open(found) for next_open in openings), default=found)
        if later == found:
            return found
        found = later
    return min(next_open(moment) for next_open in openings)


class Destinations:
    """The networks that campaigns go to; `networks` gives those of the moment, perhaps none.

    At most `kept` lengths are remembered: a preview has many pages, and each turn needs all of them again.
    """

    def __init__(self, networks: Callable[[], Sequence[Network]], kept: int) -> None:
        self._networks = networks
        self._measures: LRUCache[tuple[str, str], Measure] = LRUCache(kept)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(network.name for network in self._networks())

    @property
    def min_gap_seconds(self) -> int:
        """How far two tweets are apart at least, on the slowest of them."""
        return max((network.min_gap_seconds for network in self._networks()), default=0)

    def next_open(self, moment: datetime) -> datetime:
        """Return when tweets may go out, from a moment in UTC on, on all of them if possible."""
        return together([network.window.next_open for network in self._networks()], moment)

    async def versions(
        self, texts: Mapping[str, str], due: datetime, before: Sequence[Version] = ()
    ) -> tuple[Version, ...]:
        """Return what each network gets of the `texts` for them, by their names, that are due at a moment.

        `before` is what they got last: each keeps its distance.
        """
        last = {version.network: version.due for version in before}
        return tuple(
            [
                await self._version(network, texts[network.name], due, last.get(network.name))
                for network in self._networks()
            ]
        ) or (Version(NO_NETWORK, "", texts[NO_NETWORK], len(texts[NO_NETWORK]), LONGEST_TWEET, due),)

    def price(self, versions: Sequence[Version]) -> Sequence[Decimal]:
        """Return what each network charges for its version, in US dollars."""
        by_name = {version.network: version.text for version in versions}
        return [
            network.price(OutgoingPost(text=by_name[network.name]))
            for network in self._networks()
            if network.name in by_name
        ]

    async def budget_left(self) -> Decimal | None:
        """Return what may still be spent this month where posts cost something; None if they do nowhere."""
        budgets = [await network.budget_left() for network in self._networks()]
        known = [left for left in budgets if left is not None]
        return min(known, default=None)

    async def _version(self, network: Network, text: str, due: datetime, last: datetime | None) -> Version:
        if (network.name, text) not in self._measures:
            self._measures[network.name, text] = await network.measure(text)
        measure = self._measures[network.name, text]
        if last is not None:
            due = max(due, last + timedelta(seconds=network.min_gap_seconds))
        opens = network.window.next_open(due)
        return Version(network.name, network.title, text, measure.length, measure.limit, opens)
