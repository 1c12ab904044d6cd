"""Makes backups, restores them, and moves everything from one database to another."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text
from sqlalchemy.engine import make_url

from DiscordBot.core.copying.alone import alone_on
from DiscordBot.core.copying.backup_file import Backup, Manifest, new_file, write_backup
from DiscordBot.core.copying.errors import NOTHING_THERE, CopyRefusedError
from DiscordBot.core.copying.filling import fill
from DiscordBot.core.copying.rows import lines_of
from DiscordBot.core.copying.tables import tables_of
from DiscordBot.core.database import Database
from DiscordBot.core.database_errors import explained
from DiscordBot.core.database_file import DatabaseFile, sqlite_file
from DiscordBot.core.database_schema import schema_versions, verify_version

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import IO

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

    from DiscordBot.core.copying.rows import TableSum

BUSY_TIMEOUT_MILLISECONDS = 30_000


class Address(NamedTuple):
    """Where a database is; the password is for a server, whose address in `url` holds none."""

    url: str
    password: str = ""


async def back_up(address: Address, path: Path, made_at: datetime, *, replace: bool = False) -> Manifest:
    """Write a backup as of one moment while the bot may go on; there is a file only if it succeeds.

    Raises `DatabaseUnusableError` in words.
    """
    with explained():
        async with _reading(address) as connection:
            with new_file(path, replace=replace) as file:
                return await connection.run_sync(write_backup, file, made_at)


async def restore(address: Address, file: IO[bytes], now: datetime, *, replace: bool = False) -> Manifest:
    """Fill a database from a backup, wholly or not at all; `replace` deletes what is there.

    The backup is read and checked before the database is touched. Raises `DatabaseUnusableError` in words,
    also while a bot is active.
    """
    with explained():
        backup = Backup(file)
        backup.verify()
        async with alone_on(*address, now) as verify_alone, _writing(address) as connection:
            await connection.run_sync(partial(fill, source=backup, replace=replace))
            verify_alone()
        return backup.manifest


async def move(source: Address, target: Address, now: datetime) -> dict[str, TableSum]:
    """Copy everything into an empty database; return what each table has. The source stays as it is.

    Raises `DatabaseUnusableError` in words, also while a bot is active on one of them; nothing is left in
    the target then.
    """
    with explained():
        _verify_presence(source)
        async with (
            alone_on(*source, now) as verify_alone,
            alone_on(*target, now) as verify_alone_there,
            _reading(source) as read_from,
            _writing(target) as write_to,
        ):
            given = await read_from.run_sync(_DatabaseSource)
            sums = await write_to.run_sync(partial(fill, source=given))
            verify_alone()
            verify_alone_there()
            return sums


class _DatabaseSource:
    """The rows of a database, as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in tables_of(connection)}
        self.version = max(schema_versions(connection))

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        return {name: table.columns.keys() for name, table in self._tables.items()}

    def lines(self, table: str) -> Iterator[bytes]:
        return lines_of(self._connection, self._tables[table])


@asynccontextmanager
async def _reading(address: Address) -> AsyncIterator[AsyncConnection]:
    """Give a transaction that sees one moment; raise `CopyRefusedError` where no bot ever was."""
    _verify_presence(address)
    async with _opened(address) as database, database.read() as session:
        connection = await _unhurried(session)
        await connection.run_sync(_verify_source)
        yield connection


@asynccontextmanager
async def _writing(address: Address) -> AsyncIterator[AsyncConnection]:
    """Give a transaction that is committed at the end, on a database that need not be there yet."""
    file = _file(address)
    if file is not None:
        file.make_folder()
    async with _opened(address) as database, database.transaction() as session:
        yield await _unhurried(session)
    if file is not None:
        file.remember()


@asynccontextmanager
async def _opened(address: Address) -> AsyncIterator[Database]:
    # Connections of its own: what takes long must not hold back those of the bot.
    database = Database(
        address.url, password=address.password, busy_timeout_milliseconds=BUSY_TIMEOUT_MILLISECONDS
    )
    try:
        yield database
    finally:
        await database.close()


async def _unhurried(session: AsyncSession) -> AsyncConnection:
    """Return the connection, which PostgreSQL does not end while the other side takes its time."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    return connection


def _verify_presence(address: Address) -> None:
    file = _file(address)
    if file is not None and not file.exists():
        raise CopyRefusedError(NOTHING_THERE)


def _file(address: Address) -> DatabaseFile | None:
    path = sqlite_file(make_url(address.url))
    return None if path is None else DatabaseFile(path)


def _verify_source(connection: Connection) -> None:
    verify_version(connection)
    if not schema_versions(connection):
        raise CopyRefusedError(NOTHING_THERE)
