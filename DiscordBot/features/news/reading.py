"""Having a feed read by `worker`."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from DiscordBot.core.json_errors import BadAnswerError
from DiscordBot.features.news.entries import Entry, Feed

PROCESSOR_SECONDS = 15
"""Ten thousand entries take two."""

PATIENCE_SECONDS = 60.0
"""For machines that are busy, or cannot limit the processor's time."""

_CODE = Path(__file__).parents[3]


def read_feed(
    content: bytes,
    *,
    address: str,
    content_type: str,
    processor_seconds: int = PROCESSOR_SECONDS,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Feed:
    """Return what a document says; blocks, so it belongs into a thread. Raises `BadAnswerError`."""
    about = {"address": address, "content_type": content_type, "processor_seconds": processor_seconds}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "DiscordBot.features.news.worker"],
            input=json.dumps(about).encode() + b"\n" + content,
            stdout=subprocess.PIPE,
            # What a killed process says of its end would only fill the bot's log.
            stderr=subprocess.DEVNULL,
            cwd=_CODE,
            # The bot's tokens may stand in the environment.
            env={},
            timeout=patience_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadAnswerError("The news feed takes too long to be read.") from None
    if done.returncode != 0:
        raise BadAnswerError("The news feed is too large or too deeply nested to be read.")
    told = json.loads(done.stdout)
    if told is None:
        raise BadAnswerError("What came is no RSS or Atom feed.")
    return Feed(tuple(_entry(values) for values in told["entries"]), told["without_link"])


def _entry(values: dict[str, Any]) -> Entry:
    published = values.pop("published")
    return Entry(**values, published=None if published is None else datetime.fromisoformat(published))
