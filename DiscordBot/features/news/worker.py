"""Reading a feed in a process of its own, which has little time and memory and may be killed.

A document can keep a reader busy for minutes or fill the memory, and a thread cannot be stopped. So
`reading` starts `python -m DiscordBot.features.news.worker`, writes a line of JSON and the document to it,
and reads JSON. It imports little, since it starts anew for each change of the feed.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime

from DiscordBot.features.news.document import NoFeedError, read_document

MEMORY_BYTES = 512 * 1024 * 1024


def limit(processor_seconds: int) -> None:
    """Bound time and memory of this process, where the system can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main() -> None:
    """Read the one document on standard input."""
    about = json.loads(sys.stdin.buffer.readline())
    limit(about["processor_seconds"])
    content = sys.stdin.buffer.read()
    try:
        feed = read_document(content, address=about["address"], content_type=about["content_type"])
    except NoFeedError:
        json.dump(None, sys.stdout)
        return
    json.dump(asdict(feed), sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    main()
