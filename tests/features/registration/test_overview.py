from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.core.clock import SystemClock
from DiscordBot.core.database import Database
from DiscordBot.features.registration.claims import Claims
from DiscordBot.features.registration.overview import Overview, Registration, SoldTicket
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.shop.port import OrderPage
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.registration.shop.tickets import Item, Order, Position, Subevent
from tests.databases import database_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

BOUGHT = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)
NOW = datetime(2027, 7, 14, 9, tzinfo=UTC)
ADA = 42
CONFERENCE, TUTORIAL, T_SHIRT, FOR_SPEAKERS = 1, 2, 3, 4
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
        {"id": FOR_SPEAKERS, "name": {"en": "Speaker"}},
    )
)
MAPPING = RoleMapping(
    {"Conference": ("Attendee",), "Tutorial": ("Tutorial",), "Speaker": ("Speakers",)}
).with_items(ITEMS)


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

    async def subevents(self) -> tuple[Subevent, ...]:
        return ()


@dataclass
class Rules:
    """An overview, and what it looks at."""

    shop: Shop
    store: TicketStore
    claims: Claims
    overview: Overview

    async def sell(self, *orders: Order) -> None:
        self.shop.orders = orders
        await self.store.refresh(full=True)

    async def register(self, user_id: int, *tickets: Position) -> None:
        assert await self.claims.claim(user_id, order(*tickets), tickets) is None


@pytest.fixture
async def rules(tmp_path: Path) -> AsyncIterator[Rules]:
    database = Database(database_url(tmp_path / "bot.db"))
    clock, shop = StoppedClock(ZoneInfo("UTC")), Shop(())
    store, claims = TicketStore(database, shop, clock, source="test"), Claims(database, clock)
    await store.open()
    yield Rules(shop, store, claims, Overview(store, claims, lambda: MAPPING, ["Speakers"]))
    await database.close()


def position(number: int, item: int = CONFERENCE, **others: object) -> Position:
    told = {"id": number, "positionid": number, "item": item, "attendee_name": "Ada Lovelace", **others}
    return Position.read(told)


def order(*positions: Position, code: str = "ABC12", status: str = "p") -> Order:
    return Order(code=code, status=status, bought_at=BOUGHT, last_modified=BOUGHT, positions=positions)


async def test_a_ticket_is_told_with_kind_purchase_and_registration(
    rules: Rules,
) -> None:
    student = position(1, variation=STUDENT)
    await rules.sell(order(student, position(2)))
    await rules.register(ADA, student)

    assert await rules.overview.sold_tickets() == [
        SoldTicket("Conference / Student", BOUGHT, NOW),
        SoldTicket("Conference", BOUGHT, None),
    ]


@pytest.mark.parametrize("status", ["n", "e", "c"])
async def test_what_lets_nobody_in_is_not_sold(rules: Rules, status: str) -> None:
    await rules.sell(order(position(1), status=status))

    assert await rules.overview.sold_tickets() == []


async def test_what_nobody_can_register_with_is_no_ticket(rules: Rules) -> None:
    addon = position(2, TUTORIAL, attendee_name=None, addon_to=1)
    await rules.sell(order(position(1), addon, position(3, T_SHIRT), position(4, canceled=True)))

    assert [ticket.kind for ticket in await rules.overview.sold_tickets()] == ["Conference"]


async def test_a_registration_is_told_with_its_add_ons(rules: Rules) -> None:
    ticket = position(1)
    await rules.sell(order(ticket, position(2, TUTORIAL, attendee_name=None, addon_to=1)))
    await rules.register(ADA, ticket)

    assert await rules.overview.registrations() == [
        Registration(ADA, "ABC12", ("Conference", "Tutorial"), NOW)
    ]


async def test_a_registration_whose_ticket_was_cancelled_stays_in_sight(
    rules: Rules,
) -> None:
    ticket = position(1)
    await rules.sell(order(ticket))
    await rules.register(ADA, ticket)
    await rules.sell(order(ticket, status="c"))

    assert await rules.overview.registrations() == [Registration(ADA, "ABC12", (), NOW)]


async def test_a_registration_whose_order_has_vanished_stays_in_sight(
    rules: Rules,
) -> None:
    ticket = position(1)
    await rules.sell(order(ticket))
    await rules.register(ADA, ticket)
    await rules.sell()

    assert await rules.overview.registrations() == [Registration(ADA, "ABC12", (), NOW)]


async def test_what_the_older_bot_registered_counts(rules: Rules) -> None:
    ticket = position(1)
    await rules.sell(order(ticket))
    await rules.claims.import_for_nobody([(order(ticket), ticket)])

    assert [ticket.registered_at for ticket in await rules.overview.sold_tickets()] == [NOW]
    assert [found.user_id for found in await rules.overview.registrations()] == [None]


class Speaker(NamedTuple):
    name: str
    email_hash: str | None = None


BOB = 43


@pytest.mark.parametrize(
    ("speaker", "found"),
    [
        (Speaker("Countess Lovelace", "hash of ada"), ADA),
        (Speaker("Bob Byron", "hash of the company"), BOB),
        (Speaker("Robert", "hash of the company"), None),
        (Speaker("eve byron"), 44),
        (Speaker("Eve Byron", "another hash"), None),
        (Speaker("Sue Speaker", "another hash"), 45),
        (Speaker("Zoe Nobody"), None),
    ],
    ids=["address", "shared address and name", "shared address", "name", "other address", "ticket", "nobody"],
)
async def test_which_member_is_a_speaker(rules: Rules, speaker: Speaker, found: int | None) -> None:
    tickets = (
        position(1, email_hash="hash of ada"),
        position(2, attendee_name="Bob Byron", email_hash="hash of the company"),
        position(3, attendee_name="Eve Byron", email_hash="hash of the company"),
        position(4, FOR_SPEAKERS, attendee_name="Sue Speaker"),
    )
    await rules.sell(order(*tickets))
    for user_id, ticket in enumerate(tickets, start=ADA):
        await rules.register(user_id, ticket)

    assert await rules.overview.member_who_is(speaker) == found


@pytest.mark.parametrize("change", [{"canceled": True}, {"attendee_name": "Somebody Else"}])
async def test_who_has_a_speakers_ticket_no_more_is_not_the_speaker(
    rules: Rules, change: dict[str, Any]
) -> None:
    ada = Speaker("Ada Lovelace", "hash of ada")
    await rules.sell(order(position(1, email_hash="hash of ada")))
    assert await rules.overview.member_who_is(ada) is None
    await rules.register(ADA, position(1))
    assert await rules.overview.member_who_is(ada) == ADA

    await rules.sell(order(position(1, email_hash="hash of ada", **change)))
    assert await rules.overview.member_who_is(ada) is None


async def test_two_tickets_of_one_member_are_one_speaker_and_those_of_two_are_none(
    rules: Rules,
) -> None:
    tickets = (position(1), position(2), position(3))
    await rules.sell(order(*tickets))
    for ticket in tickets[:2]:
        await rules.register(ADA, ticket)
    assert await rules.overview.member_who_is(Speaker("Ada Lovelace")) == ADA

    await rules.register(BOB, tickets[2])
    assert await rules.overview.member_who_is(Speaker("Ada Lovelace")) is None


def test_an_order_stored_before_purchases_were_kept_can_still_be_read() -> None:
    stored = replace(order(position(1)), bought_at=None)
    older = stored.to_json().replace('"bought_at":null,', "")

    assert Order.from_json(older) == stored


def test_a_stored_order_keeps_its_purchase() -> None:
    sold = order(position(1))

    assert Order.from_json(sold.to_json()) == sold
    assert sold.bought_at == BOUGHT
