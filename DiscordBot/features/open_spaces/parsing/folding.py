"""Texts as they are compared: small letters without accents, plain digits, dashes and quotes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from anyascii import anyascii

LONGEST_TEXT = 1_000
"""Characters that are looked at. Whoever announces something says so before that."""

_PLAIN = {
    **dict.fromkeys("‐‑‒–—―−～〜→⇒➡", "-"),
    **dict.fromkeys("’‘`´ʼ′", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("\r\u2028\u2029\x85", "\n"),
    **dict.fromkeys("•·▪►▶", ","),
    **dict.fromkeys("€£¥", "$"),
    "…": ".",
    "\t": " ",
}
_FIRST_WITHOUT_BLANKS, _LAST_WITHOUT_BLANKS = "\u3040", "\ud7ff"
"""Between are the characters of Japanese, Chinese and Korean."""
_HOURS = "時时點点시"
_NO_WORDS = re.compile(
    r"https?://\S+|www\.\S+"
    r"|(?<!\S)\S{1,64}@[a-z][\w-]*\.[a-z]{2,}\S*"
    r"|(?<![\w@-])[\w-]{2,40}\.(?:com|org|net|io|dev|eu|us|ly|be)(?:/\S*|\b)"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its characters the position in the original."""

    text: str
    positions: list[int] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the folded text stands in the original."""
        return self.positions[start], self.positions[end - 1] + 1


def fold(original: str) -> Folded:
    """Fold the beginning of a text; addresses of pages and people become blanks of the same length."""
    offset = len(original) - len(original.lstrip())
    looked_at = original[offset : offset + LONGEST_TEXT + 1]
    if len(looked_at) > LONGEST_TEXT:
        # Not in the middle of a word: what is left of it might mean something else.
        looked_at = looked_at[: max(looked_at.rfind(" "), looked_at.rfind("\n"))] if " " in looked_at else ""
    looked_at = looked_at.rstrip()
    if looked_at.isascii():
        text, positions = looked_at.lower(), range(offset, offset + len(looked_at))
        return Folded(_blank(text.replace("\t", " ").replace("\r", " ")), positions)
    parts = _folded_parts(looked_at)
    found = [offset + index for index, part in enumerate(parts) for _ in part]
    return Folded(_blank("".join(parts)), found)


def _folded_parts(text: str) -> list[str]:
    """Fold each character; words and numbers stand alone among those that are written without blanks."""
    parts = [fold_character(character) for character in text]
    for at, character in enumerate(text):
        if not _FIRST_WITHOUT_BLANKS <= character <= _LAST_WITHOUT_BLANKS:
            continue
        if character in _HOURS and at and text[at - 1].isdecimal():
            parts[at] = "h "
        else:
            before = " " if at and _is_word(text[at - 1]) else ""
            after = " " if at + 1 < len(text) and _is_word(text[at + 1]) else ""
            parts[at] = f"{before}{parts[at]}{after}"
    return parts


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def fold_name(name: str) -> str:
    """Fold a name, however long."""
    return "".join(map(fold_character, name))


@cache
def fold_character(character: str) -> str:
    """Return what stands for one character: usually one, sometimes several or none."""
    if character.isascii():
        return _PLAIN.get(character, character.lower())
    if plain := _PLAIN.get(character):
        return plain
    category = unicodedata.category(character)
    if category in {"Mn", "Cf"}:
        return ""
    wide = unicodedata.normalize("NFKC", character)
    if character.isalpha() or character.isdecimal():
        letters = "".join(c for c in unicodedata.normalize("NFKD", wide) if not unicodedata.combining(c))
        ascii_letters = letters if letters.isascii() else anyascii(letters)
        return "".join(c for c in ascii_letters.lower() if c.isalnum())
    if category == "So":
        # Pictures part words: "w/ python 🚁 2-3pm" is no Python 2.
        return ";"
    return wide if len(wide) == 1 and wide.isascii() else " "


def _blank(text: str) -> str:
    if "." not in text:
        return text
    return _NO_WORDS.sub(lambda match: " " * len(match[0]), text)
