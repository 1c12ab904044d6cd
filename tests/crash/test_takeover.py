"""Bots that take over from each other, however the active one ends: nothing is lost, and nothing done twice.

With `make test-postgres` they meet on PostgreSQL; `python -m benchmarks.takeover` does it 200 times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crash.takeover.stage import Ending, open_stage
from tests.databases import SERVER, database_url

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = [Ending.KILLED, Ending.LEAVES] * 3
if SERVER:
    # A file's lock cannot be cut off, and a stopped process keeps it.
    ENDINGS = [Ending.KILLED, Ending.STOPPED, Ending.CUT_OFF, Ending.LEAVES, Ending.STOPPED, Ending.CUT_OFF]

pytestmark = [pytest.mark.crash, pytest.mark.postgres]


async def test_six_takeovers_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    async with open_stage(database_url(tmp_path / "bot.db"), tmp_path) as stage:
        result = await stage.run(ENDINGS)

    assert (result.lost, result.doubled, result.unapproved) == ([], [], [])
    assert result.wrong_statuses == []
    assert len(result.statuses) == len(ENDINGS)
    assert min(result.expected.values()) > 0
