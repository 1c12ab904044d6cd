"""Repairs words with one letter too many, too few, wrong, or swapped with its neighbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable

LONG_WORD = 5
"""From this many letters on, a word of a name may have one typo; a name of one word needs one more."""


class Typos:
    """Finds which of some long words is meant by a mistaken one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        self._beginnings = {word[:2] for word in self._words}
        self._ends = {word[-2:] for word in self._words}

    def meant(self, word: str) -> str | None:
        """Return the word that is meant; None for a right one, a plural, and most others, quickly."""
        # One mistake leaves the beginning or the end as it is.
        if len(word) < LONG_WORD - 1 or not (word[:2] in self._beginnings or word[-2:] in self._ends):
            return None
        return next(
            (
                meant
                for meant in self._words
                if abs(len(meant) - len(word)) <= 1
                and OSA.distance(word, meant, score_cutoff=1) == 1
                and word not in {f"{meant}s", meant.removesuffix("s")}
            ),
            None,
        )


def mistyped(word: str) -> set[str]:
    """Return a word with one letter inside left out, one doubled, or two swapped: "frday", "firday".

    Other mistakes make other words of it: a "sundae", "Frida".
    """
    inside = range(1, len(word) - 1)
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in inside}
    doubled = {word[:at] + word[at] + word[at:] for at in inside}
    return ({word[:at] + word[at + 1 :] for at in inside} | doubled | swapped) - {word}


def corrected(text: str, repaired: list[tuple[str, int, str]]) -> tuple[str, Corrected]:
    """Write the meant words in place of `(mistaken, position, meant)`; also return the way back."""
    origin = Corrected()
    parts, copied = [], 0
    for word, start, meant in repaired:
        parts += [text[copied:start], meant]
        copied = start + len(word)
        origin.replaced(start, len(word), len(meant))
    return "".join([*parts, text[copied:]]), origin


class Corrected:
    """Leads from positions in a corrected text back to the text as it was written."""

    def __init__(self) -> None:
        self._replaced: list[tuple[int, int, int]] = []

    def replaced(self, start: int, before: int, after: int) -> None:
        """Note that `before` characters at `start` became `after` characters."""
        self._replaced.append((start, before, after))

    def __call__(self, position: int) -> int:
        """Return the position in the text as it was written."""
        shift = 0
        for start, before, after in self._replaced:
            if position <= start - shift:
                break
            shift += before - after
        return position + shift
