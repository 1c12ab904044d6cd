"""Bots that take over from each other, however the active one ends: nothing is lost, and nothing done twice.

`python -m benchmarks.takeover` lets them do it 200 times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crash.takeover.engines import POSTGRESQL, SQLITE, database_on
from tests.crash.takeover.stage import Ending, open_stage

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = {
    # A file's lock cannot be cut off, and a stopped process keeps it.
    SQLITE: [Ending.KILLED, Ending.LEAVES] * 3,
    POSTGRESQL: [Ending.KILLED, *[Ending.STOPPED, Ending.CUT_OFF] * 2, Ending.LEAVES],
}

pytestmark = pytest.mark.crash


@pytest.mark.parametrize("engine", [SQLITE, POSTGRESQL])
async def test_six_takeovers_lose_nothing_and_do_nothing_twice(tmp_path: Path, engine: str) -> None:
    with database_on(engine, tmp_path) as url:
        async with open_stage(url, tmp_path) as stage:
            result = await stage.run(ENDINGS[engine])

    assert (result.lost, result.doubled, result.unapproved) == ([], [], [])
    assert result.wrong_statuses == []
    assert len(result.statuses) == len(ENDINGS[engine])
    assert min(result.expected.values()) > 0
