"""Orders in a table, as shops export them: which column says what, and what the rows come to."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from DiscordBot.features.registration.shop.order_code import folded_code
from DiscordBot.features.registration.shop.tickets import Item, Order, OrderStatus, Position, own_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

KIND = "ticket_files"

ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
"""The order in which they are tried: text in UTF-8 is hardly ever anything else, and the last takes all."""

DELIMITERS = ",;\t|"

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""A file does not say when a row changed; so an order is the newer one when it is read later."""

KNOWN_HEADERS: Mapping[str, tuple[str, ...]] = {
    "order": (
        *("order", "order id", "order #", "order no", "order number", "order code", "order reference"),
        *("booking", "booking id", "booking reference", "booking number", "registration", "registration id"),
        *("registration reference", "reference", "reference number", "confirmation number", "invoice"),
        *("purchase id", "transaction id", "bestellung", "bestellnummer", "bestellcode", "buchungsnummer"),
        *("commande", "numero de commande", "pedido", "numero de pedido", "code", "voucher", "voucher code"),
    ),
    "ticket": (
        *("attendee #", "attendee id", "attendee number", "ticket id", "ticket #", "ticket number"),
        *("ticket no", "ticket code", "ticket reference", "barcode", "barcode number", "barcode #"),
        *("ticketnummer", "ticketcode", "secret", "qr code"),
    ),
    "name": (
        *("attendee name", "ticket full name", "full name", "name", "participant name", "participant"),
        *("guest name", "ticket holder", "ticket name holder", "teilnehmer", "teilnehmername", "nom complet"),
        *("nombre completo", "name on badge", "badge name"),
    ),
    "first_name": (
        *("attendee first name", "ticket first name", "first name", "firstname", "given name", "forename"),
        *("vorname", "prenom", "nombre"),
    ),
    "last_name": (
        *("attendee last name", "attendee surname", "ticket last name", "last name", "lastname", "surname"),
        *("family name", "nachname", "familienname", "nom", "apellidos", "apellido"),
    ),
    "email": (
        *("attendee email", "attendee e-mail", "ticket email", "email", "e-mail", "email address"),
        *("e-mail address", "mail", "e-mail-adresse", "courriel", "correo electronico", "participant email"),
    ),
    "buyer_email": (
        *("buyer email", "buyer e-mail", "purchaser email", "order email", "order e-mail", "billing email"),
        *("ordered by email", "contact email", "booker email", "bestell-e-mail", "orderer email"),
    ),
    "type": (
        *("ticket type", "ticket", "ticket name", "ticket class", "product", "product name", "item"),
        *("item name", "release", "category", "admission", "type", "ticketart", "tarif", "tipo de entrada"),
    ),
    "status": ("attendee status", "ticket status", "ticket state", "order status", "status", "state", "etat"),
    "bought": (
        *("order date", "order date/time", "date", "purchase date", "created", "created at", "ordered at"),
        *("order created date", "ticket created date", "bestelldatum", "completed at"),
    ),
}
"""Headers as they are known, of each kind of column the best first; case, accents and marks do not count."""

CANCELLED = frozenset(
    (
        *("cancelled", "canceled", "cancel", "void", "voided"),
        *("refunded", "deleted", "rejected", "declined", "notattending"),
        *("storniert", "annulliert", "erstattet", "annulé", "remboursé"),
        *("cancelado", "anulado", "reembolsado"),
    )
)
UNPAID = frozenset(
    (
        *("unpaid", "pending", "awaitingpayment", "paymentpending", "notpaid"),
        *("open", "reserved", "draft", "new", "unbezahlt"),
        *("offen", "ausstehend", "impayé", "enattente", "pendiente"),
    )
)
EXPIRED = frozenset((*("expired", "abgelaufen", "expiré", "caducado"),))
TEST = frozenset((*("test", "testmode"),))


BEST_FIRST = (OrderStatus.PAID, OrderStatus.UNPAID, OrderStatus.EXPIRED, OrderStatus.CANCELLED)


class TableError(ValueError):
    """A table has not what it needs; the message says in a sentence what."""


@dataclass(frozen=True, slots=True)
class TicketTable:
    """Orders of a table with what they are for, and the headers that were `used`, by what they say."""

    orders: tuple[Order, ...]
    items: tuple[Item, ...]
    used: Mapping[str, str]
    skipped: int


@dataclass(frozen=True, slots=True)
class TableFormat:
    """What is known of a table before it is read: `columns` has the headers of columns, by what they say."""

    shop: str
    columns: Mapping[str, Sequence[str]]
    encoding: str | None = None
    delimiter: str | None = None
    valid_status: Sequence[str] = ()


def read_table(content: bytes, table: TableFormat, hash_email: Callable[[str], str]) -> TicketTable:
    """Read tickets, one a row; rows of one order need not stand together. Raises `TableError`."""
    text = _decoded(content, table.encoding)
    first, _, _ = text.partition("\n")
    delimiter = table.delimiter or max(DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        headers = [header.strip() for header in next(rows, [])]
        return _Reader(headers, table, hash_email).read(rows)
    except csv.Error as error:
        raise TableError(f"It is no CSV: {error}.") from None


def find_columns(headers: Sequence[str], named: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return which column says what: those that are `named`, else the best that is known.

    Raises `TableError` for one that is named and not there, or if the order or the kind of ticket is missing.
    """
    places = {folded_header(header): place for place, header in reversed([*enumerate(headers)])}
    found: dict[str, int] = {}
    for meaning, wanted in named.items():
        place = next((places[folded_header(one)] for one in wanted if folded_header(one) in places), None)
        if place is None:
            raise TableError(f"It has no column «{wanted[0]}». {_shown(headers)}")
        found[meaning] = place
    for meaning, known in KNOWN_HEADERS.items():
        taken = set(found.values())
        fitting = (places[folded_header(one)] for one in known if folded_header(one) in places)
        place = next((place for place in fitting if place not in taken), None)
        if meaning not in found and place is not None:
            found[meaning] = place
    if "order" not in found and "ticket" in found:
        found["order"] = found["ticket"]
    for meaning, what in (("order", "the order"), ("type", "the kind of ticket")):
        if meaning not in found:
            raise TableError(f"No column says {what}. {_shown(headers)}")
    return found


def folded_header(header: str) -> str:
    """Return a header as it is compared."""
    plain = "".join(c for c in unicodedata.normalize("NFD", header) if not unicodedata.combining(c))
    return folded_code(plain.replace("#", " number "))


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, headers: Sequence[str], table: TableFormat, hash_email: Callable[[str], str]) -> None:
        self._columns = find_columns(headers, table.columns)
        self._used = {meaning: headers[place] for meaning, place in self._columns.items()}
        self._table = table
        self._hash_email = hash_email
        self._hashes: dict[str, str] = {}
        self._valid = frozenset(map(folded_code, table.valid_status))
        self._items: dict[str, Item] = {}

    def read(self, rows: Iterable[list[str]]) -> TicketTable:
        by_order: dict[str, list[list[str]]] = {}
        skipped = 0
        for row in rows:
            code = self._cell(row, "order").lstrip("#").strip()
            if code and self._cell(row, "type"):
                by_order.setdefault(code, []).append(row)
            elif any(cell.strip() for cell in row):
                skipped += 1
        orders = tuple(self._order(code, tickets) for code, tickets in by_order.items())
        return TicketTable(orders, tuple(self._items.values()), self._used, skipped)

    def _order(self, code: str, rows: list[list[str]]) -> Order:
        states = [self._status(row) for row in rows]
        # An order is as good as its best ticket; a worse one says so itself.
        status = min(states, key=BEST_FIRST.index)
        return Order(
            code=code,
            status=status,
            last_modified=NEVER,
            bought_at=_moment(self._cell(rows[0], "bought")),
            testmode=folded_code(self._cell(rows[0], "status")) in TEST,
            email_hash=self._hashed(self._cell(rows[0], "buyer_email")),
            positions=tuple(self._positions(code, rows, status)),
            shop=self._table.shop,
        )

    def _positions(self, code: str, rows: list[list[str]], of_order: OrderStatus) -> Iterator[Position]:
        numbers = Counter[tuple[str, ...]]()
        for place, row in enumerate(rows, start=1):
            kind, name, email = self._cell(row, "type"), self._name(row), self._cell(row, "email").casefold()
            ticket = (
                self._cell(row, "ticket") if self._columns["order"] != self._columns.get("ticket") else ""
            )
            # Without a number of its own a ticket is known by whose it is, and by its place among equal ones.
            known_by = ("ticket", ticket) if ticket else (kind.casefold(), (name or email).casefold())
            numbers[known_by] += 1
            status = self._status(row)
            is_worse = status is not of_order and status is not OrderStatus.CANCELLED
            yield Position(
                id=own_id(KIND, self._table.shop, code, *known_by, numbers[known_by]),
                positionid=place,
                item=self._item(kind).id,
                attendee_name=name or None,
                email_hash=self._hashed(email),
                canceled=status is OrderStatus.CANCELLED,
                blocked=(status.name.lower(),) if is_worse else None,
                references=(ticket,) if ticket else (),
            )

    def _name(self, row: Sequence[str]) -> str:
        parts = (self._cell(row, "first_name"), self._cell(row, "last_name"))
        return self._cell(row, "name") or " ".join(filter(None, parts))

    def _status(self, row: Sequence[str]) -> OrderStatus:
        told = folded_code(self._cell(row, "status"))
        if self._valid:
            return OrderStatus.PAID if told in self._valid else OrderStatus.CANCELLED
        if told in CANCELLED:
            return OrderStatus.CANCELLED
        if told in UNPAID:
            return OrderStatus.UNPAID
        return OrderStatus.EXPIRED if told in EXPIRED else OrderStatus.PAID

    def _item(self, kind: str) -> Item:
        folded = "".join(kind.casefold().split())
        if folded not in self._items:
            number = own_id(KIND, self._table.shop, "item", folded)
            self._items[folded] = Item(id=number, name={"en": kind}, kind=KIND)
        return self._items[folded]

    def _hashed(self, address: str) -> str | None:
        plain = address.strip().lower()
        if "@" not in plain:
            return None
        if plain not in self._hashes:
            self._hashes[plain] = self._hash_email(plain)
        return self._hashes[plain]

    def _cell(self, row: Sequence[str], meaning: str) -> str:
        place = self._columns.get(meaning)
        return row[place].strip() if place is not None and place < len(row) else ""


def _decoded(content: bytes, encoding: str | None) -> str:
    for one in (encoding,) if encoding else ENCODINGS:
        try:
            return content.decode(one)
        except LookupError:
            raise TableError(f"There is no encoding {one}; try utf-8 or cp1252.") from None
        except UnicodeDecodeError:
            continue
    raise TableError(f"It is not text in {encoding}.")


def _moment(text: str) -> datetime | None:
    """Return a time as ISO 8601 has it; other spellings mean another day in every country."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _shown(headers: Sequence[str]) -> str:
    return f"Its columns are: {', '.join(headers[:20]) or 'none'}."
