"""Compares a name that somebody typed with the name on a ticket.

People leave out accents, middle names and capitals, swap first and last name, mistype, and write their
titles, degrees and pronouns here and not there. All of that is forgiven inside the order they name, as
long as only one of its attendees can be meant.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from anyascii import anyascii
from rapidfuzz.distance import OSA

from DiscordBot.features.registration.matching.titles import (
    NOT_OF_NAMES,
    readings,
    without_degrees,
    without_titles,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.features.registration.matching.titles import Word

LONGEST_NAME = 500
"""Longer than any name on a ticket. Who types more than that makes work, not sense."""

COMPARED_AT_A_TIME = 64
"""Whoever registers is compared with everybody in the order: their name is folded once."""

REMEMBERED_WORDS = 4_096
"""Many people have the same given name."""

LONG_WORD = 5
"""Words of this many letters may contain one typo. "Jan" and "Jana" are two people."""

_PRONOUN = (
    r"(?:she|her|hers|he|him|his|they|them|theirs|xe|xem|ze|zir|hir|ey|em|it|its|any|all|ask|pronouns?|"
    r"sie|ihr|er|ihn|ihm|dey|deren|elle|il|iel|ella|ellos?|ellas?|elles?|lei|lui|ona|on|hen|hon|han)"
)
_PRONOUNS = re.compile(
    rf"[(\[{{<]\s*{_PRONOUN}(?:[\s/,|&+]+{_PRONOUN})*\s*[)\]}}>]|(?<!\w){_PRONOUN}(?:\s*/\s*{_PRONOUN})+(?!\w)",
    re.IGNORECASE,
)
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}][^\W\d_]+)+")
_DASHES = re.compile(r"[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}]")
_MOST_WORDS_TO_LOOK_INTO = 12
_MOST_HALVES = 3
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_APOSTROPHES = re.compile("['`\N{ACUTE ACCENT}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]")

_ASCII_SPACED = {n: " " for n in range(128) if not chr(n).isalnum()} | {ord("'"): None, ord("`"): None}
_ASIDE = re.compile(r"[(\[{<>}\])/]")
_UMLAUTS = re.compile(r"([aou])(?:e|\1)+")

_SPELLED_OUT = {"junior": "jr", "senior": "sr"}
_UNUSUAL = NOT_OF_NAMES | _SPELLED_OUT.keys()


class Likeness(IntEnum):
    """How well a typed name fits the name on a ticket, the better the higher."""

    NONE = 0
    FORGIVEN = 1
    SAME = 2


def likeness(typed: str, on_ticket: str) -> Likeness:
    """Compare two names without regard to case, accents, punctuation, word order and ue/ü.

    Titles, degrees and pronouns are no part of a name. `FORGIVEN` are a missing middle name, one of two
    family names, one half of a hyphenated one, initials, one typo in a word of `LONG_WORD` letters or
    more, and names that are only alike when they are transliterated.
    """
    if max(len(typed), len(on_ticket)) > LONGEST_NAME:
        return Likeness.NONE
    if _is_plainly_same(typed, on_ticket):
        return Likeness.SAME
    one, other = _plain(typed), _plain(on_ticket)
    some, others = _variants(one), _variants(other)
    if not some or not others:
        signs = _signs(one)
        return (
            Likeness.SAME if not some and not others and signs and signs == _signs(other) else Likeness.NONE
        )
    if any(_same(a, b) for a, b in product(some, others)):
        return Likeness.SAME if _agree_in_script(one, other) else Likeness.FORGIVEN
    if any(_is_forgiven(a, b) for a, b in product(some, others)):
        return Likeness.FORGIVEN
    halves = [*product(_halves(one), others), *product(some, _halves(other))]
    return (
        Likeness.FORGIVEN
        if any(_same(a, b) or _is_part(a, b) or _is_part(b, a) for a, b in halves)
        else Likeness.NONE
    )


def name_forms(name: str) -> frozenset[tuple[str, ...]]:
    """Return the words of a name, in each form in which it is compared, for searches in long lists.

    Each word has one spelling, the same for ü, u and ue. Names that are alike share a word, or are the same
    when their words are joined, or consist of one word each with a typo between them.
    """
    if len(name) > LONGEST_NAME:
        return frozenset()
    if words := _ordinary_words(name):
        return frozenset({tuple(map(one_spelling, words))})
    plain = _plain(name)
    forms = (*_variants(plain), *_halves(plain))
    return frozenset(tuple(one_spelling(max(word)) for word in words) for words in forms)


def _ordinary_words(name: str) -> list[str]:
    """Return the words of a name in which everything is a name: quicker than by all ways to read it."""
    folded = unicodedata.normalize("NFKC", name)
    if not folded.replace(" ", "").isalnum() or any(map(str.isupper, folded.split())):
        return []
    words = [_latin(word) for word in folded.casefold().split()]
    return words if _UNUSUAL.isdisjoint(words) else []


def letters(name: str) -> set[str]:
    """Return all letters and digits of a name, umlauts dropped, and written out."""
    words = _spaced(unicodedata.normalize("NFKC", name)).split()
    return {"".join(map(_ascii, words)), "".join(_ascii(word.translate(_GERMAN)) for word in words)}


def one_spelling(word: str) -> str:
    """Return a folded word with ue and u as one, and the like."""
    return _UMLAUTS.sub(r"\1", word)


def _is_plainly_same(typed: str, on_ticket: str) -> bool:
    """Tell whether names are the same without a look at what the words mean; mostly they are."""
    if typed.casefold() == on_ticket.casefold():
        return any(map(str.isalnum, typed))
    words = _plain_words(typed)
    return bool(words) and words == _plain_words(on_ticket)


def _plain_words(name: str) -> list[str]:
    """Return the words as they are, sorted: names that have the same are alike, whatever else they are.

    There are none where something in brackets or around a slash may be no part of the name.
    """
    folded = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return [] if _ASIDE.search(folded) else sorted(_spaced(folded).split())


def name_keys(name: str) -> frozenset[str]:
    """Return keys of which spellings of one name have one in common, for look-ups in long lists."""
    if len(name) > LONGEST_NAME:
        return frozenset()
    plain = _plain(name)
    keys = {" ".join(sorted(map(spelling, words))) for words in _variants(plain) for spelling in (min, max)}
    return frozenset(keys) or frozenset({_signs(plain)} - {""})


def _plain(name: str) -> str:
    """Return a name without pronouns."""
    folded = unicodedata.normalize("NFKC", name)
    if len(folded) > LONGEST_NAME:
        return folded
    plain = _PRONOUNS.sub(" ", folded)
    return plain if any(map(str.isalnum, plain)) else folded


def _signs(name: str) -> str:
    """Return what a name without letters consists of: emoji, without what only chooses their look."""
    return "".join(c for c in name if unicodedata.category(c) in {"So", "Sk", "Sm", "Sc"})


@lru_cache(COMPARED_AT_A_TIME)
def _variants(name: str) -> list[list[Word]]:
    """Return the words of a name with and without what is in brackets, titles and degrees."""
    found: list[list[Word]] = []
    for text in readings(name):
        words = _words(text)
        for variant in (words, without_titles(words), without_titles(without_degrees(words))):
            if variant and variant not in found:
                found.append(variant)
    return found


@lru_cache(COMPARED_AT_A_TIME)
def _halves(name: str) -> list[list[Word]]:
    """Return the words of a name in which one half stands for each hyphenated word."""
    doubles = _HYPHENATED.findall(name)
    parts = [_DASHES.split(double) for double in doubles]
    if not doubles or len(doubles) > 2 or max(map(len, parts)) > _MOST_HALVES:  # noqa: PLR2004 - first and last
        return []
    choices = product(*parts)
    found = []
    for choice in choices:
        text = name
        for double, half in zip(doubles, choice, strict=True):
            text = text.replace(double, half, 1)
        found.append(without_titles(_words(text)))
    return found


def _latin(word: str) -> str:
    latin = _ascii(word)
    return _SPELLED_OUT.get(latin, latin)


@lru_cache(REMEMBERED_WORDS)
def _ascii(word: str) -> str:
    # anyascii may add capitals and apostrophes of its own, in transliterations of Chinese or Ukrainian.
    # What it does not know stands for itself.
    return re.sub(r"[^a-z0-9]", "", anyascii(word).casefold()) or word


def _words(name: str, spell: Callable[[str], str] = _latin) -> list[Word]:
    """Return the words of a name, each as its spellings: umlauts dropped, and umlauts written out."""
    spaced = _spaced(unicodedata.normalize("NFKC", name))
    return [frozenset({spell(word), spell(word.translate(_GERMAN))}) for word in spaced.split()]


def _spaced(name: str) -> str:
    """Return a name in small letters, with blanks for all that is no part of a word."""
    folded = name.casefold()
    if folded.isascii():
        return folded.translate(_ASCII_SPACED)
    if folded.replace(" ", "").isalnum():
        return folded
    joined = _APOSTROPHES.sub("", folded)
    return "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in joined)


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


def _same(one: list[Word], other: list[Word]) -> bool:
    if len(one) == len(other) and not _without(one, other):
        return True
    return bool(_joined(one) & _joined(other))


def _joined(words: list[Word]) -> set[str]:
    """Return the name written as one word: "Jean-Luc", "Jean Luc" and "JeanLuc" meet here."""
    return {"".join(map(min, words)), "".join(map(max, words))}


def _is_forgiven(one: list[Word], other: list[Word]) -> bool:
    return _is_part(one, other) or _is_part(other, one) or _has_typo(one, other)


def _is_part(shorter: list[Word], longer: list[Word]) -> bool:
    """Tell whether a name is another one without middle names, or without one of two family names."""
    if not len(shorter) <= len(longer) <= _MOST_WORDS_TO_LOOK_INTO:
        return False
    if len(without_titles(shorter)) < 2:  # noqa: PLR2004 - a first and a last name
        return False
    rest = list(longer)
    whole_words = 0
    for word in sorted(shorter, key=_is_initial):
        found = next((mine for mine in rest if _agree(word, mine)), None)
        if found is None:
            return False
        whole_words += not _is_initial(word) and not _is_initial(found)
        rest.remove(found)
    if not whole_words:
        return False
    # Of "Ada King Lovelace" the first name must be there: two family names are a family, not a person.
    return longer[0] not in rest


def _agree(word: Word, mine: Word) -> bool:
    if word & mine:
        return True
    if not (_is_initial(word) or _is_initial(mine)):
        return False
    return bool({spelling[:1] for spelling in word} & {spelling[:1] for spelling in mine})


def _is_initial(word: Word) -> bool:
    return all(len(spelling) == 1 and spelling.isascii() for spelling in word)


def _has_typo(one: list[Word], other: list[Word]) -> bool:
    left, right = _without(one, other), _without(other, one)
    if len(left) != 1 or len(right) != 1:
        return False
    return any(
        min(len(a), len(b)) >= LONG_WORD and OSA.distance(a, b, score_cutoff=1) <= 1
        for a, b in product(left[0], right[0])
    )


def _without(words: list[Word], taken: list[Word]) -> list[Word]:
    """Return the words that remain when each of the taken ones has removed one that it agrees with."""
    rest = list(words)
    for word in taken:
        found = next((mine for mine in rest if mine & word), None)
        if found is not None:
            rest.remove(found)
    return rest
