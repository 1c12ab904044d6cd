"""A sign of life for the container's health check: a file whose age tells whether the bot is well.

`python -m DiscordBot.core.heartbeat` exits with 0 if it is. It is a module of its own because it runs every
half minute and must not load the bot.
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


def beat(file: Path = FILE) -> None:
    """Say that all is well now."""
    file.touch()


def is_alive(now: float, file: Path = FILE) -> bool:
    """Tell whether the last beat, compared with `now` in seconds since 1970, is recent."""
    try:
        return now - file.stat().st_mtime < DEAD_AFTER.total_seconds()
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    sys.exit(0 if is_alive(time.time()) else 1)
