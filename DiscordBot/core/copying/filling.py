"""Fills an empty database from another one, or from a backup, inside a transaction of the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sqlalchemy import delete, inspect
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from DiscordBot.core.active_bot.epoch import end_epoch, stored_epoch
from DiscordBot.core.copying.errors import (
    NOT_EMPTY,
    OF_OTHERS,
    OTHER_TABLES,
    CopyRefusedError,
    differs,
    does_not_fit,
)
from DiscordBot.core.copying.rows import TableSum, insert_lines, lines_of, sum_of, summed
from DiscordBot.core.copying.tables import (
    allow_references_to_later_rows,
    continue_numbering,
    drop_tables,
    rows_in,
    table_with_broken_references,
    tables_of,
)
from DiscordBot.core.database_engines import verify_rights
from DiscordBot.core.database_schema import migrate, schema_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

DOES_NOT_FIT_ON_POSTGRESQL = "22"
"""The class of errors about values: https://www.postgresql.org/docs/current/errcodes-appendix.html"""


class Source(Protocol):
    """Where rows come from; `version` is the migration that made its tables, `columns` their columns."""

    @property
    def version(self) -> str: ...  # noqa: D102 - see above

    @property
    def columns(self) -> Mapping[str, Sequence[str]]: ...  # noqa: D102 - see above

    def lines(self, table: str) -> Iterable[bytes]:
        """Give the rows of a table."""


def fill(connection: Connection, source: Source, *, replace: bool = False) -> dict[str, TableSum]:
    """Copy all rows of a source; return their sums by table.

    `replace` deletes what is there, also what a newer version has made of it: that is the way back from one.
    Tables of an older version are brought to this version's shape after they are filled. Raises
    `CopyRefusedError`; the transaction must then be rolled back.
    """
    verify_rights(connection)
    epoch = stored_epoch(connection)
    _make_room(connection, replace=replace)
    migrate(connection, source.version)
    tables = tables_of(connection)
    if {table.name: table.columns.keys() for table in tables} != {**source.columns}:
        raise CopyRefusedError(OTHER_TABLES)
    allow_references_to_later_rows(connection)
    sums = {table.name: _fill_table(connection, table, source) for table in tables}
    if broken := table_with_broken_references(connection):
        raise CopyRefusedError(does_not_fit(broken))
    continue_numbering(connection, tables)
    migrate(connection)
    if epoch:
        end_epoch(connection, epoch)
    return sums


def _make_room(connection: Connection, *, replace: bool) -> None:
    if not schema_versions(connection):
        if inspect(connection).get_table_names():
            raise CopyRefusedError(OF_OTHERS)
        return
    if not replace and any(rows_in(connection, table) for table in tables_of(connection)):
        raise CopyRefusedError(NOT_EMPTY)
    allow_references_to_later_rows(connection)
    drop_tables(connection)


def _fill_table(connection: Connection, table: Table, source: Source) -> TableSum:
    if rows_in(connection, table):
        # A migration may have put something there, for those that it is the first one of.
        connection.execute(delete(table))
    given = TableSum()
    try:
        insert_lines(connection, table, summed(source.lines(table.name), given))
    except (IntegrityError, DataError) as error:
        raise CopyRefusedError(does_not_fit(table.name)) from error
    except DBAPIError as error:
        # asyncpg's own are not all known to SQLAlchemy.
        if not str(getattr(error.orig, "sqlstate", "")).startswith(DOES_NOT_FIT_ON_POSTGRESQL):
            raise
        raise CopyRefusedError(does_not_fit(table.name)) from error
    if sum_of(lines_of(connection, table)) != given:
        raise CopyRefusedError(differs(table.name))
    return given
