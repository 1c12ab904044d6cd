"""What is known of X without asking it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from DiscordBot.networks.port import Measure
from DiscordBot.networks.twitter import price
from DiscordBot.networks.twitter.length import LIMIT, weighted_length

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from decimal import Decimal

    from DiscordBot.networks.port import OutgoingPost, Paused
    from DiscordBot.networks.posting_window import PostingWindow


class XRules:
    """The part of a `Network` that is the same whether or not it posts; `why_paused` tells why not."""

    name = "twitter"
    title = "X"

    def __init__(
        self,
        window: PostingWindow,
        min_gap_seconds: int,
        why_paused: Callable[[], Awaitable[Paused | None]],
        left: Callable[[], Awaitable[Decimal | None]] | None = None,
    ) -> None:
        self.window = window
        self.min_gap_seconds = min_gap_seconds
        self._why_paused = why_paused
        self._left = left

    async def why_paused(self) -> Paused | None:
        """Return why nothing can be posted now, or None."""
        return await self._why_paused()

    async def budget_left(self) -> Decimal | None:
        """Return what may still be spent this month, in US dollars; None if nothing is paid for."""
        return None if self._left is None else await self._left()

    async def measure(self, text: str) -> Measure:
        """Return the weighted length; of a text that is hopelessly long, the number of characters."""
        return Measure(await asyncio.to_thread(weighted_length, text), LIMIT)

    def price(self, post: OutgoingPost) -> Decimal:
        """Return the estimated price in US dollars."""
        return price.estimate(post)

    def warnings(self, post: OutgoingPost) -> Sequence[str]:
        """Return sentences about what X restricts or charges in this post."""
        return price.warnings(post)
