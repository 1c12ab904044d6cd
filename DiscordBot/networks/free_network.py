"""What all networks share that cost nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.networks.port import OutgoingPost, Paused
    from DiscordBot.networks.posting_window import PostingWindow


class FreeNetwork:
    """The part of a `Network` that is the same for all that charge nothing; `why_paused` tells why not."""

    def __init__(
        self,
        window: PostingWindow,
        min_gap_seconds: int,
        why_paused: Callable[[], Awaitable[Paused | None]],
    ) -> None:
        self.window = window
        self.min_gap_seconds = min_gap_seconds
        self._why_paused = why_paused

    async def why_paused(self) -> Paused | None:
        """Return why nothing can be posted now, or None."""
        return await self._why_paused()

    async def budget_left(self) -> Decimal | None:
        """Return None: nothing is paid for."""
        return None

    def price(self, post: OutgoingPost) -> Decimal:  # noqa: ARG002 - a network has a price for each post
        """Return 0."""
        return Decimal(0)


async def nothing_is_paid_for() -> Decimal | None:
    """Return what may still be spent, which nobody counts."""
    return None
