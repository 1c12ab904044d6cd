from __future__ import annotations

import dataclasses
import unicodedata
from collections import Counter
from typing import Any

import pytest

from DiscordBot.features.registration.matching.attendees import find_attendee, with_addons
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.shop.order_code import parse_order_code
from DiscordBot.features.registration.shop.tickets import Item, Order
from DiscordBot.features.registration.shop.validity import flaw_of
from sandbox import conference
from sandbox.conference import known_tickets
from sandbox.conference.crowd import CODE_ALPHABET
from sandbox.conference.known_tickets import KnownTicket

KNOWN = [value for value in vars(known_tickets).values() if isinstance(value, KnownTicket)]


@pytest.fixture(scope="module")
def orders() -> dict[str, dict[str, Any]]:
    return {order["code"]: order for order in conference.orders()}


def positions() -> list[dict[str, Any]]:
    return [position for order in conference.orders() for position in order["positions"]]


def test_the_conference_is_the_same_every_time() -> None:
    assert conference.orders() == conference.orders()


def test_order_codes_are_unique_and_like_those_of_pretix() -> None:
    codes = [order["code"] for order in conference.orders()]
    assert len(set(codes)) == len(codes) == conference.NUMBER_OF_ORDERS
    assert {len(code) for code in codes} == {5}
    assert set("".join(codes)) <= set(CODE_ALPHABET)
    assert all(parse_order_code(code) for code in codes)


def test_ids_of_positions_are_unique_and_addons_hang_on_a_position_of_their_order() -> None:
    assert len({position["id"] for position in positions()}) == len(positions())
    for order in conference.orders():
        ids = {position["id"] for position in order["positions"]}
        addons = [position for position in order["positions"] if position["addon_to"]]
        assert {addon["addon_to"] for addon in addons} <= ids
        assert all(addon["attendee_name"] is None for addon in addons)


@pytest.mark.parametrize(
    "state",
    [
        {"status": "p"},
        {"status": "n", "valid_if_pending": False, "require_approval": False},
        {"status": "n", "valid_if_pending": True},
        {"status": "n", "require_approval": True},
        {"status": "e"},
        {"status": "c"},
        {"testmode": True},
    ],
)
def test_every_state_of_an_order_occurs_often(state: dict[str, Any]) -> None:
    assert sum(state.items() <= order.items() for order in map(hashable, conference.orders())) >= 5


def hashable(order: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in order.items() if not isinstance(value, list | dict)}


def test_a_cancelled_order_has_positions_that_do_not_say_so() -> None:
    cancelled = [order for order in conference.orders() if order["status"] == "c"]
    assert not any(position["canceled"] for order in cancelled for position in order["positions"])


def test_an_order_cancelled_with_a_fee_is_paid_and_all_its_positions_are_cancelled() -> None:
    with_fee = [order for order in conference.orders() if order["fees"]]
    assert len(with_fee) >= 5
    assert all(order["status"] == "p" and order["cancellation_date"] for order in with_fee)
    assert all(position["canceled"] for order in with_fee for position in order["positions"])


def test_names_are_as_various_as_in_life() -> None:
    names = [position["attendee_name"] for position in positions() if position["attendee_name"]]
    scripts = Counter(unicodedata.name(name[0]).split()[0] for name in names)
    assert {"LATIN", "CYRILLIC", "ARABIC", "GREEK", "CJK", "HIRAGANA", "HANGUL"} <= set(scripts)
    assert any(not unicodedata.is_normalized("NFC", name) for name in names)
    assert any(" " not in name for name in names)
    assert any(position["attendee_name"] is None and not position["addon_to"] for position in positions())
    assert any(position["blocked"] for position in positions())


def test_companies_buy_ten_tickets_at_once() -> None:
    assert sum(len(order["positions"]) >= 10 for order in conference.orders()) >= 5


@pytest.mark.parametrize("ticket", KNOWN, ids=lambda ticket: f"{ticket.order} {ticket.what}")
def test_a_known_ticket_gives_the_roles_that_it_promises(
    ticket: KnownTicket, orders: dict[str, dict[str, Any]]
) -> None:
    order = Order.read(orders[ticket.order])
    mapping = RoleMapping(
        {name: tuple(roles) for name, roles in conference.TICKET_TO_ROLES.items()}
    ).with_items(Item.model_validate(item) for item in conference.items())
    tickets = [
        position for found in find_attendee(order, ticket.name) for position in with_addons(order, found)
    ]
    valid = [position for position in tickets if not flaw_of(order, position)]
    assert {role for position in valid for role in mapping.roles_for(position)} == set(ticket.roles)


def test_every_known_ticket_differs_from_the_others() -> None:
    assert len(KNOWN) == len({dataclasses.astuple(ticket)[:2] for ticket in KNOWN}) > 25


def test_every_entry_of_the_role_mapping_names_something_for_sale_and_a_role_of_the_server() -> None:
    items = [Item.model_validate(item) for item in conference.items()]
    roles = {name: tuple(roles) for name, roles in conference.TICKET_TO_ROLES.items()}
    assert RoleMapping(roles).with_items(items).unknown_keys() == ()
    assert {role for given in roles.values() for role in given} == set(conference.ATTENDEE_ROLES)


def test_one_speaker_is_known_by_address_only_and_one_by_name_only() -> None:
    by_email, by_name = known_tickets.SPEAKER_BY_EMAIL, known_tickets.SPEAKER_BY_NAME
    addresses = {position["attendee_email"] for position in positions()}
    speakers = {speaker["email"]: speaker["name"] for speaker in conference.speakers()}
    (ticket,) = (position for position in positions() if position["attendee_name"] == by_email.name)
    assert speakers[ticket["attendee_email"]] != by_email.name
    (address,) = (email for email, name in speakers.items() if name == by_name.name)
    assert address not in addresses


def test_no_room_and_no_speaker_is_double_booked() -> None:
    talks = conference.talks()
    assert len({(talk.room, talk.start) for talk in talks}) == len(talks)
    busy = [(speaker, talk.start) for talk in talks for speaker in talk.speakers]
    assert len(set(busy)) == len(busy) > len(talks)
    assert {talk.room for talk in talks} == set(conference.ROOMS)
    assert all(talk.start.tzinfo is conference.TIMEZONE for talk in talks)
    assert {talk.start.date() for talk in talks} >= {conference.FIRST_DAY, conference.LAST_DAY}
