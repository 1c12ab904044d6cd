"""Finding orders for people at the registration desk: as forgiving as registration is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyascii import anyascii

from DiscordBot.features.registration.matching.names import Likeness, likeness
from DiscordBot.features.registration.matching.ticket_finder import as_address
from DiscordBot.features.registration.shop.order_code import parse_order_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from DiscordBot.features.registration.shop.order_code import OrderCode
    from DiscordBot.features.registration.shop.order_lookup import FreshLook
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Order

MOST_ORDERS = 25
ORDERS_AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class FoundOrders:
    """The best hits, and whether there are `more`; `unasked` means that a shop could not be asked."""

    orders: tuple[Order, ...] = ()
    more: bool = False
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class OrderSearch:
    """Searches the orders in memory, and the shops for an order that is not among them.

    `read_code` tells which order is meant by what people paste.
    """

    store: TicketStore
    fresh_look: FreshLook
    hash_email: Callable[[str], str]
    read_code: Callable[[str], OrderCode | None] = parse_order_code

    async def find(self, *, order: str = "", name: str = "", most: int = MOST_ORDERS) -> FoundOrders:
        """Find orders by a code as people paste it, or by an attendee's name or e-mail address."""
        code = self.read_code(order)
        found = FoundOrders() if code is None else await self._by_code(code)
        # A name alone, in the field for the code, looks like one.
        is_perhaps_name = code is None or (not name and order.strip().isalpha())
        wanted = name or order
        if found.orders or not is_perhaps_name or not wanted.strip():
            return found
        by_name = await self._by_name(wanted, most)
        return by_name if by_name.orders else found

    async def _by_code(self, code: OrderCode) -> FoundOrders:
        found = self._known(code)
        if not found:
            asked = await self.fresh_look.at(code.code)
            found = self._known(code)
            return FoundOrders(found) if found else FoundOrders(unasked=not asked)
        return FoundOrders(found)

    def _known(self, code: OrderCode) -> tuple[Order, ...]:
        return tuple(order for order, _ in self.store.meant_by(code))

    async def _by_name(self, wanted: str, most: int) -> FoundOrders:
        index = self.store.names
        if "@" in wanted:
            address = self.hash_email(as_address(wanted))
            return await self._first(index.by_address(address), _HasAddress(address), most)
        await index.catch_up()
        return await self._first(index.candidates(wanted), _HasName(wanted), most)

    async def _first(self, codes: Iterable[str], fits: Callable[[Order], bool], most: int) -> FoundOrders:
        """Return the first orders that fit, each once."""
        found: dict[str, Order] = {}
        seen: set[str] = set()
        for code in codes:
            order = self.store.get(code) if code not in seen else None
            seen.add(code)
            if len(seen) % ORDERS_AT_A_TIME == 0:
                # Thousands at a stretch would keep others waiting for their answers.
                await asyncio.sleep(0)
            if order is not None and fits(order):
                found[code] = order
                if len(found) > most:
                    return FoundOrders(tuple(found.values())[:most], more=True)
        return FoundOrders(tuple(found.values()))


class _HasAddress:
    """Whether an e-mail address, given as its hash, stands in an order."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __call__(self, order: Order) -> bool:
        return self._address in {order.email_hash, *(p.email_hash for p in order.positions)}


class _HasName:
    """Whether a name, or a part of one, stands in an order."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._folded = _folded(wanted)

    def __call__(self, order: Order) -> bool:
        names = {position.attendee_name for position in order.positions if position.attendee_name}
        return any(
            (self._folded and self._folded in _folded(name))
            or likeness(self._wanted, name) is not Likeness.NONE
            for name in names
        )


def _folded(name: str) -> str:
    return " ".join(anyascii(name).casefold().split())
