"""What registration wants of a ticket shop, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from DiscordBot.core.findings import Finding
    from DiscordBot.features.registration.shop.tickets import Item, Order, Subevent


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some orders out of `total`; `generated` is the shop's own time (UTC) when it began to collect them.

    With `is_everything`, the pages that come now have all orders, even if only changes were asked for.
    """

    orders: tuple[Order, ...]
    total: int
    generated: datetime | None
    is_everything: bool = False


class OrderSource(Protocol):
    """Where orders come from; all methods raise `ServiceError`."""

    def order_pages(self, *, modified_since: datetime | None = None) -> AsyncIterator[OrderPage]:
        """Read all orders that can ever be tickets, or those changed since an aware time, inclusive.

        To follow changes, ask again with `generated` of the first page. An order may come twice.
        """

    async def order(self, code: str, *, give_up_after: float | None = None) -> Order | None:
        """Look up one order by its code, `None` when there is none.

        Somebody who waits for the answer sets `give_up_after` seconds.
        """

    async def items(self) -> tuple[Item, ...]:
        """Read everything that is sold, with its variations, for the mapping of tickets to roles."""

    async def subevents(self) -> tuple[Subevent, ...]:
        """Read the dates of event series; a shop that knows no such thing has none."""


class ProbedSource(OrderSource, Protocol):
    """A source that can be tried before a start."""

    async def probe(self) -> Sequence[Finding]:
        """Try what a start needs, once each; it raises nothing."""


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that is followed.

    `key` tells its orders from those of other shops, and stays the same for ever: tickets are claimed by it.
    It is empty for pretix. `name` is what people call it, `source` says of what the copy of its orders is.
    `advice` is what to look at when it refuses to answer; a file that cannot be read does not get well by
    itself.
    """

    client: OrderSource
    key: str
    name: str
    source: str
    advice: str = ""
    is_file: bool = False


def shop_of_pretix(client: OrderSource, source: str) -> Shop:
    """Describe pretix as a shop."""
    advice = "Check PRETIX_TOKEN in .secrets, and that its team in pretix may view orders of pretix.event."
    return Shop(client, "", "pretix", source, advice)
