"""Whether a post corrects an earlier one of its author: the same thing elsewhere, or at another time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from DiscordBot.features.open_spaces.parsing.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.features.open_spaces.models import OpenSpace
    from DiscordBot.features.open_spaces.parsing.extract import Extraction
    from DiscordBot.networks.port import ReadPost

ALIKE = 80
"""From this likeness (0 to 100) on, two titles are one; people correct a word, and add "now"."""

_NOT_TITLE = re.compile(r"https?://\S+|[@#]\w+")
_WORD = re.compile(r"[a-z]{3,}")
_TELLING = 4
_DULL = frozenset(
    (
        *("the", "and", "for", "you", "our", "let", "lets", "all", "come", "join", "meet", "meeting"),
        *("today", "tomorrow", "now", "open", "space", "openspace", "session", "room", "with", "will"),
        *("about", "talk", "everybody", "everyone", "treffen", "heute", "morgen", "wir", "uns", "und"),
        *("der", "die", "das", "raum", "starts", "start", "have", "here", "this", "that", "from", "again"),
    )
)


def corrected_by(post: ReadPost, extraction: Extraction, spaces: Sequence[OpenSpace]) -> OpenSpace | None:
    """Return which of the author's other open spaces a post that can be scheduled may correct."""
    about = {post.in_reply_to, post.quote_of} - {None}
    title = _title(post.text, [(one.start, one.end) for one in extraction.highlights])
    starts = set(extraction.starts)
    for space in spaces:
        answers = space.post_id in about
        # Nobody is in two places at once.
        is_elsewhere = space.start in starts and space.room not in extraction.rooms
        spans = [(begin, end) for begin, end, _ in space.highlights]
        if answers or is_elsewhere or _is_same(title, _title(space.text, spans)):
            return space
    return None


def _title(text: str, found: Iterable[tuple[int, int]]) -> list[str]:
    """Return the words of a text that say what it is about, without what was found in it."""
    for start, end in found:
        text = text[:start] + " " * (end - start) + text[end:]
    words = _WORD.findall(fold_name(_NOT_TITLE.sub(" ", text)))
    return [word for word in words if word not in _DULL]


def _is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    is_telling = all(any(len(word) >= _TELLING for word in title) for title in (one, other))
    return is_telling and fuzz.token_set_ratio(" ".join(one), " ".join(other)) >= ALIKE
