"""The shape of the tables: which migration made it, and how this version's is brought about."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from DiscordBot.core.database_errors import NEWER, DatabaseUnusableError

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).with_name("migrations")
VERSION_TABLE = "alembic_version"


def verify_version(connection: Connection) -> None:
    """Raise `DatabaseUnusableError` if a version of the bot was here that this one does not know."""
    if not schema_versions(connection) <= known_versions():
        raise DatabaseUnusableError(NEWER)


def schema_versions(connection: Connection) -> set[str]:
    """Return the number of the newest migration that was here, in a set that is empty if none ever was."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


@cache
def known_versions() -> frozenset[str]:
    """Return the numbers of the migrations, with which their files begin."""
    return frozenset(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def migrate(connection: Connection, version: str | None = None) -> None:
    """Give the tables the shape of a known `version` that is not older than theirs, or the newest."""
    version = max(known_versions()) if version is None else version
    if schema_versions(connection) == {version}:
        return
    # Only here: it brings the dialects of all databases, which the bot needs at most once in its life.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, version)
