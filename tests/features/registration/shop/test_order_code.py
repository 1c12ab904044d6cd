from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.registration.shop.order_code import OrderCode, parse_order_code

SPELLINGS = [
    ("ABC12", OrderCode("ABC12")),
    ("abc12", OrderCode("ABC12")),
    ("#ABC12", OrderCode("ABC12")),
    ("#abc12-1", OrderCode("ABC12", 1)),
    ("ABC12-12", OrderCode("ABC12", 12)),
    ("# ABC12 - 1", OrderCode("ABC12", 1)),
    ("  a b c 1 2\n", OrderCode("ABC12")),
    ("ABC\N{NO-BREAK SPACE}12", OrderCode("ABC12")),
    ("\N{ZERO WIDTH SPACE}ABC12\N{SOFT HYPHEN}", OrderCode("ABC12")),
    ("ABC１２", OrderCode("ABC12")),
    ("＃ａｂｃ１２－１", OrderCode("ABC12", 1)),
    ("ABC12–1", OrderCode("ABC12", 1)),
    ("ABC12−1", OrderCode("ABC12", 1)),
    ("https://tickets.example.org/example/conf2027/order/abc12/k3vxy9/", OrderCode("ABC12")),
    ("https://tickets.example.org/order/abc12", OrderCode("ABC12")),
    ("https://tickets.example.org/ticket/ABC12/2/secret/", OrderCode("ABC12", 2)),
    ("CONF2027-ABC12", OrderCode("ABC12")),
    ("conf2027-abc12-1", OrderCode("ABC12", 1)),
    ("CONF2027ABC12", OrderCode("ABC12")),
    ("CONF2027-37899", OrderCode("37899")),
    ("another-event-ABC12", OrderCode("ABC12")),
    ("Order ABC12", OrderCode("ABC12")),
    ("Order code: ABC12.", OrderCode("ABC12")),
    ("Order #ABC12-1", OrderCode("ABC12", 1)),
    ("Bestell-Nr. ABC12", OrderCode("ABC12")),
    ("(ABC12)", OrderCode("ABC12")),
    ('"ABC12"', OrderCode("ABC12")),
    ("“ABC12”", OrderCode("ABC12")),
    ("„ABC12“", OrderCode("ABC12")),
    ("`ABC12`", OrderCode("ABC12")),
    ("ORDER", OrderCode("ORDER")),
    ("N° de commande : ABC12", OrderCode("ABC12")),
    ("Código de pedido: ABC12", OrderCode("ABC12")),
    ("Zamówienie ABC12", OrderCode("ABC12")),
    ("Best.-Nr. ABC12", OrderCode("ABC12")),
    ("Verwendungszweck: CONF2027-ABC12", OrderCode("ABC12")),
    ("conf2027/ABC12", OrderCode("ABC12")),
    ("CONF2027_ABC12", OrderCode("ABC12")),
    ("> Order code: ABC12", OrderCode("ABC12")),
    ("- ABC12", OrderCode("ABC12")),
    ("1. ABC12", OrderCode("ABC12")),
    ("| ABC12 |", OrderCode("ABC12")),
    ("~~ABC12~~", OrderCode("ABC12")),
    ("『ABC12』", OrderCode("ABC12")),
    ("ABC12/2", OrderCode("ABC12", 2)),
    ("ABC12 #2", OrderCode("ABC12", 2)),
    ("https://tickets.example.org/order/abc12?utm_source=mail", OrderCode("ABC12")),
    ("(https://tickets.example.org/order/abc12)", OrderCode("ABC12")),
    ("https://tickets.example.org/control/event/x/conf2027/orders/ABC12/", OrderCode("ABC12")),
    (
        "https://x.example/redirect?to=https%3A%2F%2Ftickets.example.org%2Forder%2FABC12%2Fk3",
        OrderCode("ABC12"),
    ),
    ("Re: Your order: ABC12", OrderCode("ABC12")),
    ("Order ABC12 (2 tickets)", OrderCode("ABC12")),
    ("Order XKTRP (2 tickets)", OrderCode("XKTRP")),
    ("Order ABC12 – PyCon", OrderCode("ABC12")),
    ("Order code: ABC12\nName: Ada", OrderCode("ABC12")),
    ("abc12-2 please", OrderCode("ABC12", 2)),
    ("ABC12 ABC12", OrderCode("ABC12")),
]

NO_CODES = [
    "",
    " ",
    "#",
    "-1",
    "ABC12-",
    "ABC12-x",
    "ABC12-1-2",
    "ABC_12",
    "AB'C12",
    "ÄBC12",
    "٣٤٥",
    "🎟️",
    "Ada Lovelace",
    "ada@example.org",
    "order code",
    "A" * 17,
    "ABC12-123456",
    "https://tickets.example.org/example/conf2027/",
    "/order/\N{KELVIN SIGN}BC12/",
    "Ada Byron",
    "Tom Baker",
    "Jean PETIT",
    "MARIA LOPEZ",
    "WHERE IS MY ORDER",
    "ABC12 or XYZ89",
    "I bought 2 tickets in 2027",
    "conf2027",
]

TEXTS = st.one_of(
    st.text(),
    st.from_regex(r"[#＃]?[A-Za-z0-9Ａ-Ｚ１-９ſK]{0,18}([-–]\d{0,6})?", fullmatch=True),
    st.from_regex(r".*/order/[^/]{1,17}/.*"),
)


@pytest.mark.parametrize(("text", "meant"), SPELLINGS)
def test_an_order_code_is_read_as_people_write_it(text: str, meant: OrderCode) -> None:
    assert parse_order_code(text, ["conf2027"]) == meant


@pytest.mark.parametrize("text", NO_CODES)
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert parse_order_code(text, ["conf2027"]) is None


@given(TEXTS)
def test_any_text_is_a_code_of_pretix_or_none(text: str) -> None:
    found = parse_order_code(text)
    if found is not None:
        assert re.fullmatch("[A-Z0-9]{1,16}", found.code)


@given(TEXTS)
def test_what_was_read_once_reads_the_same_again(text: str) -> None:
    found = parse_order_code(text)
    if found is not None:
        badge = f"#{found.code}" if found.positionid is None else f"#{found.code}-{found.positionid}"
        assert parse_order_code(badge) == found
