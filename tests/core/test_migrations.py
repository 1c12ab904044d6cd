from __future__ import annotations

import importlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlmodel import SQLModel

import DiscordBot
from DiscordBot.core.database import Database
from DiscordBot.core.database_schema import MIGRATIONS
from DiscordBot.networks.reading import progress_of
from tests.databases import only_on_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

pytestmark = only_on_sqlite

PACKAGE = Path(DiscordBot.__file__).parent


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path}/bot.db")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def differences(connection: Connection) -> list[object]:
    """Return how the database differs from the models of all features."""
    for file in PACKAGE.rglob("models.py"):
        importlib.import_module(".".join(("DiscordBot", *file.relative_to(PACKAGE).with_suffix("").parts)))
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


def test_the_migrations_make_the_tables_of_the_models(connection: Connection) -> None:
    assert differences(connection) != []
    command.upgrade(alembic(connection), "head")
    assert differences(connection) == []


@pytest.mark.slow
def test_migrating_twice_is_harmless(connection: Connection) -> None:
    command.upgrade(alembic(connection), "head")
    command.upgrade(alembic(connection), "head")
    assert differences(connection) == []


def test_every_migration_can_be_taken_back(connection: Connection) -> None:
    command.upgrade(alembic(connection), "head")
    command.downgrade(alembic(connection), "base")
    assert inspect(connection).get_table_names() == ["alembic_version"]
    command.upgrade(alembic(connection), "head")
    assert differences(connection) == []


async def test_a_start_keeps_what_is_there(tmp_path: Path) -> None:
    for number in range(2):
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
        await database.start()
        assert await database.remembered("key") == (number or None)
        await database.remember("key", number + 1)
        await database.close()


def test_a_migration_is_called_by_the_number_that_its_file_begins_with() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    numbers = [script.revision for script in scripts.walk_revisions()]
    assert sorted(numbers) == sorted(file.name[:4] for file in (MIGRATIONS / "versions").glob("*.py"))
    assert scripts.get_heads() == [max(numbers)]


def test_what_an_older_bot_was_posting_is_still_being_posted(connection: Connection) -> None:
    command.upgrade(alembic(connection), "0011")
    connection.exec_driver_sql(
        "INSERT INTO announcement (session_key, start, place, state) "
        "VALUES ('AAA-1', '2027-07-14 08:00:00', 'programme', 'claimed')"
    )
    connection.exec_driver_sql(
        "INSERT INTO job_posting (key, reference, state, claimed_at) "
        "VALUES ('key', 'ab', 'claimed', '2027-07-01 08:00:00')"
    )

    command.upgrade(alembic(connection), "head")

    rows = connection.exec_driver_sql(
        "SELECT state FROM announcement UNION ALL SELECT state FROM job_posting"
    )
    assert [state for (state,) in rows] == ["posting", "posting"]
    known = connection.exec_driver_sql("SELECT begun_at, author, content FROM job_posting").one()
    assert [str(value)[:10] for value in known] == ["2027-07-01", "", ""]


def test_a_card_that_asks_about_an_advert_stays_where_it_is(connection: Connection) -> None:
    command.upgrade(alembic(connection), "0019")
    connection.exec_driver_sql(
        "INSERT INTO job_posting (key, reference, state, begun_at, card_channel, card_message) VALUES "
        "('one', '0000000000ff', 'waiting', '2027-07-01 08:00:00', 7, 8), "
        "('two', '0000000000fe', 'posted', '2027-07-01 08:00:00', 7, 9)"
    )

    command.upgrade(alembic(connection), "head")

    rows = connection.exec_driver_sql("SELECT id, advert, card_channel, card_message FROM advert_review")
    assert [tuple(row) for row in rows] == [(255, None, 7, 8)]


def test_open_spaces_read_so_far_are_from_x(connection: Connection) -> None:
    command.upgrade(alembic(connection), "0022")
    connection.exec_driver_sql(
        "INSERT INTO open_space (id, post_id, queued_revision, tweet_id, state, revision, text, author_name, "
        "author_username, link, found_rooms, found_starts, highlights, reasons, created_at, decided_by_name, "
        "decision, tweet_text, card_shown) VALUES "
        "(1, '100', 0, 7, 'scheduled', 2, '', '', '', '', '[]', '[]', '[]', '[]', '2027-07-14',"
        "'', '', '', ''), "
        "(2, '200', 1, NULL, 'waiting', 2, '', '', '', '', '[]', '[]', '[]', '[]', '2027-07-14',"
        "'', '', '', '')"
    )
    connection.exec_driver_sql(
        "INSERT INTO open_space_post (id, author_name, author_username, text, link, created_at, seen_at, "
        "verdict, why, open_space_id) VALUES ('100', '', 'ada', 'Rust', '', '2027-07-14 08:00:00', "
        "'2027-07-14 08:00:00', 'scheduled', '', 1)"
    )
    connection.exec_driver_sql(
        "INSERT INTO open_space_ignored_user (key, username, ignored_at, ignored_by) VALUES "
        "('spammer', '@spammer', '2027-07-14 08:00:00', 1), ('member:5', 'Eve', '2027-07-14 08:00:00', 1)"
    )
    connection.exec_driver_sql(
        "INSERT INTO open_space_search (query, since_id, newest_at) VALUES "
        "('#one OR #two', '100', '2027-07-14 08:00:00')"
    )

    command.upgrade(alembic(connection), "head")

    def rows(columns: str, table: str) -> list[tuple[object, ...]]:
        query = f"SELECT {columns} FROM open_space{table}"  # noqa: S608 - nothing of it is typed
        return [tuple(row) for row in connection.exec_driver_sql(query)]

    assert rows("network, post_id, post_key", "") == [
        ("twitter", "100", "twitter:100"),
        ("twitter", "200", "twitter:200"),
    ]
    assert rows("network, id, open_space_id", "_post") == [("twitter", "100", 1)]
    assert sorted(rows("key", "_ignored_user")) == [("member:5",), ("twitter:spammer",)]
    # One was taken back, and one could not be queued.
    assert rows("open_space_id, revision, tweet_id, is_withdrawn", "_tweet") == [
        (1, 0, 7, 1),
        (2, 1, None, 0),
    ]
    ((network, mark),) = rows("network, mark", "_reading")
    (progress,) = progress_of(str(mark)).values()
    assert (network, progress.since) == ("twitter", datetime(2027, 7, 14, 8, tzinfo=UTC))

    command.downgrade(alembic(connection), "0022")
    assert rows("post_id", "") == [("100",), ("200",)]
    assert sorted(rows("key", "_ignored_user")) == [("member:5",), ("spammer",)]
    assert rows("id, open_space_id", "_post") == [("100", 1)]


def test_mentions_so_far_are_of_x(connection: Connection) -> None:
    command.upgrade(alembic(connection), "0024")
    connection.exec_driver_sql(
        "INSERT INTO mention (post_id, text, author_name, author_username, link, pictures, answers_own, "
        "quotes_own, in_reply_to, posted_at, seen_at, status, answers, problem, card_shown) VALUES "
        "('8', 'hello', '', '', '', '[]', 1, 0, '5', '2027-07-14', '2027-07-14', 'open', 0, '', '')"
    )
    progress = json.dumps({"since": str((1_815_555_600_000 - 1_288_834_974_657) << 22), "before": "7"})
    connection.exec_driver_sql("INSERT INTO stored_value VALUES ('mentions.progress', ?)", (progress,))

    command.upgrade(alembic(connection), "head")

    row = connection.exec_driver_sql("SELECT network, post_id, post_key, about_link, is_private FROM mention")
    assert tuple(row.one()) == ("twitter", "8", "twitter:8", "https://x.com/i/status/5", 0)
    mark = connection.exec_driver_sql("SELECT value FROM stored_value WHERE key = 'mentions.mark.twitter'")
    read = progress_of(json.loads(mark.scalar_one()))["mentions"]
    assert (read.since, read.before) == (datetime.fromtimestamp(1_815_555_600, UTC), "7")
