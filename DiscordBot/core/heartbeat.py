"""A sign of life for the container's health check: a file whose age tells whether the bot is well.

`python -m DiscordBot.core.heartbeat` exits with 0 if it is, and prints what the bot does. It is a module of
its own because it runs every half minute and must not load the bot.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

FILE = Path(tempfile.gettempdir()) / "conference-bot.heartbeat"
EVERY = timedelta(seconds=20)
DEAD_AFTER = timedelta(seconds=90)


def beat(file: Path = FILE, *, state: str = "active") -> None:
    """Say that all is well now, and what the bot does: it is active, or waits for another one to end."""
    file.write_text(state, encoding="utf-8")


def is_alive(now: float, file: Path = FILE) -> bool:
    """Tell whether the last beat, compared with `now` in seconds since 1970, is recent."""
    try:
        return now - file.stat().st_mtime < DEAD_AFTER.total_seconds()
    except FileNotFoundError:
        return False


def state(file: Path = FILE) -> str:
    """Return what the bot said last that it does."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return "never active"


if __name__ == "__main__":
    print(state())  # noqa: T201 - Docker shows it
    sys.exit(0 if is_alive(time.time()) else 1)
