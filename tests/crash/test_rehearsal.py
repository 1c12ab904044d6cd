"""One day of the conference, rehearsed by bots that are killed; all days: `python -m sandbox.rehearsal`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from sandbox.conference.server import ROOM_CHANNELS

ROOT = Path(__file__).parents[2]
MESSAGES = 80 + 45
"""Forty sessions a day, each in two channels, and a reminder for each of their speakers."""

pytestmark = pytest.mark.crash


async def rehearse(folder: Path, case: str) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.crash.rehearsal", str(folder), case),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, mistakes = await process.communicate()
    assert process.returncode == 0, mistakes.decode()
    report: dict[str, Any] = json.loads(output)
    assert report["is_perfect"], report["lines"]
    assert report["arrived"] == report["expected"]
    return report


async def test_every_session_is_announced_once_and_in_time(tmp_path: Path) -> None:
    report = await rehearse(tmp_path, "undisturbed")

    assert report["expected"] == MESSAGES
    assert report["latest"] <= 1
    assert report["beyond"] == 0
    assert report["topics"] == [len(ROOM_CHANNELS)]


async def test_every_session_is_announced_once_however_often_the_bot_is_killed(tmp_path: Path) -> None:
    report = await rehearse(tmp_path, "killed")

    assert report["kills"] == 7
    assert report["expected"] == MESSAGES
    assert report["topics"] == [len(ROOM_CHANNELS)]


async def test_a_slot_of_eight_parallel_sessions_is_nine_requests(tmp_path: Path) -> None:
    report = await rehearse(tmp_path, "eight")

    assert report["expected"] == 16 + 9
    assert report["beyond"] == 0
