from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.registration.matching.attendees import attendee_tickets, find_attendee, with_addons
from DiscordBot.features.registration.matching.names import Likeness, likeness
from tests.features.registration.rules import order, position

if TYPE_CHECKING:
    from DiscordBot.features.registration.shop.tickets import Order, Position

ADA = position("Ada Lovelace", id=11, positionid=1)
ADAS_TUTORIAL = position(None, id=12, positionid=2, item=2, addon_to=11)
GRACE = position("Grace Hopper", id=13, positionid=3)
ADAS_SPRINT = position("Ada Lovelace", id=14, positionid=4, item=3)
GRACES_SHIRT = position(None, id=15, positionid=5, item=4, addon_to=13)
NAMELESS = position(None, id=16, positionid=6)
FAMILY = order(ADA, ADAS_TUTORIAL, GRACE, ADAS_SPRINT, GRACES_SHIRT, NAMELESS)


def ids(order: Order, name: str, positionid: int | None = None) -> list[int]:
    return [ticket.id for ticket in find_attendee(order, name, positionid)]


def order_of(*names: str) -> Order:
    return order(*(position(name, id=number) for number, name in enumerate(names, start=1)))


@pytest.mark.parametrize(
    ("name", "positionid", "found"),
    [
        ("ada lovelace", None, [11, 14]),
        ("Ada Lovelacce", None, [11, 14]),
        ("Grace Hopper", None, [13]),
        ("Ada Lovelace", 1, [11]),
        ("Ada Lovelace", 2, [11]),
        ("Ada Lovelace", 4, [14]),
        ("Ada Lovelace", 3, []),
        ("Ada Lovelace", 6, []),
        ("Ada Lovelace", 99, []),
        ("Alan Turing", None, []),
        ("", None, []),
    ],
)
def test_a_name_means_the_tickets_of_one_attendee(
    name: str, positionid: int | None, found: list[int]
) -> None:
    assert ids(FAMILY, name, positionid) == found


def test_addons_belong_to_the_attendee_of_their_ticket() -> None:
    assert with_addons(FAMILY, ADA) == (ADA, ADAS_TUTORIAL)
    assert with_addons(FAMILY, GRACE) == (GRACE, GRACES_SHIRT)


def test_an_addon_with_a_name_is_a_ticket_of_its_own() -> None:
    for_grace = position("Grace Hopper", id=12, positionid=2, item=2, addon_to=11)
    family = order(ADA, for_grace)
    assert with_addons(family, ADA) == (ADA,)
    assert find_attendee(family, "Grace Hopper") == (for_grace,)


def test_an_addon_whose_parent_is_elsewhere_stands_for_itself() -> None:
    alone = order(ADAS_TUTORIAL)
    assert attendee_tickets(alone) == (ADAS_TUTORIAL,)
    assert find_attendee(alone, "Ada Lovelace") == ()


def test_without_a_name_all_attendees_are_listed() -> None:
    assert attendee_tickets(FAMILY) == (ADA, GRACE, ADAS_SPRINT, NAMELESS)
    assert attendee_tickets(FAMILY, 5) == (GRACE,)


@pytest.mark.parametrize(
    ("names", "typed", "found"),
    [
        (("Anna Schmidt", "Anna Schmitt"), "Anna Schmitt", [2]),
        (("Anna Schmidt", "Anna Schmitt"), "Anna Schmi", []),
        (("Marta Kowalska", "Marta Kowalski"), "Marta Kowalsk", []),
        (("Ada King Lovelace", "Ada Byron Lovelace"), "Ada Lovelace", []),
        (("Ada King Lovelace", "Ada Lovelace"), "Ada Lovelace", [2]),
        (("Jean Pierre Dupont", "Jean Paul Dupont"), "Jean P. Dupont", []),
        (("Anne Meyer", "Anton Meyer"), "A. Meyer", []),
        (("Anna Müller-Schmidt", "Anna Müller"), "Anna Müller", [2]),
        (("Li Wei", "Li Wei Ma"), "Li Wei", [1]),
        (("John Smith", "John Smith Jr"), "John Smith", [1]),
        (("王伟", "王薇"), "王薇", [2]),
        (("王伟", "王薇"), "Wang Wei", []),
        (("Hans Müller", "Hans Muller", "Hans Mueller"), "Hans Müller", []),
        (("Jürgen Müller", "Juergen Mueller"), "Jürgen Müller", [1, 2]),
    ],
)
def test_a_name_that_fits_two_attendees_fits_the_better_one_or_nobody(
    names: tuple[str, ...], typed: str, found: list[int]
) -> None:
    assert ids(order_of(*names), typed) == found


PEOPLE = (
    "Ada Lovelace", "Ada King Lovelace", "Ada Lowelace", "Jan Novak", "Jana Novak", "Platon", "王伟", "王薇",
    "Hans Müller", "Hans Mueller", "Hans Muller", "Мария Иванова", "Mariya Ivanova",
)  # fmt: skip


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Draw an order of several people with tickets, in any number and sequence, and add-ons."""
    ids = count(1)
    positions = []
    for name in draw(st.lists(st.sampled_from([*PEOPLE, None]), min_size=1, max_size=6)):
        ticket = position(name, id=next(ids))
        addons = [position(None, id=next(ids), addon_to=ticket.id) for _ in range(draw(st.integers(0, 2)))]
        positions += [ticket, *addons]
    return order(*draw(st.permutations(positions)))


def is_same(one: Position, other: Position) -> bool:
    return likeness(one.attendee_name or "", other.attendee_name or "") is Likeness.SAME


@given(orders(), st.sampled_from(PEOPLE))
def test_whoever_types_a_name_gets_the_tickets_of_that_name_and_no_others(order: Order, name: str) -> None:
    names = [ticket.attendee_name or "" for ticket in order.positions]
    found = find_attendee(order, name)
    if {other for other in names if likeness(name, other) is Likeness.SAME} == {name}:
        assert list(found) == [ticket for ticket in order.positions if ticket.attendee_name == name]
    for ticket in found:
        assert likeness(name, ticket.attendee_name or "") is not Likeness.NONE
        assert all(is_same(ticket, p) for p in found)
        assert all(p is ticket or p.addon_to == ticket.id for p in with_addons(order, ticket))


@given(orders(), st.sampled_from(PEOPLE), st.data())
def test_the_sequence_of_tickets_in_an_order_decides_nothing(
    order: Order, name: str, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(order.positions))
    again = replace(order, positions=tuple(shuffled))
    assert set(find_attendee(order, name)) == set(find_attendee(again, name))


@given(orders(), st.text())
def test_no_text_gets_tickets_without_a_name(order: Order, text: str) -> None:
    assert all(ticket.attendee_name for ticket in find_attendee(order, text))
