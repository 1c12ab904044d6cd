"""Having a feed's document read by `document`, in a process of its own."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from DiscordBot.core.bounded_process import ProcessEndedError, TookTooLongError, run_bounded
from DiscordBot.core.http.json_errors import BadResponseError
from DiscordBot.features.news.entries import Feed, FeedEntry

PROCESSOR_SECONDS = 15
"""Ten thousand entries take two."""

PATIENCE_SECONDS = 60.0

_READER = "DiscordBot.features.news.document"


def read_feed(
    content: bytes,
    *,
    address: str,
    content_type: str,
    processor_seconds: int = PROCESSOR_SECONDS,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Feed:
    """Return what a document says; blocks, so it belongs into a thread. Raises `BadResponseError`."""
    about = {"address": address, "content_type": content_type, "processor_seconds": processor_seconds}
    given = json.dumps(about).encode() + b"\n" + content
    try:
        told = json.loads(run_bounded(_READER, given, patience_seconds=patience_seconds))
    except TookTooLongError:
        raise BadResponseError("The news feed takes too long to be read.") from None
    except ProcessEndedError:
        raise BadResponseError("The news feed is too large or too deeply nested to be read.") from None
    if told is None:
        raise BadResponseError("What came is no RSS or Atom feed.")
    return Feed(tuple(_entry(values) for values in told["entries"]), told["without_link"])


def _entry(values: dict[str, Any]) -> FeedEntry:
    published = values.pop("published")
    return FeedEntry(**values, published=None if published is None else datetime.fromisoformat(published))
