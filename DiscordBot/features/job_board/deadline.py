"""Until when an advert is open, as people write it into a form."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Iterator

_CENTURY = 2000
_DIGITS_OF_A_YEAR = 4
_LOOKS_LIKE_A_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-]) ?(\d{1,2})[./-] ?(\d{4}|\d{2})(?!\d)")
_DAY_AND_WORD = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?[.,]? (?:of |de )?([a-z]{3,})\.?,? (?:of |de )?'?(\d{4}|\d{2})(?!\d)"
)
_WORD_AND_DAY = re.compile(r"([a-z]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? '?(\d{4}|\d{2})(?!\d)")
_UNTIL = re.compile(r"(?:until|till|by|bis|spatestens|zum|am|jusqu'au|hasta|el)\b:? ?")
_WEEKDAY = re.compile(
    r"(?:[a-z]+day|[a-z]+tag|mittwoch|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)\b\.?,? ?"
)

_MONTHS = (
    ("january", "januar", "janner", "janvier", "enero", "gennaio", "janeiro", "stycznia", "ledna"),
    ("february", "februar", "feber", "fevrier", "febrero", "febbraio", "fevereiro", "lutego", "unora"),
    ("march", "marz", "maerz", "mars", "marzo", "marco", "maart", "marca", "brezna"),
    ("april", "avril", "abril", "aprile", "kwietnia", "dubna"),
    ("may", "mai", "mayo", "maggio", "maio", "mei", "maja", "kvetna"),
    ("june", "juni", "juin", "junio", "giugno", "junho", "czerwca", "cervna"),
    ("july", "juli", "juillet", "julio", "luglio", "julho", "lipca", "cervence"),
    ("august", "aout", "agosto", "augustus", "sierpnia", "srpna"),
    ("september", "septembre", "septiembre", "settembre", "setembro", "wrzesnia", "zari"),
    ("october", "oktober", "octobre", "octubre", "ottobre", "outubro", "pazdziernika", "rijna"),
    ("november", "novembre", "noviembre", "novembro", "listopada", "listopadu"),
    ("december", "dezember", "decembre", "diciembre", "dicembre", "dezembro", "grudnia", "prosince"),
)
"""In English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and Czech, without accents."""


def last_open_day(text: str) -> date | None:
    """Return the day that `text` names, or None for anything else, like "as soon as possible".

    Where it can be two days (7/8/2027) it is the later one: an advert too many does less harm than a
    missing one. A time of day after the date counts for nothing.
    """
    words = " ".join(anyascii(text).casefold().split())
    for before in (_UNTIL, _UNTIL, _WEEKDAY):
        words = before.sub("", words, count=1) if before.match(words) else words
    return max(_readings(words), default=None)


def is_misspelled_day(text: str) -> bool:
    """Tell whether `text` must have been meant as a date but names no day, like 31.02.2027."""
    return bool(_LOOKS_LIKE_A_DATE.match(text.strip())) and last_open_day(text) is None


def _readings(words: str) -> Iterator[date]:
    if found := _YEAR_FIRST.match(words):
        yield from _day(found[1], int(found[2]), found[3])
    if found := _YEAR_LAST.match(words):
        yield from _day(found[4], int(found[3]), found[1])
        if found[2] == "/":
            yield from _day(found[4], int(found[1]), found[3])
    if found := _DAY_AND_WORD.match(words):
        yield from _day(found[3], _month(found[2]), found[1])
    if found := _WORD_AND_DAY.match(words):
        yield from _day(found[3], _month(found[1]), found[2])


def _month(word: str) -> int:
    """Return the number of a month from its name or the beginning of it, 0 for another word."""
    return next(
        (number for number, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names)), 0
    )


def _day(year: str, month: int, day: str) -> Iterator[date]:
    try:
        number = int(year)
        yield date(number if len(year) == _DIGITS_OF_A_YEAR else number + _CENTURY, month, int(day))
    except ValueError:
        return
