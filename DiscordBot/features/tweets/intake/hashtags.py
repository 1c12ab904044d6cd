"""The conference's hashtags: offered to whoever writes, or added by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def with_hashtags(text: str, hashtags: Iterable[str]) -> str:
    """Return a text with those hashtags (without #) that it lacks, in a line below."""
    missing = [hashtag for hashtag in hashtags if not _has(text, hashtag)]
    line = " ".join(f"#{hashtag}" for hashtag in missing)
    return f"{text.rstrip()}\n\n{line}" if line else text


def _has(text: str, hashtag: str) -> bool:
    return re.search(rf"(?<!\w)[#＃]{re.escape(hashtag)}(?!\w)", text, re.IGNORECASE) is not None
