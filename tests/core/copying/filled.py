"""A database with rows in every table that a bot of this version has, whatever feature it belongs to."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Boolean, Connection, DateTime, LargeBinary, insert, inspect

from DiscordBot.core.copying.rows import lines_of
from DiscordBot.core.copying.tables import (
    ExactNumber,
    JsonText,
    allow_references_to_later_rows,
    continue_numbering,
    table_with_broken_references,
    tables_of,
)
from DiscordBot.core.database import Database
from DiscordBot.core.database_schema import migrate

if TYPE_CHECKING:
    from sqlalchemy import Column

ROWS = 3
JSON_TEXTS = ('{"b": 1, "a": [0.10, "ü\\n\\u2028"]}', "null", None)
TEXTS = ("Zoë «quoted» 'it''s'", "two\nlines\t🐍 \u2028 end", "")


async def fill_every_table(url: str, version: str | None = None) -> None:
    """Make the tables of a version, and three rows in each."""
    database = Database(url)
    async with database.transaction() as session:
        connection = await session.connection()
        await connection.run_sync(migrate, version)
        await connection.run_sync(_fill)
    await database.close()


async def everything_in(url: str) -> dict[str, list[bytes]]:
    """Return all rows of all tables."""
    database = Database(url)
    async with database.read() as session:
        rows = await (await session.connection()).run_sync(_read)
    await database.close()
    return rows


def _read(connection: Connection) -> dict[str, list[bytes]]:
    return {table.name: [*lines_of(connection, table)] for table in tables_of(connection)}


def _fill(connection: Connection) -> None:
    allow_references_to_later_rows(connection)
    tables = tables_of(connection)
    for table in tables:
        nullable = {
            column["name"] for column in inspect(connection).get_columns(table.name) if column["nullable"]
        }
        rows = [
            {
                column.name: _value(column, number, may_be_null=column.name in nullable)
                for column in table.columns
            }
            for number in range(1, ROWS + 1)
        ]
        if table.name == "open_space":
            # It belongs to one that was found later.
            rows[0]["related_id"] = ROWS
        if table.name == "tweet":
            rows = [row | {"text": text} for row, text in zip(rows, TEXTS, strict=True)]
        connection.execute(insert(table), rows)
    assert table_with_broken_references(connection) == ""
    continue_numbering(connection, tables)


def _value(column: Column[Any], number: int, *, may_be_null: bool) -> object:
    if may_be_null and number == ROWS:
        return None
    if isinstance(column.type, JsonText):
        return JSON_TEXTS[number - 1] if may_be_null else JSON_TEXTS[0]
    made: dict[type, object] = {
        BigInteger: number,
        Boolean: number % 2 == 0,
        DateTime: datetime(2027, 7, 14, 8, 0, 0, 123456) + timedelta(days=number),  # noqa: DTZ001 - as it is stored
        ExactNumber: Decimal("0.0150") * number,
        LargeBinary: bytes(range(256)) * number,
    }
    return made.get(type(column.type), str(number))
