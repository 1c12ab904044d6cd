"""Nicknames that people can read."""

from __future__ import annotations

import unicodedata

MOST_MARKS = 2
"""Combining marks on one letter: Vietnamese needs two, and what has more covers the lines above it."""

_JOINER = "\N{ZERO WIDTH JOINER}"
_INVISIBLE_LETTERS = frozenset(
    "\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}"
    "\N{BRAILLE PATTERN BLANK}\N{COMBINING GRAPHEME JOINER}\N{MONGOLIAN VOWEL SEPARATOR}"
    "\N{KHMER VOWEL INHERENT AQ}\N{KHMER VOWEL INHERENT AA}"
)


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
        if _is_selector(character) and not (kept and unicodedata.category(kept[-1])[0] in "SP"):
            # It chooses how a sign looks; behind a letter nobody sees it.
            continue
        kept.append(" " if category in {"Cc", "Zl", "Zp", "Zs"} else character)
    text = " ".join("".join(kept).strip(_JOINER).split())
    return text if any(unicodedata.category(c)[0] in "LNSP" for c in text) else ""


def _is_selector(character: str) -> bool:
    return "\N{VARIATION SELECTOR-1}" <= character <= "\N{VARIATION SELECTOR-16}"
