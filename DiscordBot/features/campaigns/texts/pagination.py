"""Long lists cut into what fits into one message each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.discord_ui.layout.face import CardField

MOST_FIELDS = 25
"""What one page has at most: Discord's limit for the options of a select."""
MOST_CHARACTERS = 3000
"""Of Discord's 4000 for a message; the rest is for title, introduction and footer."""
_MARKS = len("****\n\n\n")


def block(field: CardField) -> str:
    """Return a field as lines of their own, below its name."""
    return f"**{field.name}**\n{field.value}"


def joined(*texts: str) -> str:
    """Return texts with room between them."""
    return "\n\n".join(filter(None, texts))


def pages_of_fields(fields: Sequence[CardField]) -> list[tuple[CardField, ...]]:
    """Return the fields page by page, as many pages as needed, none of them empty."""
    pages = pages_of_groups([(field,) for field in fields])
    return [tuple(field for group in page for field in group) for page in pages]


def pages_of_groups(groups: Iterable[Sequence[CardField]]) -> list[list[Sequence[CardField]]]:
    """Return groups of fields page by page; what belongs together stays together if a page can hold it."""
    pages: list[list[Sequence[CardField]]] = []
    characters_left = fields_left = 0
    for group in groups:
        size = sum(len(field.name) + len(field.value) + _MARKS for field in group)
        if not pages or len(group) > fields_left or size > characters_left:
            pages.append([])
            characters_left, fields_left = MOST_CHARACTERS, MOST_FIELDS
        pages[-1].append(group)
        characters_left -= size
        fields_left -= len(group)
    return pages
