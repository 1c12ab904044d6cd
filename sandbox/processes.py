"""Ending a process that a stand-in or a bot runs in."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.subprocess import Process


async def kill(process: Process) -> None:
    """Kill a process and wait for its end; one that has ended by itself is what was wanted."""
    # asyncio raises for a process whose end it has seen already, and that may be at any moment.
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
