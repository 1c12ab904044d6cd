"""Names by which somebody could be taken for staff, the bot or Discord."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby, product
from typing import TYPE_CHECKING

from anyascii import anyascii
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable

ALWAYS_RESERVED = ("Discord", "Moderator", "Administrator", "Admin")
RESERVED_ALONE = frozenset({"everyone", "here", "clyde", "system"})
"""Names of Discord's own that are also parts of people's names."""

STAFF_WORDS = frozenset(
    {
        *("staff", "support", "team", "help", "desk", "helpdesk", "security", "crew", "mod", "mods", "bot"),
        *("app", "tm"),
    }
)
"""A name that consists of them speaks for staff; so does a reserved name with one of them as its end."""

FILLERS = frozenset(
    {
        *("the", "a", "of", "our", "conference", "event", "server", "official", "head", "member", "members"),
        "account",
    }
)

SHORTEST_WITH_TYPO = 7
"""Of so many letters a reserved name is also recognised with one typo: "Discrod"."""

SHORTEST_WITH_ENDING = 8
"""Of so many letters it is also recognised with an ending of two more: "Organizerin"."""

_SIGNS = str.maketrans("0134568@$!|", "oieasgbasii")
# After that, letters that are hard to tell apart, or only spelled otherwise, are one letter.
_ALIKE = (("rn", "m"), ("vv", "w"), ("l", "i"), ("z", "s"), ("k", "c"), ("q", "g"))
# Cyrillic, Greek, Armenian and Cherokee letters that look like a Latin one; few of them sound like it.
_LOOK_LIKE = {
    "a": (0x0430, 0x0410, 0x0391, 0x03B1, 0x13AA),
    "b": (0x0432, 0x044C, 0x0412, 0x0392),
    "c": (0x0441, 0x0421, 0x13DF),
    "d": (0x0501, 0x13A0),
    "e": (0x0435, 0x0415, 0x0395, 0x03B5, 0x13AC),
    "h": (0x043D, 0x04BB, 0x041D, 0x0397, 0x0570, 0x13BB),
    "i": (0x0456, 0x0406, 0x0399, 0x03B9),
    "j": (0x0458, 0x0408),
    "k": (0x043A, 0x041A, 0x039A, 0x03BA),
    "l": (0x04CF, 0x13DE),
    "m": (0x043C, 0x041C, 0x039C, 0x13B7),
    "n": (0x039D, 0x03B7, 0x0578),
    "o": (0x043E, 0x041E, 0x039F, 0x03BF, 0x0585),
    "p": (0x0440, 0x0420, 0x03A1, 0x03C1, 0x13E2),
    "q": (0x051B,),
    "r": (0x13A1,),
    "s": (0x0455, 0x0405, 0x13DA),
    "t": (0x0442, 0x0422, 0x03A4, 0x03C4, 0x13A2),
    "u": (0x03C5, 0x057D),
    "v": (0x0475, 0x03BD),
    "w": (0x051D,),
    "x": (0x0445, 0x0425, 0x03A7, 0x03C7),
    "y": (0x0443, 0x0423, 0x03A5),
    "z": (0x0396,),
}
_HOMOGLYPHS = str.maketrans({chr(code): latin for latin, codes in _LOOK_LIKE.items() for code in codes})


def imitates(name: str, reserved: Iterable[str]) -> bool:
    """Tell whether a name is one of the `reserved` names, contains it as words, or looks like it."""
    spellings = _spellings(name)
    if any("".join(words) in _ALONE or _speaks_for_staff(words) for words in spellings):
        return True
    for other in (*reserved, *ALWAYS_RESERVED):
        wanted = _words(other)
        if wanted and any(_contains(words, wanted) for words in spellings):
            return True
    return False


def _spellings(name: str) -> list[list[str]]:
    """Return the words of a name as they sound and as they look, and with its inner capitals apart."""
    found: list[list[str]] = []
    composed = unicodedata.normalize("NFKC", name)
    for letters, signs, apart in product(({}, _HOMOGLYPHS), ({}, _SIGNS), (False, True)):
        text = composed.translate(letters)
        text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text) if apart else text
        words = _words(text.translate(signs))
        if words not in found:
            found.append(words)
    return found


def _contains(words: list[str], wanted: list[str]) -> bool:
    if _is_form_of("".join(words), "".join(wanted)):
        return True
    size = len(wanted)
    return any(
        all(_is_form_of(a, b) for a, b in zip(words[start : start + size], wanted, strict=True))
        for start in range(len(words) - size + 1)
    )


def _is_form_of(word: str, wanted: str) -> bool:
    one, other = word.removesuffix("s"), wanted.removesuffix("s")
    if one == other:
        return True
    if len(other) >= SHORTEST_WITH_TYPO and OSA.distance(one, other, score_cutoff=1) <= 1:
        return True
    if not one.startswith(other):
        return False
    ending = one[len(other) :]
    return ending in _STAFF or (len(other) >= SHORTEST_WITH_ENDING and len(ending) <= 2)  # noqa: PLR2004 - "in"


def _speaks_for_staff(words: list[str]) -> bool:
    left = [word for word in words if word not in _FILLERS]
    return bool(left) and all(word in _STAFF for word in left)


def _words(text: str) -> list[str]:
    latin = anyascii(unicodedata.normalize("NFKC", text)).casefold()
    words = re.findall(r"[a-z0-9]+", latin)
    # "D I S C O R D" is a word.
    grouped = groupby(words, key=lambda word: len(word) == 1)
    joined = [["".join(group)] if is_letter else list(group) for is_letter, group in grouped]
    return [_folded(word) for group in joined for word in group]


def _folded(word: str) -> str:
    for letters, instead in _ALIKE:
        word = word.replace(letters, instead)
    return word


_ALONE, _STAFF, _FILLERS = (
    frozenset(map(_folded, words)) for words in (RESERVED_ALONE, STAFF_WORDS, FILLERS)
)
