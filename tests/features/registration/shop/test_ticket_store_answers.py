"""What the store makes of answers that come half, late or in another sequence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.features.registration.shop.port import OrderPage
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.registration.shop.tickets import Item
from tests.clocks import START
from tests.features.registration.rules import EVENT, order, position

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.shop.tickets import Order, Subevent
    from tests.clocks import StoppedClock


FAILURE = None
LATER = START + timedelta(minutes=1)

ONE, TWO, THREE = (
    order(position(id=number), code=code) for number, code in enumerate(("ONE", "TWO", "THREE"), start=1)
)
STAYED, MOVED = position("Ada Lovelace", id=11), position("Grace Hopper", id=12)
BEFORE_SPLIT = order(STAYED, MOVED, code="WHOLE")
AFTER_SPLIT = order(STAYED, code="WHOLE", last_modified=LATER)
SPLIT_OFF = order(MOVED, code="SPLIT", last_modified=LATER)


def with_item(code: str, item: int, variation: int | None = None) -> Order:
    return order(position(id=99, item=item, variation=variation), code=code)


async def test_progress_is_told_page_by_page(database: Database, clock: StoppedClock) -> None:
    told: list[tuple[int, int]] = []
    store = TicketStore(database, Shop([[ONE, TWO], [THREE]]), clock, source=EVENT)
    await store.refresh(progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 3), (3, 3)]


async def test_what_came_before_a_failure_is_kept_and_asked_for_again(
    database: Database, clock: StoppedClock
) -> None:
    shop = Shop([[ONE], FAILURE, [TWO]])
    store = TicketStore(database, shop, clock, source=EVENT)
    with pytest.raises(ServiceError):
        await store.refresh()
    assert list(store.orders()) == [ONE]
    assert not store.is_ready
    shop.pages = [[ONE], [TWO]]
    assert await store.refresh() == {"TWO"}
    assert store.is_ready
    assert shop.asked_since == [None, None]


async def test_an_answer_that_was_overtaken_changes_nothing(database: Database, clock: StoppedClock) -> None:
    newer = replace(ONE, status="c", last_modified=START + timedelta(minutes=1))
    shop = Shop([[newer]], single=ONE)
    store = TicketStore(database, shop, clock, source=EVENT)
    assert await store.refresh() == {"ONE"}
    assert not await store.refetch("ONE")
    assert store.get("ONE") == newer
    shop.pages = [[ONE]]
    assert await store.refresh() == frozenset()
    assert store.get("ONE") == newer


async def test_a_change_within_the_same_instant_counts(database: Database, clock: StoppedClock) -> None:
    shop = Shop([[ONE]], single=replace(ONE, status="c"))
    store = TicketStore(database, shop, clock, source=EVENT)
    await store.refresh()
    assert await store.refetch("ONE")


async def test_splitting_an_order_moves_a_position(database: Database, clock: StoppedClock) -> None:
    shop = Shop([[BEFORE_SPLIT]])
    store = TicketStore(database, shop, clock, source=EVENT)
    await store.refresh()
    assert store.holding(MOVED.id) == BEFORE_SPLIT
    shop.pages = [[AFTER_SPLIT]]
    await store.refresh()
    assert store.holding(MOVED.id) is None
    shop.pages = [[AFTER_SPLIT], [SPLIT_OFF]]
    await store.refresh()
    assert store.holding(MOVED.id) == SPLIT_OFF
    assert store.holding(STAYED.id) == AFTER_SPLIT


async def test_a_split_read_in_the_wrong_sequence(database: Database, clock: StoppedClock) -> None:
    shop = Shop([[ONE]], single=SPLIT_OFF)
    store = TicketStore(database, shop, clock, source=EVENT)
    await store.refresh()
    await store.refetch("SPLIT")
    shop.pages = [[BEFORE_SPLIT]]
    await store.refresh()
    assert store.holding(MOVED.id) == SPLIT_OFF
    shop.pages = [[AFTER_SPLIT], [SPLIT_OFF]]
    await store.refresh()
    assert store.holding(MOVED.id) == SPLIT_OFF


async def test_an_item_that_is_not_in_the_catalogue_has_it_loaded_again(
    database: Database, clock: StoppedClock
) -> None:
    shop = Shop([[ONE]], catalogue=(item(1, 5),))
    store = TicketStore(database, shop, clock, source=EVENT)
    await store.refresh()
    shop.catalogue = (item(1, 5), item(2))
    shop.single = with_item("NEW", 2)
    await store.refetch("NEW")
    assert [one.id for one in store.items] == [1, 2]
    shop.catalogue = (item(1, 5, 6), item(2))
    shop.single = with_item("SIX", 1, variation=6)
    await store.refetch("SIX")
    assert store.items == shop.catalogue
    assert shop.catalogue_loads == 3


@pytest.mark.parametrize("fetch", [TicketStore.refresh, partial(TicketStore.refetch, code="NEW")])
async def test_a_catalogue_that_could_not_be_loaded_is_tried_again(
    database: Database, clock: StoppedClock, fetch: Callable[[TicketStore], Awaitable[object]]
) -> None:
    shop = Shop([[ONE]], single=with_item("NEW", 2), catalogue=(item(1),))
    store = TicketStore(database, shop, clock, source=EVENT)
    await store.refresh()
    shop.pages = [[with_item("NEW", 2)]]
    shop.catalogue = None
    with pytest.raises(ServiceError):
        await fetch(store)
    shop.catalogue = (item(1), item(2))
    await fetch(store)
    assert store.items == shop.catalogue


class Shop:
    """A pretix with scripted answers: pages of orders, one order for every code, and the catalogue.

    A page that is None, and no catalogue, stand for a failure.
    """

    def __init__(
        self,
        pages: Sequence[Sequence[Order] | None],
        *,
        single: Order | None = None,
        catalogue: tuple[Item, ...] | None = (),
    ) -> None:
        self.pages = pages
        self.single = single
        self.catalogue = catalogue
        self.asked_since: list[datetime | None] = []
        self.catalogue_loads = 0

    async def order_pages(self, *, modified_since: datetime | None = None) -> AsyncIterator[OrderPage]:
        self.asked_since.append(modified_since)
        total = sum(len(page or ()) for page in self.pages)
        for page in self.pages:
            if page is None:
                raise ServiceError("pretix could not answer.")
            yield OrderPage(tuple(page), total, START)

    async def order(self, code: str, *, give_up_after: float | None = None) -> Order | None:
        del code, give_up_after
        return self.single

    async def subevents(self) -> tuple[Subevent, ...]:
        return ()

    async def items(self) -> tuple[Item, ...]:
        self.catalogue_loads += 1
        if self.catalogue is None:
            raise ServiceError("pretix could not answer.")
        return self.catalogue


def item(number: int, *variations: int) -> Item:
    return Item.model_validate(
        {"id": number, "name": {}, "variations": [{"id": one, "value": {}} for one in variations]}
    )
