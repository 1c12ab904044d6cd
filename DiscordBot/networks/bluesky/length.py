"""How long a text is on Bluesky.

https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
"""

from __future__ import annotations

import regex

LIMIT = 300
MOST_BYTES = 3000


def length(text: str) -> int:
    """Return how many of the `LIMIT` characters, each as people see one, a text takes.

    It may have `MOST_BYTES` as well; where these are nearer, they count.
    """
    graphemes = len(regex.findall(r"\X", text))
    by_bytes = -(-len(text.encode()) * LIMIT // MOST_BYTES)
    return by_bytes if by_bytes > LIMIT else graphemes
