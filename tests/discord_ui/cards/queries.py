"""Counting what is asked of a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

BEGINNINGS = ("BEGIN", "SELECT pg_advisory_xact_lock", "SET TRANSACTION")
"""What a transaction begins with."""


def count_queries(database: Database) -> list[str]:
    """Return a list to which every query adds itself from now on."""
    queries: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        if not statement.startswith(BEGINNINGS):
            queries.append(statement)

    engines = database._engines  # noqa: SLF001 - the one place that all queries go through
    for engine in (engines.writer, engines.reader):
        event.listen(engine.sync_engine, "before_cursor_execute", note)
    return queries
