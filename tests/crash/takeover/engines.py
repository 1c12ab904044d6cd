"""The kinds of databases that bots take over on, whatever the other tests of this run have."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from tests.postgres import is_installed, running_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SQLITE: Final = "SQLite"
POSTGRESQL: Final = "PostgreSQL"


@contextmanager
def database_on(engine: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database, which is there for that long."""
    if engine == SQLITE:
        yield f"sqlite+aiosqlite:///{folder / 'bot.db'}"
        return
    if not is_installed():
        pytest.skip("PostgreSQL is not installed")
    with running_postgres() as url:
        yield url
