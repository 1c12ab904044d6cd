"""A process that is to end does so, whatever hangs in it."""

from __future__ import annotations

import asyncio
import sys

from tests.patience import PATIENCE_SECONDS

STUCK = """
import asyncio
from DiscordBot.core.active_bot import ending
ending.END_SECONDS = 0.1
async def statement():
    await asyncio.Event().wait()
async def live():
    ending.end_soon(7)
    await asyncio.create_task(statement(), name="what hangs")
asyncio.run(live())
"""


async def test_what_hangs_is_named_and_left_behind() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", STUCK), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert process.returncode == 7
    assert b"Not ended in time: what hangs, which waits in " in said
    assert b"locks.py:" in said
