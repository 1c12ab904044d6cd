"""Texts whose lengths the networks themselves have told; `lengths.json` says how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple


class MeasuredText(NamedTuple):
    """A text, and how long it is on each network."""

    text: str
    x: int
    mastodon: int
    bluesky: int


TEXTS = [
    MeasuredText(*row)
    for row in json.loads(Path(__file__).with_name("lengths.json").read_text(encoding="utf-8"))["texts"]
]
