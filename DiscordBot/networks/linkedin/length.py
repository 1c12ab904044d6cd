"""How long a text is on LinkedIn."""

from __future__ import annotations

LIMIT = 3000
"""https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api"""


def length(text: str) -> int:
    """Return how many of the `LIMIT` characters a text takes.

    LinkedIn does not tell whether an emoji is one or more; here it is as many as in UTF-16, which is never
    too few. Signs that are only written for its API do not count.
    """
    return len(text.encode("utf-16-le")) // 2
