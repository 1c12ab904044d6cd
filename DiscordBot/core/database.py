"""The one database: engine, transactions, migrations, and a table for single remembered values."""

from __future__ import annotations

import json
import sqlite3
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import DateTime, Enum, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from enum import StrEnum

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_TIMEOUT_MILLISECONDS = 5_000


class UTCDateTime(TypeDecorator[datetime]):
    """Aware datetimes in Python, naive UTC in the database: SQLite forgets time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values: nobody could say which zone they mean."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back what was stored, in UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


def enum_type(kind: type[StrEnum]) -> Enum:
    """Return the column type that stores the values of an enum as text, on every kind of database."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda members: [*map(str, members)])


class StoredValue(SQLModel, table=True):
    """One remembered value under a dotted name (`registration.message`), as JSON."""

    __tablename__ = "stored_value"

    key: str = Field(primary_key=True)
    value: str


class _SqliteConnection(sqlite3.Connection):
    """A connection that undoes an open transaction when it is closed.

    A cancelled task leaves its statement unfinished, and SQLAlchemy closes the connection. SQLite then
    keeps the transaction, and its lock, until the statement is collected as garbage:
    https://www.sqlite.org/c3ref/close.html
    """

    def close(self) -> None:
        """Roll back and close."""
        with suppress(sqlite3.Error):
            self.rollback()
        super().close()


class Database:
    """Transactions on one database; every one is short and none spans a network call.

    On SQLite they take turns on one connection, and each takes the write lock when it begins. It waits
    for other programs (up to `busy_timeout_milliseconds`, after which SQLAlchemy's OperationalError is
    raised) instead of failing at once when a read turns into a write: https://www.sqlite.org/isolation.html
    """

    def __init__(self, url: str, *, busy_timeout_milliseconds: int = BUSY_TIMEOUT_MILLISECONDS) -> None:
        self._url = make_url(url)
        self._busy_timeout = busy_timeout_milliseconds
        is_sqlite = self._url.get_backend_name() == "sqlite"
        # Several connections would poll for SQLite's one lock, and the unlucky ones starve.
        options: dict[str, Any] = {
            "poolclass": AsyncAdaptedQueuePool,
            "pool_size": 1,
            "max_overflow": 0,
            "connect_args": {"factory": _SqliteConnection},
        }
        if not is_sqlite:
            options = {}
        # hide_parameters: an error's text would otherwise quote names and order codes.
        self._engine: AsyncEngine = create_async_engine(self._url, hide_parameters=True, **options)
        if is_sqlite:
            event.listen(self._engine.sync_engine, "connect", self._prepare_sqlite)
            event.listen(self._engine.sync_engine, "begin", _begin_immediate)

    async def start(self) -> None:
        """Create the file's folder if need be and bring the tables to this version's shape."""
        self._make_folder()
        async with self._engine.begin() as connection:
            await connection.run_sync(_migrate)

    async def check(self) -> Finding:
        """Try to open the database; nothing in it is changed."""
        subject = "database"
        try:
            self._make_folder()
            async with self._engine.connect() as connection:
                await connection.begin()
        except (SQLAlchemyError, OSError) as error:
            detail = f"It cannot be opened ({type(error).__name__})."
            remedy = "Check database.url, and that the bot's user may write there."
            return Finding(subject, Level.ERROR, detail, remedy)
        finally:
            await self.close()
        return Finding(subject, Level.OK, "It can be opened.")

    async def close(self) -> None:
        """Give back every connection; open transactions are rolled back."""
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is committed at the end, or undone when an exception leaves it."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    async def remembered(self, key: str) -> Any:  # noqa: ANN401 - whatever JSON was stored
        """Return the value last stored under the key, or None."""
        async with self.transaction() as session:
            return await get_value(session, key)

    async def remember(self, key: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Store a JSON value under the key, in place of an older one."""
        async with self.transaction() as session:
            await set_value(session, key, value)

    def _make_folder(self) -> None:
        if self._url.get_backend_name() == "sqlite" and self._url.database not in {None, "", ":memory:"}:
            Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)

    def _prepare_sqlite(self, connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        # Let SQLAlchemy's "begin" event decide how transactions start, not the driver:
        # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#pysqlite-serializable
        connection.isolation_level = None
        with ExitStack() as when_it_fails:
            # The pool does not know the connection yet and would leave its thread running.
            when_it_fails.callback(connection.close)
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {self._busy_timeout:d}")
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()
            when_it_fails.pop_all()


async def get_value(session: AsyncSession, key: str) -> Any:  # noqa: ANN401 - whatever JSON was stored
    """Return the value last stored under the key, or None, inside a transaction."""
    row = await session.get(StoredValue, key)
    return None if row is None else json.loads(row.value)


async def set_value(session: AsyncSession, key: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Store a JSON value under the key as part of a larger transaction."""
    await session.merge(StoredValue(key=key, value=json.dumps(value)))


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(connection: Connection) -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
