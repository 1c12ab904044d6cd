"""How each kind of database is connected to, so that the rest of the bot need not know which one it is.

A decision depends on what was read: is this ticket free, is this tweet still approved? So all transactions
that write take turns, on both engines, from their first statement to their end: on SQLite by the one write
lock that `BEGIN IMMEDIATE` takes, on PostgreSQL by an advisory lock of the transaction, after which READ
COMMITTED sees all that was committed before. It is the only way that both engines have in common, whose
transactions never fail half-way and need not be repeatable: SERIALIZABLE asks for all of them to be run
again, and locks on rows know nothing of rows that are not there yet. A conference's bot writes a few times
a second at most, in a few milliseconds each. Transactions that only read do not take turns with it: they see
the database as it was when they began.

The driver for PostgreSQL is asyncpg: it is for asyncio alone, needs no library of the system, and gives its
connection up cleanly when a task is cancelled.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from DiscordBot.core.database_errors import NO_RIGHT, DatabaseUnusableError, is_confused, known_cause
from DiscordBot.core.database_file import DatabaseFile, sqlite_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.engine import URL
    from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
    from sqlalchemy.pool import ConnectionPoolEntry

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
"""The kinds of databases, and what SQLAlchemy calls each with its driver."""

WRITERS_TURN = 0x636F6E66
"""The number of the advisory lock; it counts within one PostgreSQL database."""

_CONNECT_SECONDS = 10
_CLOSE_SECONDS = 2
"""Whoever takes over waits for that; a server that does not answer hears of it by the closed connection."""

_STATEMENT_SECONDS = 60
"""Without an answer for so long the connection counts as cut; TCP alone tries for a quarter of an hour."""
_IDLE_MILLISECONDS = 60_000
"""After so long without a word inside a transaction PostgreSQL takes the lock from a process that hangs."""

_DEAD_MACHINE = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""Within half a minute PostgreSQL gives up the connections of a machine that is gone, with their locks."""


class Engines:
    """The two ways into one database: `writer` for transactions that take turns, `reader` for all others.

    `file` is the file of an SQLite database. A transaction waits `busy_timeout` milliseconds for its turn.
    `verify_writer` is called in each transaction that writes, before anything else, and may raise.
    """

    def __init__(self, url: URL, busy_timeout: int, verify_writer: Callable[[Connection], None]) -> None:
        url = driver_address(url)
        path = sqlite_file(url)
        self.file = DatabaseFile(path) if path is not None else None
        self._busy_timeout = busy_timeout
        if url.get_backend_name() != "sqlite":
            self.writer, self.reader = self._open_postgresql(url), self._open_postgresql_reader(url)
            event.listen(self.writer.sync_engine, "begin", verify_writer)
            return
        self.writer = self._open_sqlite(url, "BEGIN IMMEDIATE")
        # A database in memory is only there on the one connection.
        self.reader = self._open_sqlite(url, "BEGIN") if path is not None else self.writer
        if self.reader is not self.writer:
            event.listen(self.reader.sync_engine, "connect", _only_read)
        event.listen(self.writer.sync_engine, "begin", verify_writer)

    async def close(self) -> None:
        """Give back every connection, in two seconds at most; open transactions are rolled back."""
        await asyncio.gather(*map(_close, {self.writer, self.reader}))

    def _open_sqlite(self, url: URL, begin: str) -> AsyncEngine:
        engine = _create_engine(
            url,
            # Several connections would poll for SQLite's one lock, and the unlucky ones starve.
            poolclass=AsyncAdaptedQueuePool,
            pool_size=1,
            max_overflow=0,
            connect_args={"factory": _SqliteConnection},
        )
        event.listen(engine.sync_engine, "connect", self._prepare_sqlite)
        event.listen(engine.sync_engine, "begin", self._begin_by(begin))
        return engine

    def _open_postgresql(self, url: URL) -> AsyncEngine:
        engine = _create_engine(url, **self._postgresql_options())
        event.listen(
            engine.sync_engine, "begin", self._begin_by(f"SELECT pg_advisory_xact_lock({WRITERS_TURN})")
        )
        return engine

    def _open_postgresql_reader(self, url: URL) -> AsyncEngine:
        engine = _create_engine(url, isolation_level="REPEATABLE READ", **self._postgresql_options())
        event.listen(engine.sync_engine, "begin", self._begin_by("SET TRANSACTION READ ONLY"))
        return engine

    def _postgresql_options(self) -> dict[str, Any]:
        settings = {
            "application_name": "conference-bot",
            "lock_timeout": str(self._busy_timeout),
            "idle_in_transaction_session_timeout": str(_IDLE_MILLISECONDS),
            **_DEAD_MACHINE,
        }
        # pool_pre_ping: the server may have been restarted since the connection was last used.
        return {
            "pool_size": 1,
            "max_overflow": 0,
            "pool_pre_ping": True,
            "connect_args": {
                "timeout": _CONNECT_SECONDS,
                "command_timeout": _STATEMENT_SECONDS,
                "server_settings": settings,
            },
        }

    def _begin_by(self, statement: str) -> Callable[[Connection], None]:
        def begin(connection: Connection) -> None:
            if self.file is not None:
                # Nobody shall be told that something is stored which is gone after a restart.
                self.file.verify()
            connection.exec_driver_sql(statement)

        return begin

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


def driver_address(url: URL) -> URL:
    """Return an address with the names that SQLAlchemy and its drivers have for things."""
    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    # As PostgreSQL's own programs call it, and whoever hosts one.
    mode = url.query.get("sslmode")
    return url if mode is None else url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})


def verify_rights(connection: Connection) -> None:
    """Raise `DatabaseUnusableError` if the server's user may not create tables; a file has no such rights."""
    if connection.dialect.name != "postgresql":
        return
    may_create = "SELECT has_schema_privilege(current_schema(), 'CREATE')"
    if not connection.execute(text(may_create)).scalar():
        raise DatabaseUnusableError(NO_RIGHT)


def _only_read(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _create_engine(url: URL, **options: Any) -> AsyncEngine:  # noqa: ANN401 - as SQLAlchemy takes them
    # hide_parameters: an error's text would otherwise quote names and order codes.
    engine = create_async_engine(url, hide_parameters=True, **options)
    event.listen(engine.sync_engine, "do_connect", _connect)
    event.listen(engine.sync_engine, "handle_error", _count_as_closed)
    return engine


def _count_as_closed(context: ExceptionContext) -> None:
    # Or else the transaction would be rolled back on it, which fails in the same way.
    if is_confused(context.original_exception):
        context.is_disconnect = True


async def _close(engine: AsyncEngine) -> None:
    # The driver's own patience is that for a statement.
    with suppress(TimeoutError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await engine.dispose()


def _connect(
    dialect: Dialect, _record: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]
) -> DBAPIConnection:
    """Connect. Raises `DatabaseUnusableError`: what goes wrong here is of no type that SQLAlchemy knows."""
    try:
        return dialect.connect(*arguments, **options)
    except Exception as error:
        cause = known_cause(error)
        if cause is None:
            raise
        raise DatabaseUnusableError(cause) from None
