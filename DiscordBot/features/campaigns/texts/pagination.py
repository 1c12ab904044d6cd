"""Long lists cut into what fits into one message each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.discord_ui.cards.card import CardField

MOST_FIELDS = 25
"""Discord's limit for the fields of an embed, and for the options of a select."""
MOST_CHARACTERS = 5200
"""Of Discord's 6000 for an embed; the rest is for title, introduction and footer."""


def pages_of_fields(fields: Sequence[CardField]) -> list[tuple[CardField, ...]]:
    """Return the fields page by page, as many pages as needed, none of them empty."""
    pages: list[list[CardField]] = []
    characters_left = 0
    for field in fields:
        size = len(field.name) + len(field.value)
        if not pages or len(pages[-1]) == MOST_FIELDS or size > characters_left:
            pages.append([])
            characters_left = MOST_CHARACTERS
        pages[-1].append(field)
        characters_left -= size
    return [tuple(group) for group in pages]
