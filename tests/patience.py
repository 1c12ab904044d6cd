"""How tests wait for what happens by itself: for as long as it takes, on whatever machine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 60.0
"""When something that should have come is given up. Nothing waits so long that comes."""


async def until(condition: Callable[[], object]) -> None:
    """Wait until something has come true that is no event."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.005)
