"""Whether a post corrects an earlier one of its author: the same thing elsewhere, or at another time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from DiscordBot.features.open_spaces.intake.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from DiscordBot.features.open_spaces.models import OpenSpace
    from DiscordBot.features.open_spaces.parsing.extract import Extraction
    from DiscordBot.networks.port import ReadPost

ALIKE = 80
"""From this likeness (0 to 100) on, two titles are one; people correct a word, and add "now"."""

_TELLING = 4


def corrected_by(
    post: ReadPost, extraction: Extraction, spaces: Sequence[OpenSpace], answered: Collection[int]
) -> OpenSpace | None:
    """Return which of the author's other open spaces a post that can be scheduled may correct.

    `answered` are the numbers of those that the post answers or quotes a post of.
    """
    title = title_of(post.text, [(one.start, one.end) for one in extraction.highlights])
    starts = set(extraction.starts)
    for space in spaces:
        answers = space.id in answered
        # Nobody is in two places at once.
        is_elsewhere = space.start in starts and space.room not in extraction.rooms
        spans = [(begin, end) for begin, end, _ in space.highlights]
        if answers or is_elsewhere or _is_same(title, title_of(space.text, spans)):
            return space
    return None


def _is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    is_telling = all(any(len(word) >= _TELLING for word in title) for title in (one, other))
    return is_telling and fuzz.token_set_ratio(" ".join(one), " ".join(other)) >= ALIKE
