"""Emoji in a text, by the table of Unicode's that the library brings along."""

from __future__ import annotations

import pkgutil
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENTRY = re.compile(r"^(?P<codes>[0-9A-F]{4,}(?: [0-9A-F]{4,})*) *;", re.MULTILINE)
_PARTS_ONLY = "# group: Component"
"""The skin tones and hair styles: parts of emoji, and none by themselves."""


def extract_emojis_with_indices(text: str) -> list[dict[str, object]]:
    """Return each emoji, a longer one rather than its parts, and where it begins and ends."""
    return [{"emoji": found[0], "indices": list(found.span())} for found in _EMOJI.finditer(text)]


def _table() -> Iterator[str]:
    table = (pkgutil.get_data(f"{__package__}.regexp", "emoji-test.txt") or b"").decode()
    before, _, rest = table.partition(_PARTS_ONLY)
    after = rest.partition("# group: ")[2]
    for found in _ENTRY.finditer(before + after):
        yield "".join(chr(int(code, 16)) for code in found["codes"].split())


def _any_of(emoji: Iterable[str]) -> re.Pattern[str]:
    by_length = sorted(emoji, key=len, reverse=True)
    sequences = (re.escape(one) for one in by_length if len(one) > 1)
    return re.compile(f"{'|'.join(sequences)}|[{''.join(one for one in by_length if len(one) == 1)}]")


_EMOJI = _any_of(_table())
