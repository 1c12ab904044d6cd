"""Order codes where some shop makes other ones than pretix: as people paste them."""

from __future__ import annotations

import pytest

from DiscordBot.features.registration.shop.order_code import read_any_code
from DiscordBot.features.registration.shop.spellings import Spellings
from DiscordBot.features.registration.shop.tickets import Order, Position
from tests.clocks import START

TITO = Order(
    code="QVYZ",
    status="p",
    last_modified=START,
    shop="tito/example/conf2027",
    references=("reg_dq1hb6rb6dzDucrmoBddAwg",),
    positions=(
        Position(id=1, positionid=1, item=1, references=("QVYZ-1", "ti_dWpRqdgtyfRnjuXFyVFCSdw")),
        Position(id=2, positionid=2, item=1, references=("QVYZ-2", "ti_dVxcB6ytnCqQpZOiwVKECHw")),
    ),
)
SPONSOR = Order(
    code="SP-2027/001",
    status="p",
    last_modified=START,
    shop="file/sponsors",
    positions=(Position(id=3, positionid=1, item=1, references=("21000000001",)),),
)


def meant(text: str, *, also: Order | None = None) -> set[tuple[str, int | None]]:
    spellings = Spellings()
    for order in (TITO, SPONSOR, *([] if also is None else [also])):
        spellings.add(order)
    code = read_any_code(text, ["conf2027"])
    return set() if code is None else set(spellings.of(code))


@pytest.mark.parametrize(
    ("text", "order", "number"),
    [
        ("QVYZ", TITO, None),
        ("qvyz", TITO, None),
        (" #QVYZ-2 ", TITO, 2),
        ("qvyz–2", TITO, 2),
        ("Order QVYZ.", TITO, None),
        ("Ticket: QVYZ-1", TITO, 1),
        ("https://ti.to/registrations/reg_dq1hb6rb6dzDucrmoBddAwg", TITO, None),
        ("https://ti.to/demo/conf/tickets/ti_dVxcB6ytnCqQpZOiwVKECHw", TITO, 2),
        ("https://ti.to/demo/conf/tickets/ti_dVxcB6ytnCqQpZOiwVKECHw/?source=mail", TITO, 2),
        ("SP-2027/001", SPONSOR, None),
        ("sp 2027 001", SPONSOR, None),
        ("SP2027001", SPONSOR, None),
        ("order no. SP-2027-001", SPONSOR, None),
        ("21000000001", SPONSOR, 1),
    ],
)
def test_codes_of_other_shops(text: str, order: Order, number: int | None) -> None:
    assert (order.key, number) in meant(text)


@pytest.mark.parametrize("text", ["", "Ada Lovelace", "#", "https://example.org/", "QVY", "QVYZX", "9" * 600])
def test_what_is_no_code_of_theirs(text: str) -> None:
    assert meant(text) == set()


def test_an_order_that_lost_a_ticket_is_no_longer_found_by_it() -> None:
    spellings = Spellings()
    spellings.add(TITO)
    fewer = Order(code="QVYZ", status="p", last_modified=START, shop=TITO.shop, positions=TITO.positions[:1])
    spellings.add(fewer, TITO)
    code = read_any_code("https://ti.to/demo/conf/tickets/ti_dVxcB6ytnCqQpZOiwVKECHw")
    assert code is not None
    assert list(spellings.of(code)) == []
    spellings.remove(fewer)
    plain = read_any_code("QVYZ")
    assert plain is not None
    assert list(spellings.of(plain)) == []


def test_one_code_in_two_shops_means_both() -> None:
    twin = Order(code="qvyz", status="p", last_modified=START, shop="file/twins", positions=TITO.positions)
    assert {key for key, _ in meant("QVYZ-1", also=twin)} == {TITO.key, twin.key}
