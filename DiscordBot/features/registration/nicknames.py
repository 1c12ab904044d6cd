"""Nicknames that people can read, and that nobody can take for somebody else's."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_MARKS = 2
"""Combining marks on one letter: Vietnamese needs two, and what has more covers the lines above it."""

ALWAYS_RESERVED = ("Discord", "Moderator", "Administrator", "Admin")
RESERVED_ALONE = frozenset({"everyone", "here", "clyde", "system"})
"""Names of Discord's own that are also parts of people's names."""

_JOINER = "\N{ZERO WIDTH JOINER}"
_INVISIBLE_LETTERS = frozenset(
    "\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}"
    "\N{BRAILLE PATTERN BLANK}\N{COMBINING GRAPHEME JOINER}\N{MONGOLIAN VOWEL SEPARATOR}"
    "\N{KHMER VOWEL INHERENT AQ}\N{KHMER VOWEL INHERENT AA}"
)
_LOOKS_LIKE = str.maketrans("0134578@$!|", "oieastbasil")


def readable_nickname(name: str) -> str:
    """Return a name without what is invisible, turns the direction of writing, or piles up marks.

    Empty where nothing visible is left.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", name):
        category = unicodedata.category(character)
        if category in {"Mn", "Me"} and not _is_selector(character):
            marks += 1
            if marks > MOST_MARKS or category == "Me" or character in _INVISIBLE_LETTERS:
                continue
        elif category != "Mn":
            marks = 0
        if character == _JOINER:
            # It holds emoji together; between letters it is only there to deceive.
            if kept and (unicodedata.category(kept[-1]) in {"So", "Sk"} or _is_selector(kept[-1])):
                kept.append(character)
            continue
        if category in {"Cf", "Cn", "Co", "Cs"} or character in _INVISIBLE_LETTERS:
            continue
        kept.append(" " if category in {"Cc", "Zl", "Zp", "Zs"} else character)
    text = " ".join("".join(kept).strip(_JOINER).split())
    return text if any(unicodedata.category(c)[0] in "LNSP" for c in text) else ""


def imitates(name: str, reserved: Iterable[str]) -> bool:
    """Tell whether a name is one of the `reserved` names, contains it as words, or looks like it."""
    spellings = (_words(name), _words(name.translate(_LOOKS_LIKE)))
    if any("".join(words) in RESERVED_ALONE for words in spellings):
        return True
    for other in (*reserved, *ALWAYS_RESERVED):
        wanted = _words(other)
        if wanted and any(_contains(words, wanted) for words in spellings):
            return True
    return False


def _contains(words: list[str], wanted: list[str]) -> bool:
    together = "".join(wanted)
    if "".join(words) in {together, f"{together}s", together.removesuffix("s")}:
        return True
    size = len(wanted)
    for start in range(len(words) - size + 1):
        if all(_is_form_of(a, b) for a, b in zip(words[start : start + size], wanted, strict=True)):
            return True
    return False


def _is_form_of(word: str, wanted: str) -> bool:
    return word.removesuffix("s") == wanted.removesuffix("s")


def _words(text: str) -> list[str]:
    latin = anyascii(unicodedata.normalize("NFKC", text)).casefold()
    return re.findall(r"[a-z0-9]+", latin)


def _is_selector(character: str) -> bool:
    return "\N{VARIATION SELECTOR-1}" <= character <= "\N{VARIATION SELECTOR-16}"
