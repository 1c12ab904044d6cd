"""Several events of one organizer as one shop: order codes are unique within an organizer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from DiscordBot.features.registration.shop.client import PretixClient
    from DiscordBot.features.registration.shop.port import OrderPage
    from DiscordBot.features.registration.shop.tickets import Item, Order, Subevent


@dataclass(frozen=True, slots=True)
class SeveralEvents:
    """Asks one client after the other, see `OrderSource`."""

    clients: Sequence[PretixClient]

    async def order_pages(self, *, modified_since: datetime | None = None) -> AsyncIterator[OrderPage]:
        """Read the orders of all events, the first event's pages first: its time is the earliest."""
        before = 0
        for client in self.clients:
            total = 0
            async for page in client.order_pages(modified_since=modified_since):
                total = page.total
                yield replace(page, total=before + page.total)
            before += total

    async def order(self, code: str, *, give_up_after: float | None = None) -> Order | None:
        """Look in each event for an order, None when there is none in any."""
        for client in self.clients:
            if (order := await client.order(code, give_up_after=give_up_after)) is not None:
                return order
        return None

    async def items(self) -> tuple[Item, ...]:
        """Read what all events sell."""
        return tuple([item for client in self.clients for item in await client.items()])

    async def subevents(self) -> tuple[Subevent, ...]:
        """Read the dates of all events that are series."""
        return tuple([subevent for client in self.clients for subevent in await client.subevents()])
