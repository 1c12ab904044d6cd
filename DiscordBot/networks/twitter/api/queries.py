"""Searching X for hashtags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_QUERY = 512
"""X takes no longer one: https://docs.x.com/x-api/posts/search/introduction"""

_OR = " OR "
_HASHTAG = re.compile(r"\w{1,100}")


def hashtag_queries(hashtags: Iterable[str]) -> list[str]:
    """Return as few queries as possible; the same hashtags in another order give the same ones."""
    queries: list[str] = []
    for word in sorted({hashtag.casefold() for hashtag in hashtags if _HASHTAG.fullmatch(hashtag)}):
        term = f"#{word}"
        if queries and len(queries[-1]) + len(_OR) + len(term) <= LONGEST_QUERY:
            queries[-1] += _OR + term
        else:
            queries.append(term)
    return queries
