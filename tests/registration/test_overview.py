from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.clock import SystemClock
from DiscordBot.database import Database
from DiscordBot.registration.claims import Claims
from DiscordBot.registration.client import OrderPage
from DiscordBot.registration.overview import Overview, Registration, SoldTicket
from DiscordBot.registration.role_mapping import RoleMapping
from DiscordBot.registration.ticket_store import TicketStore
from DiscordBot.registration.tickets import Item, Order, Position

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

BOUGHT = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)
NOW = datetime(2027, 7, 14, 9, tzinfo=UTC)
ADA = 42
CONFERENCE, TUTORIAL, T_SHIRT = 1, 2, 3
STUDENT = 7
ITEMS = tuple(
    Item.model_validate(item)
    for item in (
        {
            "id": CONFERENCE,
            "name": {"en": "Conference"},
            "variations": [{"id": 7, "value": {"en": "Student"}}],
        },
        {"id": TUTORIAL, "name": {"en": "Tutorial"}},
        {"id": T_SHIRT, "name": {"en": "T-shirt"}},
    )
)
MAPPING = RoleMapping({"Conference": ("Attendee",), "Tutorial": ("Tutorial",)}).with_items(ITEMS)


class StoppedClock(SystemClock):
    def now(self) -> datetime:
        return NOW


@dataclass
class Shop:
    """What the store asks, with the orders in hand."""

    orders: tuple[Order, ...]

    async def order_pages(self, *, modified_since: datetime | None = None) -> AsyncIterator[OrderPage]:
        del modified_since
        yield OrderPage(self.orders, len(self.orders), NOW)

    async def order(self, code: str, *, give_up_after: float | None = None) -> Order | None:
        del give_up_after
        return next((order for order in self.orders if order.code == code), None)

    async def items(self) -> tuple[Item, ...]:
        return ITEMS


@dataclass
class Desk:
    """An overview, and what it looks at."""

    shop: Shop
    store: TicketStore
    claims: Claims
    overview: Overview

    async def sell(self, *orders: Order) -> None:
        self.shop.orders = orders
        await self.store.refresh(full=True)

    async def register(self, user_id: int, *tickets: Position) -> None:
        assert await self.claims.claim(user_id, "ABC12", tickets) is None


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")
    await database.start()
    clock, shop = StoppedClock(ZoneInfo("UTC")), Shop(())
    store, claims = TicketStore(database, shop, clock, source="test"), Claims(database, clock)
    await store.open()
    yield Desk(shop, store, claims, Overview(store, claims, lambda: MAPPING))
    await database.close()


def position(number: int, item: int = CONFERENCE, **others: object) -> Position:
    told = {"id": number, "positionid": number, "item": item, "attendee_name": "Ada Lovelace", **others}
    return Position.model_validate(told)


def order(*positions: Position, code: str = "ABC12", status: str = "p") -> Order:
    return Order(code=code, status=status, bought_at=BOUGHT, last_modified=BOUGHT, positions=positions)


async def test_a_ticket_is_told_with_kind_purchase_and_registration(desk: Desk) -> None:
    student = position(1, variation=STUDENT)
    await desk.sell(order(student, position(2)))
    await desk.register(ADA, student)

    assert await desk.overview.sold_tickets() == [
        SoldTicket("Conference / Student", BOUGHT, NOW),
        SoldTicket("Conference", BOUGHT, None),
    ]


@pytest.mark.parametrize("status", ["n", "e", "c"])
async def test_what_lets_nobody_in_is_not_sold(desk: Desk, status: str) -> None:
    await desk.sell(order(position(1), status=status))

    assert await desk.overview.sold_tickets() == []


async def test_what_nobody_can_register_with_is_no_ticket(desk: Desk) -> None:
    addon = position(2, TUTORIAL, attendee_name=None, addon_to=1)
    await desk.sell(order(position(1), addon, position(3, T_SHIRT), position(4, canceled=True)))

    assert [ticket.kind for ticket in await desk.overview.sold_tickets()] == ["Conference"]


async def test_a_registration_is_told_with_its_add_ons(desk: Desk) -> None:
    ticket = position(1)
    await desk.sell(order(ticket, position(2, TUTORIAL, attendee_name=None, addon_to=1)))
    await desk.register(ADA, ticket)

    assert await desk.overview.registrations() == [
        Registration(ADA, "ABC12", ("Conference", "Tutorial"), NOW)
    ]


async def test_a_registration_whose_ticket_was_cancelled_stays_in_sight(desk: Desk) -> None:
    ticket = position(1)
    await desk.sell(order(ticket))
    await desk.register(ADA, ticket)
    await desk.sell(order(ticket, status="c"))

    assert await desk.overview.registrations() == [Registration(ADA, "ABC12", (), NOW)]


async def test_a_registration_whose_order_has_vanished_stays_in_sight(desk: Desk) -> None:
    ticket = position(1)
    await desk.sell(order(ticket))
    await desk.register(ADA, ticket)
    await desk.sell()

    assert await desk.overview.registrations() == [Registration(ADA, "ABC12", (), NOW)]


async def test_what_the_older_bot_registered_counts(desk: Desk) -> None:
    ticket = position(1)
    await desk.sell(order(ticket))
    await desk.claims.import_for_nobody([("ABC12", ticket)])

    assert [ticket.registered_at for ticket in await desk.overview.sold_tickets()] == [NOW]
    assert [found.user_id for found in await desk.overview.registrations()] == [None]


def test_an_order_stored_before_purchases_were_kept_can_still_be_read() -> None:
    stored = order(position(1)).model_copy(update={"bought_at": None})
    older = stored.model_dump_json(exclude={"bought_at"})

    assert Order.model_validate_json(older) == stored


def test_a_stored_order_keeps_its_purchase() -> None:
    sold = order(position(1))

    assert Order.model_validate_json(sold.model_dump_json()) == sold
    assert sold.bought_at == BOUGHT
