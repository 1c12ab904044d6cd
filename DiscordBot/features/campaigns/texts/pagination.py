"""Long lists cut into what fits into one message each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ENTRIES: Final = 25
"""Discord's limit for the fields of an embed, and for the options of a select."""
MOST_CHARACTERS: Final = 5200
"""Of Discord's 6000 for an embed; the rest is for title, introduction and footer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading and what stands below it, in Discord's markdown."""

    name: str
    value: str


def cut(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """Return the entries in as many groups as needed, none without an entry."""
    groups: list[list[Entry]] = []
    room = 0
    for entry in entries:
        size = len(entry.name) + len(entry.value)
        if not groups or len(groups[-1]) == MOST_ENTRIES or size > room:
            groups.append([])
            room = MOST_CHARACTERS
        groups[-1].append(entry)
        room -= size
    return [tuple(group) for group in groups]
