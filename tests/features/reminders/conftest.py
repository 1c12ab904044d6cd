from __future__ import annotations

from tests.features.programme.conftest import clock, database, empty_database

__all__ = ["clock", "database", "empty_database"]
