"""Files with tickets as shops export them: their columns, spellings and states."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.registration.shop.ticket_table import (
    TableError,
    TableFormat,
    TicketTable,
    find_columns,
    read_table,
)
from DiscordBot.features.registration.shop.validity import Flaw, flaw_of

EVENTBRITE = """\
Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,\
Currency,Total Paid,Fees Paid,Attendee Status,Buyer Email
10234567891,2027-03-01 10:00:00,Ada,Lovelace,ada@example.org,1,,Early Bird,21000000001,,Completed,\
EUR,100.00,5.00,Attending,boss@example.org
10234567891,2027-03-01 10:00:00,Grace,Hopper,grace@example.org,1,,Early Bird,21000000002,,Completed,\
EUR,100.00,5.00,Checked In,boss@example.org
10234567892,2027-03-02 11:00:00,Søren,Fjord,soeren@example.org,1,,Student,21000000003,,Completed,\
EUR,50.00,2.00,Not Attending,soeren@example.org
"""


def read(text: str | bytes, **told: object) -> TicketTable:
    content = text if isinstance(text, bytes) else text.encode()
    all_told: dict[str, Any] = {"shop": "file/test", "columns": {}} | told
    table = TableFormat(**all_told)
    return read_table(content, table, "hash of {}".format)


def test_an_export_of_eventbrite() -> None:
    table = read(EVENTBRITE)
    two, one = table.orders
    assert (two.code, one.code) == ("10234567891", "10234567892")
    assert [position.attendee_name for position in two.positions] == ["Ada Lovelace", "Grace Hopper"]
    assert [position.references for position in two.positions] == [("21000000001",), ("21000000002",)]
    assert (two.email_hash, two.positions[0].email_hash) == (
        "hash of boss@example.org",
        "hash of ada@example.org",
    )
    assert two.bought_at == datetime(2027, 3, 1, 10, tzinfo=UTC)
    assert [flaw_of(two, position) for position in two.positions] == [None, None]
    assert flaw_of(one, one.positions[0]) is Flaw.CANCELLED
    assert [item.name["en"] for item in table.items] == ["Early Bird", "Student"]
    assert table.used["status"] == "Attendee Status"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found(encoding: str, delimiter: str) -> None:
    text = "Bestellnummer,Ticketart,Teilnehmer\nA1,Geschäftlich,Jürgen Weiß\n".replace(",", delimiter)
    (order,) = read(text.encode(encoding)).orders
    assert order.positions[0].attendee_name == "Jürgen Weiß"


def test_an_encoding_and_a_delimiter_that_are_told() -> None:
    text = "Order|Ticket type|Name\nA1|Gold, with dinner|Zoë\n"
    (order,) = read(text.encode("utf-16"), encoding="utf-16", delimiter="|").orders
    assert order.positions[0].attendee_name == "Zoë"
    for told, words in (({"encoding": "klingon"}, "no encoding"), ({"encoding": "ascii"}, "not text")):
        with pytest.raises(TableError, match=words):
            read(text, **told)


def test_quotes_line_ends_and_empty_rows() -> None:
    text = (
        'Order,Ticket type,Name\r\n"A1","Gold, ""with"" dinner","Ada\r\nLovelace"\r\n,,\r\n\r\nA2,,Grace\r\n'
    )
    table = read(text)
    assert [order.code for order in table.orders] == ["A1"]
    assert table.items[0].name["en"] == 'Gold, "with" dinner'
    assert table.skipped == 1


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ("Order ID,Ticket Type,Attendee name,Email", {"order": 0, "type": 1, "name": 2, "email": 3}),
        ("ORDER NO.,PRODUCT,FIRST NAME,SURNAME", {"order": 0, "type": 1, "first_name": 2, "last_name": 3}),
        ("E-Mail,Name,Ticket,Code", {"email": 0, "name": 1, "type": 2, "order": 3}),
        ("Numéro de commande,Tarif,Prénom,Nom", {"order": 0, "type": 1, "first_name": 2, "last_name": 3}),
        ("Ticket number,Ticket type,Full name", {"order": 0, "ticket": 0, "type": 1, "name": 2}),
        ("Order,Order date,Type,Status", {"order": 0, "bought": 1, "type": 2, "status": 3}),
    ],
)
def test_known_headers(headers: str, found: dict[str, int]) -> None:
    assert find_columns(headers.split(","), {}) == found


def test_headers_that_are_told_win() -> None:
    columns = find_columns(["Order", "Voucher", "What", "Name"], {"order": ["Voucher"], "type": ["what"]})
    assert (columns["order"], columns["type"], columns["name"]) == (1, 2, 3)


@pytest.mark.parametrize(
    ("text", "columns", "words"),
    [
        ("", {}, "No column says the order"),
        ("Name,Ticket type\n", {}, "No column says the order.*Name, Ticket type"),
        ("Order,Name\n", {}, "No column says the kind"),
        ("Order,Ticket type\n", {"name": ["Who"]}, "no column «Who»"),
    ],
)
def test_what_is_missing_is_told(text: str, columns: dict[str, list[str]], words: str) -> None:
    with pytest.raises(TableError, match=words):
        read(text, columns=columns)


@pytest.mark.parametrize(
    ("status", "flaw"),
    [
        ("Attending", None),
        ("Checked In", None),
        ("", None),
        ("Paid", None),
        ("CANCELLED", Flaw.CANCELLED),
        ("Refunded", Flaw.CANCELLED),
        ("storniert", Flaw.CANCELLED),
        ("Pending", Flaw.UNPAID),
        ("awaiting payment", Flaw.UNPAID),
        ("Expired", Flaw.EXPIRED),
    ],
)
def test_states(status: str, flaw: Flaw | None) -> None:
    (order,) = read(f"Order,Ticket type,Name,Status\nA1,Gold,Ada,{status}\n").orders
    assert flaw_of(order, order.positions[0]) is flaw


def test_the_states_of_one_order_are_each_tickets_own() -> None:
    rows = "A1,Gold,Ada,paid\nA1,Gold,Grace,pending\nA1,Gold,Hedy,void\n"
    (order,) = read(f"Order,Ticket type,Name,Status\n{rows}").orders
    assert [flaw_of(order, p) for p in order.positions] == [None, Flaw.BLOCKED, Flaw.CANCELLED]


def test_only_states_that_count() -> None:
    rows = "A1,Gold,Ada,Attending\nA2,Gold,Grace,Transferred\n"
    orders = read(f"Order,Ticket type,Name,Status\n{rows}", valid_status=["attending"]).orders
    assert [flaw_of(order, order.positions[0]) for order in orders] == [None, Flaw.CANCELLED]


def test_tickets_without_numbers_are_known_by_whose_they_are() -> None:
    header = "Order,Ticket type,Name\n"
    before = read(f"{header}A1,Gold,Ada\nA1,Gold,Grace\nA1,Gold,\nA1,Gold,\n").orders[0]
    after = read(f"{header}A1,Gold,\nA1,Gold,Grace\nA1,Gold,\nA1,Gold,ADA\n").orders[0]
    by_name = {position.attendee_name: position.id for position in before.positions}
    assert {p.id for p in before.positions} == {p.id for p in after.positions}
    assert after.positions[1].id == by_name["Grace"]
    assert len({position.id for position in before.positions}) == 4


def test_the_same_ticket_in_two_files_is_two_tickets() -> None:
    text = "Order,Ticket type,Name\nA1,Gold,Ada\n"
    one, other = read(text).orders[0], read(text, shop="file/other").orders[0]
    assert one.positions[0].id != other.positions[0].id
    assert one.key != other.key


@given(st.binary(max_size=300))
def test_whatever_the_file_is_it_is_read_or_refused_in_words(content: bytes) -> None:
    for told in (content, b"Order,Ticket type,Name\n" + content):
        try:
            table = read(told)
        except TableError:
            continue
        else:
            assert all(order.positions for order in table.orders)
