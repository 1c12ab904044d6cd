"""The one database: engine, transactions, migrations, health, and a table for single remembered values."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, Enum, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from DiscordBot.core.database_errors import NEWER, DatabaseUnusableError, explain
from DiscordBot.core.database_file import DatabaseFile, sqlite_file
from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from enum import StrEnum

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_TIMEOUT_MILLISECONDS = 5_000
SUBJECT = "database"

_PULSE = "database.pulse"


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
        path = sqlite_file(self._url)
        self._file = DatabaseFile(path) if path is not None else None
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
            event.listen(self._engine.sync_engine, "begin", self._begin_immediate)

    async def start(self) -> None:
        """Create the file's folder if need be and bring the tables to this version's shape.

        Raises `DatabaseUnusableError` when they have a newer shape.
        """
        if self._file is not None:
            self._file.make_folder()
        async with self._engine.begin() as connection:
            await connection.run_sync(_verify_version)
            await connection.run_sync(_migrate)
        if self._file is not None:
            self._file.remember()

    async def check(self) -> Finding:
        """Try whether a start would find a usable database; nothing in it is changed."""
        try:
            if self._file is not None:
                self._file.make_folder()
                self._file.verify_permission()
            async with self._engine.connect() as connection:
                await connection.begin()
                await connection.run_sync(_verify_version)
        except (SQLAlchemyError, OSError, DatabaseUnusableError) as error:
            return _unwell(error)
        finally:
            await self.close()
        return Finding(SUBJECT, Level.OK, "It can be opened.")

    async def health(self, *, thoroughly: bool = False) -> Finding:
        """Do what `pulse` does, and tell how it went; `thoroughly` reads the whole file."""
        try:
            await self.pulse(thoroughly=thoroughly)
        except DatabaseUnusableError as error:
            return _unwell(error)
        return Finding(SUBJECT, Level.OK, "It can be written and read.")

    async def pulse(self, *, thoroughly: bool = False) -> None:
        """Write and read something and look at the file. Raises `DatabaseUnusableError`."""
        try:
            async with self.transaction() as session:
                pulse = (await get_value(session, _PULSE) or 0) + 1
                await set_value(session, _PULSE, pulse)
                connection = await session.connection()
                await connection.run_sync(_verify_version)
            await self.remembered(_PULSE)
            if self._file is not None:
                await asyncio.to_thread(self._file.verify_contents, thoroughly=thoroughly)
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise DatabaseUnusableError(explain(error)) from None

    async def close(self) -> None:
        """Give back every connection; open transactions are rolled back."""
        await self._engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is committed at the end, or undone when an exception leaves it.

        Raises `DatabaseUnusableError` if the database's file is not the one that was opened.
        """
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

    def _begin_immediate(self, connection: Connection) -> None:
        if self._file is not None:
            # Nobody shall be told that something is stored which is gone after a restart.
            self._file.verify()
        connection.exec_driver_sql("BEGIN IMMEDIATE")

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


def _unwell(error: BaseException) -> Finding:
    return Finding(SUBJECT, Level.ERROR, *explain(error))


def _verify_version(connection: Connection) -> None:
    """Raise `DatabaseUnusableError` if a version of the bot was here that this one does not know."""
    if not inspect(connection).has_table("alembic_version"):
        return
    versions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
    if not set(versions) <= _known_versions():
        raise DatabaseUnusableError(NEWER)


@cache
def _known_versions() -> frozenset[str]:
    return frozenset(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def _migrate(connection: Connection) -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
