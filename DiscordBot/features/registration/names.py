"""Compares a name that somebody typed with the name on a ticket.

People leave out accents, middle names and capitals, swap first and last name and mistype. All of
that is forgiven inside the order they name, as long as only one of its attendees can be meant.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from itertools import product
from typing import TYPE_CHECKING

from anyascii import anyascii
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_NAME = 500
"""Longer than any name on a ticket. Who types more than that makes work, not sense."""

LONG_WORD = 5
"""Words of this many letters may contain one typo. "Jan" and "Jana" are two people."""

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_APOSTROPHES = re.compile("['`\N{ACUTE ACCENT}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]")


class Likeness(IntEnum):
    """How well a typed name fits the name on a ticket, the better the higher."""

    NONE = 0
    FORGIVEN = 1
    SAME = 2


def likeness(typed: str, on_ticket: str) -> Likeness:
    """Compare two names without regard to case, accents, punctuation, word order and ue/ü.

    `FORGIVEN` are a missing middle name, one typo in a word of `LONG_WORD` letters or more, and names
    that are only alike when they are transliterated.
    """
    if max(len(typed), len(on_ticket)) > LONGEST_NAME:
        return Likeness.NONE
    one, other = _words(typed), _words(on_ticket)
    if not one or not other:
        return Likeness.NONE
    if _same(one, other):
        return Likeness.SAME if _agree_in_script(typed, on_ticket) else Likeness.FORGIVEN
    if _lacks_middle(one, other) or _lacks_middle(other, one) or _has_typo(one, other):
        return Likeness.FORGIVEN
    return Likeness.NONE


def name_keys(name: str) -> frozenset[str]:
    """Return keys of which spellings of one name have one in common, for look-ups in long lists."""
    words = _words(name)
    sorted_words = {" ".join(sorted(map(min, words))), " ".join(sorted(map(max, words)))}
    return frozenset(sorted_words - {""})


def _latin(word: str) -> str:
    # anyascii may add capitals and apostrophes of its own, in transliterations of Chinese or Ukrainian.
    # What it does not know stands for itself.
    return re.sub(r"[^a-z0-9]", "", anyascii(word).casefold()) or word


def _words(name: str, spell: Callable[[str], str] = _latin) -> list[frozenset[str]]:
    """Return the words of a name, each as its spellings: umlauts dropped, and umlauts written out."""
    joined = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", name).casefold())
    spaced = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in joined)
    return [frozenset({spell(word), spell(word.translate(_GERMAN))}) for word in spaced.split()]


def _agree_in_script(one: str, other: str) -> bool:
    """Tell names apart that only sound alike: 王伟 and 王薇 are two people, and both "Wang Wei"."""
    if _is_latin(one) or _is_latin(other):
        return True
    return _same(_words(one, _without_accents), _words(other, _without_accents))


def _is_latin(name: str) -> bool:
    letters = filter(str.isalpha, unicodedata.normalize("NFKC", name))
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _same(one: list[frozenset[str]], other: list[frozenset[str]]) -> bool:
    if len(one) == len(other) and not _without(one, other):
        return True
    return bool(_joined(one) & _joined(other))


def _joined(words: list[frozenset[str]]) -> set[str]:
    """Return the name written as one word: "Jean-Luc", "Jean Luc" and "JeanLuc" meet here."""
    return {"".join(map(min, words)), "".join(map(max, words))}


def _lacks_middle(shorter: list[frozenset[str]], longer: list[frozenset[str]]) -> bool:
    if not 2 <= len(shorter) < len(longer):  # noqa: PLR2004 - a first and a last name
        return False
    first_and_last = [longer[0], longer[-1]]
    return not _without(first_and_last, shorter) and not _without(shorter, longer)


def _has_typo(one: list[frozenset[str]], other: list[frozenset[str]]) -> bool:
    left, right = _without(one, other), _without(other, one)
    if len(left) != 1 or len(right) != 1:
        return False
    return any(
        min(len(a), len(b)) >= LONG_WORD and OSA.distance(a, b, score_cutoff=1) <= 1
        for a, b in product(left[0], right[0])
    )


def _without(words: list[frozenset[str]], taken: list[frozenset[str]]) -> list[frozenset[str]]:
    """Return the words that remain when each of the taken ones has removed one that it agrees with."""
    rest = list(words)
    for word in taken:
        found = next((mine for mine in rest if mine & word), None)
        if found is not None:
            rest.remove(found)
    return rest
