"""Reading pages and pictures of strangers, in a process of its own: see `bounded_process`.

It reads a line of JSON and the content. For a page it writes what that says of itself as JSON; for a picture
a line of JSON with its kind and size, and a smaller one behind it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from PIL import Image

from DiscordBot.core.bounded_process import bound_this_process
from DiscordBot.networks.link_cards.page_head import read_head
from DiscordBot.networks.pictures import shrunk

PROCESSOR_SECONDS = 5
MEMORY_BYTES = 512 * 1024 * 1024
MOST_PIXELS = 16_000_000


def main() -> None:
    """Read the one page or picture on standard input."""
    about: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    bound_this_process(processor_seconds=PROCESSOR_SECONDS, memory_bytes=MEMORY_BYTES)
    content = sys.stdin.buffer.read()
    if about["work"] == "page":
        json.dump(asdict(read_head(content, about["content_type"], about["address"])), sys.stdout)
        return
    # Pillow warns of what has more than this, and refuses the double.
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
    # Whatever it is called, it is written anew.
    picture = shrunk(content, "", about["most_bytes"], taken=frozenset())
    size = {"media_type": picture.media_type, "width": picture.width, "height": picture.height}
    sys.stdout.buffer.write(json.dumps(size).encode() + b"\n")
    sys.stdout.buffer.write(picture.content)


if __name__ == "__main__":
    main()
