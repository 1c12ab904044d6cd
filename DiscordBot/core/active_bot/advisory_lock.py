"""The active bot's lock on PostgreSQL: an advisory lock, on a connection that does nothing else.

The server gives the lock back when the connection ends. It ends the connection itself, by
`idle_session_timeout` (PostgreSQL 14), when nothing comes from the process for some seconds: whether the
machine has died, the network is cut or the process was stopped. So the holder has to say something more
often than that, and is only sure of its lock for a shorter time.
"""

from __future__ import annotations

import asyncio
import os
import platform
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

from DiscordBot.core.active_bot.lock_errors import LockLostError
from DiscordBot.core.database_engines import WRITERS_TURN, driver_address
from DiscordBot.core.database_errors import DatabaseUnusableError, explain

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import URL


class _Connection(Protocol):
    """What is needed of asyncpg's connection; asyncpg says nothing of its types."""

    async def fetchrow(self, query: str, *values: object) -> Any:  # noqa: ANN401 - asyncpg's record
        """Return the first row, or None."""

    async def close(self, *, timeout: float) -> None:  # noqa: ASYNC109 - asyncpg's own
        """Say good-bye to the server."""

    def terminate(self) -> None:
        """Close it at once."""


_KEY: Final = 0x636F6E65
"""The number of the lock; it counts within one PostgreSQL database."""

_SILENCE_MILLISECONDS = 5_000
"""After so long without a word the server takes the lock back."""

_ANSWER_SECONDS = 2.0
_CONNECT_SECONDS = 3.0
_LONGEST_NAME = 63
"""What PostgreSQL keeps of an application's name, in bytes."""

_PREFIX = "conference-bot lock, "
_HOLDER = """
SELECT application_name, host(client_addr), to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND classid = 0 AND objid = $1::bigint::oid AND objsubid = 1 AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_END_FORMER_TRANSACTION = """
SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND classid = 0 AND objid = $1::bigint::oid AND objsubid = 1 AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND wait_event = 'ClientRead' AND state_change < clock_timestamp() - interval '2 seconds'
AND backend_start < $2
"""
"""Ends the session of a process that was stopped in the midst of a transaction.

The server waits for its next statement, or for the values of one that it was told already: then it knows no
time limit. What began after the lock was taken is this process's own.
"""


class AdvisoryLock:
    """The lock of the database at `url`; see `lock.ActiveLock`."""

    confirm_seconds = 1.0
    valid_seconds: float | None = 3.0

    def __init__(self, url: URL) -> None:
        self._url = driver_address(url)
        name = f"{_PREFIX}process {os.getpid()} on {platform.node()}"
        self._me = name.encode("ascii", "replace")[:_LONGEST_NAME].decode("ascii")
        self._connection: _Connection | None = None
        self._is_mine = False
        self._since: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    async def take(self) -> bool:
        """Take it, and tell whether that was possible. Raises `DatabaseUnusableError`."""
        answer = await self._ask("SELECT pg_try_advisory_lock($1), clock_timestamp()", _KEY)
        self._is_mine, self._since = answer
        return self._is_mine

    async def free_database(self) -> None:
        """End the transaction that a former holder was stopped in. Raises `DatabaseUnusableError`."""
        await self._ask(_END_FORMER_TRANSACTION, WRITERS_TURN, self._since)

    async def confirm(self) -> None:
        """Make the server hear from us. Raises `LockLostError` if it does not answer."""
        if not self._is_mine:
            raise LockLostError
        try:
            await self._ask("SELECT 1")
        except DatabaseUnusableError as error:
            raise LockLostError from error

    async def holder(self) -> str:
        """Return who has it. Raises `DatabaseUnusableError`."""
        row = await self._ask(_HOLDER, _KEY)
        if row is None:
            return "a process that has just ended"
        name, address, since = row
        where = f" ({address})" if address else ""
        return f"{str(name).removeprefix(_PREFIX)}{where}, since {since} UTC"

    async def release(self) -> None:
        """Give it back, by closing the connection."""
        connection, self._connection, self._is_mine = self._connection, None, False
        if connection is not None:
            try:
                await connection.close(timeout=_ANSWER_SECONDS)
            except Exception:  # noqa: BLE001 - the server then takes it back by itself
                connection.terminate()

    async def _ask(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - asyncpg's record
        """Ask on the one connection, which is opened if need be and given up when something is wrong."""
        async with self._one_at_a_time:
            try:
                if self._connection is None:
                    self._connection = await self._connect()
                async with asyncio.timeout(_ANSWER_SECONDS):
                    return await self._connection.fetchrow(statement, *values)
            except Exception as error:  # noqa: BLE001 - each driver and system has its own
                self._give_up_connection()
                # Its message may quote the address: hence `from None`.
                raise DatabaseUnusableError(explain(error)) from None

    async def _connect(self) -> _Connection:
        # Whoever has SQLite need not have it.
        asyncpg = import_module("asyncpg")
        _, options = self._url.get_dialect()().create_connect_args(self._url)
        settings = {"application_name": self._me, "idle_session_timeout": str(_SILENCE_MILLISECONDS)}
        async with asyncio.timeout(_CONNECT_SECONDS):
            connection: _Connection = await asyncpg.connect(**options, server_settings=settings)
        return connection

    def _give_up_connection(self) -> None:
        connection, self._connection, self._is_mine = self._connection, None, False
        if connection is not None:
            connection.terminate()
