"""The tables as they are in a database, with columns that give and take the same values on every engine.

They are read from the database itself and not from the models: so those of features that are switched off
are among them, and those of older versions.
"""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    cast,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSON as POSTGRESQL_JSON
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeDecorator, TypeEngine

from DiscordBot.core.database_schema import VERSION_TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import BindParameter, ColumnElement, Connection, Dialect


class JsonText(TypeDecorator[str]):
    """JSON as the text that was stored: what was null stays null, and no number loses digits."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Read the text."""
        return cast(column, Text)


class PostgresqlJsonText(JsonText):
    """The same on PostgreSQL, which wants to be told that a text is JSON."""

    cache_ok = True

    def bind_expression(self, bindvalue: BindParameter[str]) -> ColumnElement[Any]:
        """Write the text."""
        return cast(bindvalue, POSTGRESQL_JSON)


class ExactNumber(TypeDecorator[Decimal]):
    """A number with so many decimal places; SQLite has only floating point for it."""

    impl = Numeric
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self._places = places

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Tell SQLAlchemy what the engine has."""
        return dialect.type_descriptor(Float() if dialect.name == "sqlite" else Numeric(None, self._places))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | float | None:
        """Give the engine what it has."""
        return float(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ANN401 - float or Decimal
        """Make the same of both."""
        del dialect
        return None if value is None else Decimal(value).quantize(Decimal(1).scaleb(-self._places))


_TRIGGER_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""

_KINDS: dict[type[TypeEngine[Any]], TypeEngine[Any]] = {
    Boolean: Boolean(),
    DateTime: DateTime(),
    Integer: BigInteger(),
    LargeBinary: LargeBinary(),
    String: String(),
}


def tables_of(connection: Connection) -> tuple[Table, ...]:
    """Return all tables but the one of the migrations, each after those that it refers to."""
    inspector = inspect(connection)
    names = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name is not None]
    return tuple(_table(connection, name) for name in names if name != VERSION_TABLE)


def rows_in(connection: Connection, table: Table) -> int:
    """Count the rows of a table."""
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def drop_tables(connection: Connection) -> None:
    """Remove all tables, and on PostgreSQL what their triggers call; whichever version has made them."""
    quote = connection.dialect.identifier_preparer.quote
    names = [table.name for table in tables_of(connection)]
    for name in (*reversed(names), VERSION_TABLE):
        connection.execute(text(f"DROP TABLE {quote(name)}"))
    if connection.dialect.name == "sqlite":
        return
    for function in connection.execute(text(_TRIGGER_FUNCTIONS)).scalars().all():
        connection.execute(text(f"DROP FUNCTION {function}"))


def allow_references_to_later_rows(connection: Connection) -> None:
    """Look at foreign keys only at the end: a row may refer to one that comes later in its own table."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    else:
        _alter_foreign_keys(connection, "DEFERRABLE INITIALLY DEFERRED")


def table_with_broken_references(connection: Connection) -> str:
    """Return a table with a row that refers to none, or nothing; from then on each statement is looked at."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("PRAGMA foreign_key_check")).first()
        return "" if found is None else str(found[0])
    try:
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    except IntegrityError as error:
        # SQLAlchemy's adapter keeps asyncpg's error as the cause of its own.
        cause = error.orig and error.orig.__cause__
        return str(getattr(cause, "table_name", None) or "?")
    _alter_foreign_keys(connection, "NOT DEFERRABLE")
    return ""


def continue_numbering(connection: Connection, tables: Sequence[Table]) -> None:
    """Let new rows be numbered on from the largest number; SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    quote = connection.dialect.identifier_preparer.quote
    for table in tables:
        for column in table.primary_key.columns:
            asked = {"table": quote(table.name), "column": column.name}
            query = text("SELECT pg_get_serial_sequence(:table, :column)")
            sequence = connection.execute(query, asked).scalar()
            largest = connection.execute(select(func.max(column))).scalar() if sequence else None
            if largest is not None:
                connection.execute(text("SELECT setval(:name, :value)"), {"name": sequence, "value": largest})


def _alter_foreign_keys(connection: Connection, how: str) -> None:
    inspector = inspect(connection)
    quote = connection.dialect.identifier_preparer.quote
    for table in inspector.get_table_names():
        for key in inspector.get_foreign_keys(table):
            statement = f"ALTER TABLE {quote(table)} ALTER CONSTRAINT {quote(str(key['name']))} {how}"
            connection.execute(text(statement))


def _table(connection: Connection, name: str) -> Table:
    inspector = inspect(connection)
    key = inspector.get_pk_constraint(name)["constrained_columns"]
    columns = [
        Column(
            column["name"],
            _kind(column["type"], connection.dialect.name),
            primary_key=column["name"] in key,
            autoincrement=False,
        )
        # By name: migrations may have left another order on another engine.
        for column in sorted(inspector.get_columns(name), key=itemgetter("name"))
    ]
    return Table(name, MetaData(), *columns)


def _kind(found: TypeEngine[Any], dialect: str) -> TypeEngine[Any]:
    if isinstance(found, JSON):
        return JsonText() if dialect == "sqlite" else PostgresqlJsonText()
    if isinstance(found, Numeric) and found.scale is not None:
        return ExactNumber(found.scale)
    for kind, copied_as in _KINDS.items():
        if isinstance(found, kind):
            return copied_as
    raise TypeError(f"nobody has said yet how a column of the type {found!r} is copied")
