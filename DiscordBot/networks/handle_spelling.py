"""What is the same for the handles of all networks, where people write them freely into a form.

A wrong handle in public is worse than none: several different ones, those of other networks and whatever
else people write give none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NO_NAMES = frozenset(
    {"na", "none", "no", "nope", "nil", "null", "nothing", "not", "yes", "tba", "tbd", "todo", "unknown"}
    | {"keine", "keins", "kein", "nein", "private", "deleted", "anonymous", "user", "username", "name"}
    | {"twitter", "x", "com", "handle", "yourhandle", "myhandle", "mastodon", "bluesky", "bsky", "instagram"}
    | {"linkedin", "facebook", "github", "threads", "telegram", "fediverse"}
)
"""What people write who have no handle."""


@dataclass(frozen=True, slots=True)
class HandleSpelling:
    """How the handles of one network are written.

    `read` returns the handle that one word is, with its @, or an empty text; it is told whether the word
    stands alone, when it may be less obvious. `labels`, in small letters, may stand before a handle.
    `example` is a handle as people write it.
    """

    labels: frozenset[str]
    read: Callable[[str, bool], str]
    example: str

    def handle(self, answer: str) -> str:
        """Return the one handle that is meant by an answer, or an empty text."""
        words = [word for word in _words(answer) if word.casefold() not in self.labels]
        found = {self.read(word, len(words) == 1) for word in words}
        handles = {handle.casefold() for handle in found}
        return min(found) if len(handles) == 1 else ""


def is_name(name: str) -> bool:
    """Tell whether this may be somebody's name on a network at all."""
    return name.casefold() not in NO_NAMES and any(character.isalpha() for character in name)


def _words(answer: str) -> list[str]:
    visible = "".join(
        character
        for character in unicodedata.normalize("NFKC", answer)
        if unicodedata.category(character) != "Cf"
    )
    words = (word.strip("()<>.,;") for word in re.split(r"[\s,;|]+|:(?!//)", visible))
    return [word for word in words if word]
