"""Statements compiled once for all databases of tests, and not anew for each: an eighth of the time of tests.

SQLAlchemy keeps what it has compiled with the engine, of which every test has new ones.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

STATEMENTS = 5_000
"""More than there are, with all their numbers of values."""


def compile_once() -> None:
    """Let all engines for SQLite keep their compiled statements in one place."""
    compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS)
    dialect: Any = SQLiteDialect_aiosqlite
    # What is compiled is kept by dialect, of which each engine has its own although they are all the same.
    dialect.__hash__ = lambda self: hash(type(self))
    dialect.__eq__ = lambda self, other: type(self) is type(other)
    engine: Any = Engine
    engine._compiled_cache = property(lambda _: compiled, lambda _, __: None)  # noqa: SLF001 - there is no option for it
