"""What a post is about: its words without room, time, hashtags and what every announcement says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.parsing.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_TITLE = re.compile(r"https?://\S+|[@#]\w+")
_WORD = re.compile(r"[a-z]{3,}")
_DULL = frozenset(
    (
        *("the", "and", "for", "you", "our", "let", "lets", "all", "come", "join", "meet", "meeting"),
        *("today", "tomorrow", "now", "open", "space", "openspace", "session", "room", "with", "will"),
        *("about", "talk", "everybody", "everyone", "treffen", "heute", "morgen", "wir", "uns", "und"),
        *("der", "die", "das", "raum", "starts", "start", "have", "here", "this", "that", "from", "again"),
    )
)


def title_of(text: str, found: Iterable[tuple[int, int]]) -> list[str]:
    """Return the words of a text that say what it is about, without what was `found` in it."""
    for start, end in found:
        text = text[:start] + " " * (end - start) + text[end:]
    words = _WORD.findall(fold_name(_NOT_TITLE.sub(" ", text)))
    return [word for word in words if word not in _DULL]
