"""What earlier versions of the bot have written is there after an update, and the bot goes on with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, inspect
from sqlmodel import Session, SQLModel, select

from DiscordBot.core.database import Database
from tests.conference_world import open_conference
from tests.core.test_migrations import differences
from tests.databases import only_on_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = only_on_sqlite

DATABASES = sorted((Path(__file__).parent / "databases").glob("*.sql"))
BEFORE_THE_FEATURES = Path(__file__).parent / "databases" / "before_the_features.sql"
SOON_AFTER = datetime(2027, 7, 14, 6, 50, tzinfo=UTC)

MOVED_TO = {"open_space_search": "open_space_reading"}
"""The tables that a later version has in place of earlier ones."""

each_database = pytest.mark.parametrize("dump", DATABASES, ids=[file.stem for file in DATABASES])


def restored(dump: Path, folder: Path) -> Path:
    file = folder / "bot.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    return file


def rows(file: Path) -> dict[str, int]:
    """Return how many rows each table has."""
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - our own
            for (name,) in tables
        }


def read_by_the_models(file: Path) -> dict[str, int]:
    """Return how many rows of each table the models can read."""
    engine = create_engine(f"sqlite:///{file}")
    with Session(engine) as session:
        read = {model.__tablename__: len(session.exec(select(model)).all()) for model in models()}
    engine.dispose()
    return read


def models() -> Iterator[Any]:
    return (mapper.class_ for mapper in SQLModel._sa_registry.mappers)  # noqa: SLF001 - it has no other name


@each_database
async def test_nothing_is_lost(dump: Path, tmp_path: Path) -> None:
    file = restored(dump, tmp_path)
    before = {MOVED_TO.get(name, name): count for name, count in rows(file).items()}
    assert sum(before.values()) > 50

    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.start()
    await database.close()

    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert differences(connection) == []
        tables = set(inspect(connection).get_table_names())
    engine.dispose()
    after = rows(file)
    assert {name: after.get(name) for name in before} == before
    read = read_by_the_models(file)
    assert tables - {"alembic_version"} == read.keys()
    assert {name: read.get(name) for name in before if name != "alembic_version"} == {
        name: count for name, count in before.items() if name != "alembic_version"
    }


@pytest.mark.slow
async def test_the_bot_goes_on_with_it(tmp_path: Path, orders: list[dict[str, Any]]) -> None:
    restored(BEFORE_THE_FEATURES, tmp_path)
    async with open_conference(tmp_path, orders, with_x=True, start=SOON_AFTER) as world:
        olivia = world.person("olivia")
        told = {
            command: world.text_of(await world.command(olivia, command, **options))
            for command, options in {
                "tweet queue": {},
                "campaign list": {},
                "sponsor list": {},
                "mentions list": {},
                "openspace list": {},
                "schedule next": {},
                "attendee lookup": {"order": "ADA37"},
                "stats tweets": {},
            }.items()
        }
        health = await world.health()
    assert "Lunch is served." in told["tweet queue"]
    assert "Thanks" in told["campaign list"]
    assert "Example Inc." in told["sponsor list"]
    assert "where is the venue?" in told["mentions list"]
    assert "Knitting" in told["openspace list"]
    assert "default_send_interval" in health
    assert "Twenty years of being wrong in public" in told["schedule next"]
    assert "<@1576867189229617186>" in told["attendee lookup"]
