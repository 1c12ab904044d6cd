"""A ticket shop of any size, in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from DiscordBot.features.registration.shop.port import OrderPage
from DiscordBot.features.registration.shop.tickets import Item, Order, Position, Subevent
from sandbox import conference
from sandbox.conference.catalogue import CONFERENCE, PERSONAL
from sandbox.conference.people import some_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OPENED = datetime(2027, 3, 1, tzinfo=UTC)
FIRST_POSITION = 1_000_000
SYLLABLES = tuple(consonant + vowel for consonant in "bdklmrstvz" for vowel in ("a", "ier"))
PAGE = 5_000
"""Larger than pretix's, since it is not the pages that are measured."""


class Shop:
    """A stand-in for the client of pretix: `size` orders with one ticket each, the same ones every time."""

    def __init__(self, size: int) -> None:
        random = Random(size)
        self.orders = [
            self._order(number, f"{some_name(random)} {_family(random)}") for number in range(size)
        ]

    async def order_pages(self, *, modified_since: datetime | None = None) -> AsyncIterator[OrderPage]:
        """Read all orders, or none when only changes are asked for."""
        orders = self.orders if modified_since is None else []
        for start in range(0, max(1, len(orders)), PAGE):
            yield OrderPage(tuple(orders[start : start + PAGE]), len(orders), OPENED)

    async def order(self, code: str, *, give_up_after: float | None = None) -> Order | None:
        """Look up one order."""
        del give_up_after
        return next((order for order in self.orders if order.code == code), None)

    async def subevents(self) -> tuple[Subevent, ...]:
        """See `OrderSource`."""
        return ()

    async def items(self) -> tuple[Item, ...]:
        """Read the catalogue of the made-up conference."""
        return tuple(map(Item.model_validate, conference.items()))

    def _order(self, number: int, name: str) -> Order:
        address = sha256(name.encode()).hexdigest()
        ticket = Position(
            id=FIRST_POSITION + number,
            positionid=1,
            item=CONFERENCE,
            variation=PERSONAL,
            attendee_name=name,
            email_hash=address,
        )
        return Order(
            code=f"A{number:06}",
            status="p",
            last_modified=OPENED + timedelta(seconds=number),
            bought_at=OPENED + timedelta(seconds=number),
            email_hash=address,
            event=conference.EVENT,
            positions=(ticket,),
        )


def _family(random: Random) -> str:
    """Make up a family name: half of them are rare."""
    return "".join(random.choices(SYLLABLES, k=random.choice((3, 4)))).title()
