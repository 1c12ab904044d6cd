"""Whether two posts on different networks announce the same open space: by its author, or by its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from DiscordBot.features.open_spaces.intake.titles import title_of
from DiscordBot.features.open_spaces.parsing.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAME_TITLE = 85
"""From this likeness (0 to 100) on, the titles of two authors are one."""

_PRONOUN = (
    r"(?:she|her|hers|he|him|his|they|them|theirs|xe|xem|ze|zir|any|all|it|its|sie|er|elle|il|iel|ella|el)"
)
_NO_NAME = re.compile(
    rf":\w+:|[(\[{{<][^)\]}}>]*[)\]}}>]|(?<!\w){_PRONOUN}(?:\s*/\s*{_PRONOUN})+(?!\w)|(?:[|@•·~]|\s[-–—]\s).*",
    re.IGNORECASE,
)
"""Custom emoji, pronouns, asides in brackets, and what stands behind a name: "Ada | EuroPython"."""

_TITLES = frozenset({"dr", "prof", "phd", "msc", "mr", "mrs", "ms", "mx"})
_UMLAUT = re.compile(r"([aou])e")
_FIRST_AND_LAST = 2
_TELLING_HANDLE = 3


class Author(NamedTuple):
    """Who wrote a post: what they call themselves, and their user name on its network, without @."""

    name: str
    username: str


def is_same_author(one: Author, other: Author) -> bool:
    """Tell whether two accounts on different networks are called the same, as people write it.

    Accents, emoji, pronouns, titles, employers, word order and middle names do not count.
    """
    mine, others = _words(one.name), _words(other.name)
    if mine and others and (mine == others or _is_part(mine, others) or _is_part(others, mine)):
        return True
    handle = _handle(one.username)
    return len(handle) >= _TELLING_HANDLE and handle == _handle(other.username)


def is_same_title(
    one: str, spans: Iterable[tuple[int, int]], other: str, others: Iterable[tuple[int, int]]
) -> bool:
    """Tell whether two texts have the same title; `spans` and `others` are where room and time stand."""
    mine, theirs = title_of(one, spans), title_of(other, others)
    return bool(mine and theirs) and fuzz.token_sort_ratio(" ".join(mine), " ".join(theirs)) >= SAME_TITLE


def _words(name: str) -> list[str]:
    """Return the words of a name, sorted; those in no letters of ours are transliterated."""
    bare = _NO_NAME.sub(" ", name)
    folded = fold_name(bare if any(map(str.isalnum, bare)) else name)
    words = [_UMLAUT.sub(r"\1", word) for word in re.findall(r"[a-z0-9]+", folded.replace("'", ""))]
    return sorted([word for word in words if word not in _TITLES] or words)


def _is_part(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Tell whether a name is another one without its middle names."""
    return len(shorter) >= _FIRST_AND_LAST and set(shorter) < set(longer)


def _handle(username: str) -> str:
    """Return a user name without its server, folded: `ada@social.example`, `ada.example`."""
    return re.sub(r"[^a-z0-9]", "", re.split(r"[@.]", fold_name(username).removeprefix("@"))[0])
