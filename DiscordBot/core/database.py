"""The one database: engine, transactions, migrations, health, and a table for single remembered values."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, Enum
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from DiscordBot.core.active_bot import epoch as active_bot_epoch
from DiscordBot.core.active_bot.epoch import Epoch
from DiscordBot.core.database_engines import Engines, verify_rights
from DiscordBot.core.database_errors import DatabaseUnusableError, explained
from DiscordBot.core.database_schema import migrate, verify_version
from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from enum import StrEnum

    from sqlalchemy import Dialect
    from sqlalchemy.engine import URL

    from DiscordBot.core.database_file import DatabaseFile

BUSY_TIMEOUT_MILLISECONDS = 5_000
SUBJECT = "database"

_PULSE = "database.pulse"
_CONNECTION_SECONDS = 3.0


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


class Database:
    """Transactions on one database; every one is short and none spans a network call.

    Those that `transaction` gives take turns, so that what one of them has read stays true until its end;
    see `database_engines`. One waits for other programs up to `busy_timeout_milliseconds`, after which
    SQLAlchemy's `OperationalError` or `DBAPIError` is raised. `password` is for a server whose address in
    `url` holds none. `epoch` is this process's time as the active bot.
    """

    def __init__(
        self,
        url: str | URL,
        *,
        password: str = "",
        busy_timeout_milliseconds: int = BUSY_TIMEOUT_MILLISECONDS,
    ) -> None:
        address = make_url(url)
        is_file = address.get_backend_name() == "sqlite"
        self._url = address.set(password=password) if password and not is_file else address
        self._busy_timeout = busy_timeout_milliseconds
        self.epoch = Epoch()

    async def start(self) -> None:
        """Make what is missing, the file's folder too, and bring the tables to this version's shape.

        Of several processes that do it at once one does all. Raises `DatabaseUnusableError`, also when the
        tables have a newer shape.
        """
        with explained():
            if self._file is not None:
                self._file.make_folder()
            async with self._engines.writer.begin() as connection:
                await connection.run_sync(verify_version)
                await connection.run_sync(migrate)
            if self._file is not None:
                self._file.remember()

    async def begin_epoch(self) -> None:
        """Let whoever was the active bot before commit nothing any more; only for who holds the lock.

        Raises `DatabaseUnusableError`.
        """
        with explained():
            async with self.transaction() as session:
                number = (await get_value(session, active_bot_epoch.KEY) or 0) + 1
                await set_value(session, active_bot_epoch.KEY, number)
            self.epoch.number = number

    async def stored_epoch(self) -> int:
        """Return the epoch of the bot that became active last, as a new connection has it: others may hang.

        Raises `DatabaseUnusableError`.
        """
        apart = Database(self._url)
        with explained():
            try:
                async with asyncio.timeout(_CONNECTION_SECONDS):
                    return int(await apart.remembered(active_bot_epoch.KEY) or 0)
            finally:
                await apart.close()

    async def check(self) -> Finding:
        """Try whether a start would find a usable database; nothing in it is changed."""
        try:
            with explained():
                if self._file is not None:
                    self._file.make_folder()
                    self._file.verify_permission()
                async with self._engines.writer.connect() as connection:
                    await connection.begin()
                    await connection.run_sync(verify_version)
                    await connection.run_sync(verify_rights)
        except DatabaseUnusableError as error:
            return Finding(SUBJECT, Level.ERROR, *error.explanation)
        finally:
            await self.close()
        return Finding(SUBJECT, Level.OK, "It can be opened.")

    async def health(self, *, thoroughly: bool = False) -> Finding:
        """Do what `pulse` does, and tell how it went; `thoroughly` reads the whole file."""
        try:
            await self.pulse(thoroughly=thoroughly)
        except DatabaseUnusableError as error:
            return Finding(SUBJECT, Level.ERROR, *error.explanation)
        return Finding(SUBJECT, Level.OK, "It can be written and read.")

    async def pulse(self, *, thoroughly: bool = False) -> None:
        """Write and read something and look at the file. Raises `DatabaseUnusableError`."""
        with explained():
            async with self.transaction() as session:
                row = await session.get(StoredValue, _PULSE) or StoredValue(key=_PULSE, value="0")
                row.value = json.dumps(json.loads(row.value) + 1)
                session.add(row)
            async with self.read() as session:
                await get_value(session, _PULSE)
                connection = await session.connection()
                await connection.run_sync(verify_version)
            if self._file is not None:
                await asyncio.to_thread(self._file.verify_contents, thoroughly=thoroughly)

    def verify_file(self) -> None:
        """Raise `DatabaseUnusableError` if the file is not the one that was opened; nothing in it is read."""
        if self._file is not None:
            self._file.verify()

    async def close(self) -> None:
        """Give back every connection; open transactions are rolled back."""
        if "_engines" in vars(self):
            await self._engines.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is committed at the end, or undone when an exception leaves it.

        Nobody else writes meanwhile. Raises `DatabaseUnusableError` if the database's file is not the one
        that was opened, and `NotActiveError` if another bot has become active.
        """
        async with AsyncSession(self._engines.writer, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Give a session that only reads, all of it as it was when it began, and waits for no writer.

        What is decided upon what it has read may be overtaken: then it has to be `transaction`.
        """
        async with AsyncSession(self._engines.reader, expire_on_commit=False) as session, session.begin():
            yield session

    async def remembered(self, key: str) -> Any:  # noqa: ANN401 - whatever JSON was stored
        """Return the value last stored under the key, or None."""
        async with self.read() as session:
            return await get_value(session, key)

    async def remember(self, key: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Store a JSON value under the key, in place of an older one."""
        async with self.transaction() as session:
            await set_value(session, key, value)

    @cached_property
    def _engines(self) -> Engines:
        # Late: a driver that is missing is something to be told, and not by a traceback.
        return Engines(self._url, self._busy_timeout, self.epoch.verify)

    @property
    def _file(self) -> DatabaseFile | None:
        return self._engines.file


async def get_value(session: AsyncSession, key: str) -> Any:  # noqa: ANN401 - whatever JSON was stored
    """Return the value last stored under the key, or None, inside a transaction."""
    row = await session.get(StoredValue, key)
    return None if row is None else json.loads(row.value)


async def set_value(session: AsyncSession, key: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Store a JSON value under the key as part of a larger transaction."""
    await session.merge(StoredValue(key=key, value=json.dumps(value)))
