"""Where tests keep what the bot stores: in a file, or with `make test-postgres` on a PostgreSQL server."""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
from sqlalchemy.engine import URL, make_url

from DiscordBot.core.database import Database

SERVER: Final = os.environ.get("TEST_POSTGRES", "")
"""The address of a server on which databases may be made; without one, SQLite it is."""

TEMPLATE: Final = "template_of_tests"
"""The database on it that has all tables and no rows."""

only_on_sqlite = pytest.mark.skipif(bool(SERVER), reason="is about SQLite's file")

_made: list[str] = []
"""They are dropped with the server: it lives as long as the tests do."""


def database_url(file: Path | str) -> str:
    """Return the address of the one database of a file's path; it is made, with all tables, if need be."""
    if not SERVER:
        if not Path(file).exists():
            shutil.copy(_empty_file(), file)
        return f"sqlite+aiosqlite:///{file}"
    name = _name(file)
    if name not in _made:
        _make(name)
    return address_on_server(name)


def copy_database(source: Path, target: Path) -> Path:
    """Copy all that belongs to one file's path to another's, which is returned."""
    if SERVER:
        _make(_name(target), template=_name(source))
    else:
        shutil.copy(source, target)
    return target


def address_on_server(database: str) -> str:
    """Return the address of a database on the server, for the bot."""
    address = make_url(SERVER).set(drivername="postgresql", database=database)
    return address.render_as_string(hide_password=False)


def sql(url: str, statement: str) -> list[tuple[str, ...]]:
    """Run one statement behind the bot's back; return the rows, every value as text."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return _psql(address, statement)
    with closing(sqlite3.connect(address.database or "")) as connection, connection:
        return [tuple(map(str, row)) for row in connection.execute(statement)]


def sql_on_server(statement: str) -> list[tuple[str, ...]]:
    """Run one statement in the server's own database."""
    return _psql(make_url(SERVER), statement)


@cache
def _empty_file() -> Path:
    """Make a file that has all tables and no rows, once: the migrations take a tenth of a second."""
    folder = tempfile.mkdtemp(prefix="tables-of-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = Path(folder) / "empty.db"
    # Whoever asks may stand in an event loop.
    maker = Thread(target=lambda: asyncio.run(_make_tables(file)))
    maker.start()
    maker.join()
    return file


async def _make_tables(file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.start()
    await database.close()


def _name(file: Path | str) -> str:
    return f"test_{hashlib.sha256(str(Path(file).absolute()).encode()).hexdigest()[:20]}"


def _make(name: str, template: str = TEMPLATE) -> None:
    # Another process of the same test may have made it.
    if not sql_on_server(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608 - a name of ours
        sql_on_server(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    _made.append(name)


def _psql(address: URL, statement: str) -> list[tuple[str, ...]]:
    libpq = address.set(drivername="postgresql").render_as_string(hide_password=False)
    command = ["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-c", statement, libpq]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - the tests' own statements
    return [tuple(line.split("\x1f")) for line in done.stdout.splitlines()]
