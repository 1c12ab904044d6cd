"""A line of the tables of sentences."""

from __future__ import annotations

import re
from typing import NamedTuple


class Sentence(NamedTuple):
    """`words`, without one of which a text has no need to be searched for `pattern`; see `sentences.py`."""

    words: str
    pattern: str


def words_of(pattern: str) -> str:
    """Return the words of a pattern, as in `Sentence.words`; one of each alternative must stand in full."""
    return " ".join(word.rstrip("'") for word in _WORDS.findall(_SYNTAX.sub(" ", pattern)))


_SYNTAX = re.compile(r"\(\?<?[!=][^)]*\)|\(\?:|\\.")
_WORDS = re.compile(r"[a-z][a-z']*")
