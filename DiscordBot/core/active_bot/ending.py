"""The end of a process that must end soon: whoever takes over waits for it."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

logger = logging.getLogger(__name__)

END_SECONDS = 10.0
"""A bot that is told to end, or that is not the active one any more, ends within that time."""


def end_soon(status: int) -> None:
    """End this process with the exit status in `END_SECONDS`, whatever hangs, unless it has ended by then.

    What is unfinished is then finished at the next start, as after a crash.
    """
    asyncio.get_running_loop().call_later(END_SECONDS, _end, status)


def _end(status: int) -> None:
    for task in asyncio.all_tasks():
        logger.error("Not ended in time: %s, which waits in %s", task.get_name(), _innermost(task.get_coro()))
    logging.shutdown()
    os._exit(status)


def _innermost(waiting: Any) -> str:  # noqa: ANN401 - a coroutine, a generator or what else can be awaited
    """Return the line of code that a coroutine waits in, through all that it awaits."""
    place = "an unknown place"
    while waiting is not None:
        frame: FrameType | None = getattr(waiting, "cr_frame", None) or getattr(waiting, "gi_frame", None)
        if frame is not None:
            place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        waiting = getattr(waiting, "cr_await", None) or getattr(waiting, "gi_yieldfrom", None)
    return place
