"""What orders and tickets are called in shops that do not make codes as pretix does."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from DiscordBot.features.registration.shop.order_code import folded_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from DiscordBot.features.registration.shop.order_code import OrderCode
    from DiscordBot.features.registration.shop.tickets import Order

Meaning = tuple[str, int | None]
"""An order's key, and the number of the ticket if one of its tickets is called so."""


class Spellings:
    """Finds orders by their codes, the references of their tickets and the ends of their links.

    Case and whatever is no letter or digit make no difference: `sp-2027 / 001` is `SP2027001`.
    """

    def __init__(self) -> None:
        self._meanings: defaultdict[str, list[Meaning]] = defaultdict(list)

    def add(self, order: Order, before: Order | None = None) -> None:
        """Note what an order is called, in place of what it was called `before`."""
        if before is not None:
            self.remove(before)
        for spelling, meaning in _spelled(order):
            if meaning not in self._meanings[spelling]:
                self._meanings[spelling].append(meaning)

    def remove(self, order: Order) -> None:
        """Forget what an order is called."""
        for spelling, meaning in _spelled(order):
            meanings = self._meanings.get(spelling)
            if meanings is not None and meaning in meanings:
                meanings.remove(meaning)
                if not meanings:
                    del self._meanings[spelling]

    def of(self, code: OrderCode) -> Iterator[Meaning]:
        """Return every order that is called so, as a whole or with the number of a ticket at its end."""
        for spelling in dict.fromkeys((code.whole, code.code.casefold())):
            for key, positionid in self._meanings.get(spelling, ()) if spelling else ():
                is_whole = spelling == code.whole
                yield key, positionid if is_whole or positionid is not None else code.positionid


def _spelled(order: Order) -> Iterator[tuple[str, Meaning]]:
    for name in (order.code, *order.references):
        if spelling := folded_code(name):
            yield spelling, (order.key, None)
    for position in order.positions:
        for name in position.references:
            if spelling := folded_code(name):
                yield spelling, (order.key, position.positionid)
