"""A row as a line of text that is the same on every engine, and the sum over a table's rows."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, LargeBinary, insert, literal, select, tuple_

from DiscordBot.core.copying.tables import ExactNumber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection, Row, Table

    Lines = Iterable[bytes]

ROWS_AT_ONCE = 500
ROWS_WITH_CONTENT_AT_ONCE = 4
"""Of tables that hold pictures, each of which may have megabytes."""

_MODULUS = 2**256


@dataclass(slots=True)
class TableSum:
    """How many rows there are, and the sum of their digests, in which their order does not matter."""

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        """Count a row."""
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % _MODULUS

    @property
    def digest(self) -> str:
        """The sum as text."""
        return f"{self.total:064x}"


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Read a table in the order of its key, a few rows at a time; give a line of JSON for each row."""
    key, size = [*table.primary_key.columns], _rows_at_once(table)
    query = select(table).order_by(*key).limit(size)
    # No cursor of the server: PostgreSQL keeps it, and thereby the table, until the transaction's end.
    page = connection.execute(query).all()
    while page:
        yield from map(_as_line, page)
        last_row = dict(zip(table.columns, page[-1], strict=True))
        last = [literal(last_row[column], column.type) for column in key]
        page = (
            connection.execute(query.where(tuple_(*key) > tuple_(*last))).all() if len(page) == size else []
        )


def insert_lines(connection: Connection, table: Table, lines: Lines) -> None:
    """Write the rows that `lines_of` has given, also on another engine, a few at a time."""
    columns = [(column.name, _reader(column.type)) for column in table.columns]
    for page in _pages(lines, _rows_at_once(table)):
        rows = [
            {
                name: None if value is None else read(value)
                for (name, read), value in zip(columns, json.loads(line), strict=True)
            }
            for line in page
        ]
        connection.execute(insert(table), rows)


def sum_of(lines: Lines) -> TableSum:
    """Sum up rows."""
    result = TableSum()
    for line in lines:
        result.add(line)
    return result


def summed(lines: Lines, into: TableSum) -> Iterator[bytes]:
    """Give the lines on, and count each."""
    for line in lines:
        into.add(line)
        yield line


def _pages(lines: Lines, size: int) -> Iterator[list[bytes]]:
    page: list[bytes] = []
    for line in lines:
        page.append(line)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page


def _rows_at_once(table: Table) -> int:
    has_content = any(isinstance(column.type, LargeBinary) for column in table.columns)
    return ROWS_WITH_CONTENT_AT_ONCE if has_content else ROWS_AT_ONCE


def _as_line(row: Row[Any]) -> bytes:
    return json.dumps([*map(_as_json, row)], separators=(",", ":")).encode()


def _as_json(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case Decimal():
            return str(value)
    return value


def _reader(kind: object) -> Callable[[Any], Any]:
    """Return what makes of a value in a line the one for a column."""
    match kind:
        case DateTime():
            return datetime.fromisoformat
        case LargeBinary():
            return base64.b64decode
        case ExactNumber():
            return Decimal
    return _as_it_is


def _as_it_is(value: object) -> object:
    return value
