"""A line of the tables of sentences."""

from __future__ import annotations

from typing import NamedTuple


class Sentence(NamedTuple):
    """`words`, without one of which a text has no need to be searched for `pattern`; see `sentences.py`."""

    words: str
    pattern: str
