"""Databases of tests that cost less time: what differs from the bot's own is nothing that tests look at.

None of it holds for other processes, such as the bots that tests kill.
"""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import aiosqlite
from sqlalchemy import event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, SQLiteDialect_aiosqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

STATEMENTS = 5_000
"""More than there are, with all their numbers of values."""

MAY_WAIT = ("BEGIN IMMEDIATE", "PRAGMA", "VACUUM", "ATTACH")
"""Statements that another connection may keep waiting."""


def compile_once() -> None:
    """Let all engines for SQLite keep their compiled statements in one place: an eighth of the time of tests.

    SQLAlchemy keeps what it has compiled with the engine, of which every test has new ones.
    """
    compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS)
    dialect: Any = SQLiteDialect_aiosqlite
    # What is compiled is kept by dialect, of which each engine has its own although they are all the same.
    dialect.__hash__ = lambda self: hash(type(self))
    dialect.__eq__ = lambda self, other: type(self) is type(other)
    engine: Any = Engine
    engine._compiled_cache = property(lambda _: compiled, lambda _, __: None)  # noqa: SLF001 - there is no option for it


def leave_the_disk_alone() -> None:
    """Do not wait, with every commit, until it is on the disk: no test cuts the power."""
    event.listen(Engine, "connect", _leave_the_disk_alone)


def _leave_the_disk_alone(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if isinstance(connection, AsyncAdapt_aiosqlite_connection):
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.close()


def call_directly() -> None:
    """Call SQLite where it is asked for: a seventh of the time of tests.

    aiosqlite hands every call to a thread of its connection, and a transaction is a dozen of them. Only what
    may wait goes that way here; everything else lets other tasks go on once, as it would anyway.
    """
    connection: Any = aiosqlite.Connection
    by_thread = connection._execute  # noqa: SLF001 - there is no option for it
    in_thread: WeakKeyDictionary[Any, int] = WeakKeyDictionary()

    async def execute(self: object, call: Callable[..., Any], *given: object, **more: object) -> Any:  # noqa: ANN401 - as the call
        if in_thread.get(self) or _may_wait(call, given):
            return await queued(self, call, *given, **more)
        try:
            result = call(*given, **more)
        except sqlite3.ProgrammingError:
            # A database in memory takes calls of one thread only.
            return await queued(self, call, *given, **more)
        await asyncio.sleep(0)
        return result

    async def queued(self: object, call: Callable[..., Any], *given: object, **more: object) -> Any:  # noqa: ANN401 - as the call
        in_thread[self] = in_thread.get(self, 0) + 1
        try:
            result = await by_thread(self, call, *given, **more)
        except Exception:
            in_thread[self] -= 1
            raise
        # Whoever is cancelled leaves the thread at work: all later calls have to queue behind this one.
        in_thread[self] -= 1
        return result

    connection._execute = execute  # noqa: SLF001 - as above


def _may_wait(call: Callable[..., Any], given: Sequence[object]) -> bool:
    statement = given[0] if given else ""
    return call.__name__ in {"commit", "backup"} or (
        isinstance(statement, str) and statement.startswith(MAY_WAIT)
    )
