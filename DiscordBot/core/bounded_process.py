"""Work on what strangers wrote, in a process of its own that has little time and memory and may be killed.

A thread cannot be stopped, and one operation on something huge keeps every other thread waiting. So the bot
starts a module of its own as another process: `run_bounded` here, and `bound_this_process` there. It starts
anew each time, so it should import little.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CODE = Path(__file__).parents[2]


class TookTooLongError(Exception):
    """The process was not ready in time and is no more."""


class ProcessEndedError(Exception):
    """The process ended without an answer; `was_killed` if the system did it, mostly for the time it took."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The process ended with status {status}.")
        self.was_killed = status < 0


def run_bounded(module: str, given: bytes, *, patience_seconds: float) -> bytes:
    """Run `python -m module`, write `given` to it and return what it writes; it sees no environment.

    Blocks, so it belongs into a thread. Raises `TookTooLongError` and `ProcessEndedError`.
    `patience_seconds` are for machines that are busy, or where nothing bounds the processor's time.
    """
    try:
        done = subprocess.run(  # noqa: S603 - nothing of the command comes from people
            [sys.executable, "-m", module],
            input=given,
            stdout=subprocess.PIPE,
            # What a killed process says of its end would only fill the bot's log.
            stderr=subprocess.DEVNULL,
            cwd=_CODE,
            # The bot's tokens may stand in the environment.
            env={},
            timeout=patience_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TookTooLongError from error
    if done.returncode != 0:
        raise ProcessEndedError(done.returncode)
    return done.stdout


def bound_this_process(*, processor_seconds: int, memory_bytes: int) -> None:
    """Let the system end this process when it takes more than that, where the system can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
