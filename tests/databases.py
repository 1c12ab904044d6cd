"""Where tests keep what the bot stores: in a file, or with `make test-postgres` on a PostgreSQL server."""

from __future__ import annotations

import asyncio
import atexit
import os
import secrets
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing, contextmanager
from functools import cache, cached_property
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import update
from sqlalchemy.engine import make_url

from DiscordBot.core.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL

SERVER: Final = os.environ.get("TEST_POSTGRES", "")
"""The address of a server on which databases may be made; without one, SQLite it is."""

TEMPLATE: Final = "template_of_tests"
"""The database on it that has all tables and no rows."""

only_on_sqlite = pytest.mark.skipif(bool(SERVER), reason="is about SQLite's file")

CLEAN: Final = """
SET session_replication_role = replica;
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$
DECLARE
    name text;
    used boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO used;
        IF used THEN
            EXECUTE format('TRUNCATE %I CASCADE', name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
END $$;
"""
"""Leaves a database as the template is, which takes far less time than to make one."""

SHAPE: Final = """
SELECT string_agg(relname || attname, ' ' ORDER BY attrelid, attnum)
    FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0;
SELECT count(*) FROM pg_trigger;
SELECT version_num FROM alembic_version;
"""
"""Tells whether somebody has changed more than rows."""


def database_url(file: Path | str) -> str:
    """Return the address of the one database of a file's path; it is made, with all tables, if need be.

    On the server a database is lent to the path until a test ends or the file is gone. Its name stands in
    the file, for other processes of the same test.
    """
    path = Path(file).absolute()
    if not SERVER:
        if not path.exists():
            shutil.copy(_empty_file(), path)
        return f"sqlite+aiosqlite:///{path}"
    if not path.exists():
        _pool.lend(path)
    return address_on_server(path.read_text(encoding="utf-8"))


def copy_database(source: Path, target: Path) -> Path:
    """Copy all that belongs to one file's path to another's, which is returned."""
    if SERVER:
        _pool.copy(source, target)
    else:
        shutil.copy(source, target)
    return target


@contextmanager
def databases_of_one_test() -> Iterator[None]:
    """Take back, at the end, what was lent meanwhile."""
    lent_before = {*_pool.lent}
    yield
    for path in {*_pool.lent} - lent_before:
        path.unlink(missing_ok=True)


class _Pool:
    """The databases that this process has made on the server; `lent` tells to which path each belongs."""

    def __init__(self) -> None:
        self.lent: dict[Path, str] = {}
        self._free: list[str] = []
        self._contents: dict[Path, str] = {}

    def lend(self, path: Path, contents: str = "") -> None:
        for gone in [path for path in self.lent if not path.exists()]:
            self._free.append(self.lent.pop(gone))
        name = self._free.pop() if self._free else None
        if name is not None and self._clean(name, contents):
            self.lent[path] = name
        else:
            if name is not None:
                sql_on_server(f"DROP DATABASE {name} WITH (FORCE)")
            self.lent[path] = self._make(contents)
        path.write_text(self.lent[path], encoding="utf-8")

    def copy(self, source: Path, target: Path) -> None:
        if source not in self._contents:
            options = ("--data-only", "--disable-triggers", "--exclude-table=alembic_version")
            self._contents[source] = _run("pg_dump", *options, _libpq(make_url(database_url(source))))
        self.lend(target, self._contents[source])

    def _clean(self, name: str, contents: str) -> bool:
        try:
            shape = _psql(_address(name), SHAPE)
            _psql(_address(name), CLEAN + contents)
        except subprocess.CalledProcessError:
            return False
        return shape == self._wanted_shape

    def _make(self, contents: str) -> str:
        name = f"test_{secrets.token_hex(8)}"
        sql_on_server(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        if contents:
            _psql(_address(name), contents)
        return name

    @cached_property
    def _wanted_shape(self) -> list[tuple[str, ...]]:
        return _psql(_address(TEMPLATE), SHAPE)


_pool = _Pool()


async def change_rows(database: Database, column: Any, value: object, **columns: object) -> None:  # noqa: ANN401 - of a table
    """Change the rows in which a column has a value, behind the bot's back."""
    async with database.transaction() as session:
        await session.execute(update(column.class_).where(column == value).values(**columns))


def address_on_server(database: str) -> str:
    """Return the address of a database on the server, for the bot."""
    return _address(database).render_as_string(hide_password=False)


def sql(url: str, statement: str) -> list[tuple[str, ...]]:
    """Run one statement behind the bot's back; return the rows, every value as text."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return _psql(address, statement)
    with closing(sqlite3.connect(address.database or "")) as connection, connection:
        return [tuple(map(str, row)) for row in connection.execute(statement)]


def all_that_is_stored(url: str) -> bytes:
    """Return everything that somebody gets hold of who steals a database that nobody works with."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return _run("pg_dump", _libpq(address)).encode()
    file = Path(address.database or "")
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


def sql_on_server(statement: str) -> list[tuple[str, ...]]:
    """Run one statement in the server's own database."""
    return _psql(make_url(SERVER), statement)


def _address(database: str) -> URL:
    return make_url(SERVER).set(drivername="postgresql", database=database)


def _psql(address: URL, statements: str) -> list[tuple[str, ...]]:
    options = ("-X", "-q", "-A", "-t", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-f", "-")
    output = _run("psql", *options, _libpq(address), given=statements)
    return [tuple(line.split("\x1f")) for line in output.splitlines()]


def _libpq(address: URL) -> str:
    return address.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(*command: str, given: str = "") -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)  # noqa: S603 - the tests' own statements
    return done.stdout


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
