"""Until when an advert is open, as people write it into a form."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Iterator

_CENTURY = 2000
_DIGITS_OF_A_YEAR = 4
# Two digits of it are no hour or minute: "31 December, 12 Uhr", "31 December 23:59".
_YEAR = r"'?(\d{4}|\d{2}(?![:h]|[.]\d| ?(?:uhr|h|am|pm|a\.m|p\.m|noon|o'clock)\b))(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th|er|eme|ro|o|a)?"
_BETWEEN = r"[.,/ -]*(?:(?:of|de|del|den) )?"
_CHINESE = str.maketrans({"年": "-", "月": "-", "日": " "})  # and Japanese

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./-] ?(\d{1,2})[./-] ?(\d{1,2})(?!\d)")
_DIGITS_ONLY = re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)")
_YEAR_LAST = re.compile(rf"(?<!\d)(?<!\d[./])(\d{{1,2}})([./-]) ?(\d{{1,2}})[./-] ?{_YEAR}(?!\.\d)")
_WITH_SPACES = re.compile(r"(?<!\d)(\d{1,2})( )(\d{1,2}) (\d{4})(?!\d)")
_DAY_AND_WORD = re.compile(rf"(?<!\d)(\d{{1,2}}){_ORDINAL}{_BETWEEN}([a-z]{{3,}}){_BETWEEN}{_YEAR}")
_WORD_AND_DAY = re.compile(rf"\b([a-z]{{3,}})[. -]*(\d{{1,2}}){_ORDINAL}[,. -]+{_YEAR}")
_YEAR_AND_WORD = re.compile(rf"(?<!\d)(\d{{4}})[. -]*([a-z]{{3,}})[. -]*(\d{{1,2}}){_ORDINAL}(?![\d:])")
# Each with the places of year, month and day in it.
_WITH_MONTHS = ((_DAY_AND_WORD, 3, 2, 1), (_WORD_AND_DAY, 3, 1, 2), (_YEAR_AND_WORD, 1, 2, 3))
_ONLY_MONTH = re.compile(r"\b([a-z]{3,})\.?,? (?:de )?([12]\d{3})(?!\d)")

_MONTHS = tuple(
    names.split()
    for names in (
        "january januar janner janvier enero gennaio janeiro stycznia ledna leden styczen",
        "february februar feber fevrier febrero febbraio fevereiro lutego unora unor luty",
        "march marz maerz mrz mars marzo marco maart marca brezna brezen marzec",
        "april avril abril aprile kwietnia dubna duben kwiecien",
        "may mai mayo maggio maio mei maja kvetna kveten maj",
        "june juni juin junio giugno junho czerwca cervna cerven czerwiec",
        "july juli juillet julio luglio julho lipca cervence cervenec lipiec",
        "august aout agosto augustus sierpnia sierpien srpna srpen",
        "september septembre septiembre settembre setembro wrzesnia zari wrzesien",
        "october oktober octobre octubre ottobre outubro pazdziernika rijna rijen pazdziernik",
        "november novembre noviembre novembro listopada listopadu",
        "december dezember decembre diciembre dicembre dezembro grudnia prosince prosinec grudzien",
    )
)
"""In English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and Czech, without accents."""


def last_open_day(text: str) -> date | None:
    """Return the day that `text` names, or None for anything else, like "as soon as possible".

    Of several days, and where one can be read as two (7/8/2027), it is the latest: an advert too many does
    less harm than a missing one. A month without a day goes on until its end. A time of day counts for
    nothing.
    """
    words = _plain(text)
    return max(_days(words) if _names_a_day(words) else _ends_of_months(words), default=None)


def is_misspelled_day(text: str) -> bool:
    """Tell whether `text` must have been meant as a date but names no day, like 31.02.2027."""
    words = _plain(text)
    return _names_a_day(words) and not list(_days(words))


def _plain(text: str) -> str:
    return " ".join(anyascii(text.translate(_CHINESE)).casefold().split())


def _names_a_day(words: str) -> bool:
    return next(_readings(words), None) is not None


def _days(words: str) -> Iterator[date]:
    for year, month, day in _readings(words):
        try:
            yield date(int(year) + (0 if len(year) == _DIGITS_OF_A_YEAR else _CENTURY), month, int(day))
        except ValueError:
            continue


def _readings(words: str) -> Iterator[tuple[str, int, str]]:
    """Find what looks like a day, as year, month and day of it, whether there is such a day or not."""
    for pattern in (_YEAR_FIRST, _DIGITS_ONLY):
        for found in pattern.finditer(words):
            yield found[1], int(found[2]), found[3]
    for pattern in (_YEAR_LAST, _WITH_SPACES):
        for found in pattern.finditer(words):
            yield found[4], int(found[3]), found[1]
            if found[2] == "/":
                yield found[4], int(found[1]), found[3]
    for pattern, year, word, day in (
        (_DAY_AND_WORD, 3, 2, 1),
        (_WORD_AND_DAY, 3, 1, 2),
        (_YEAR_AND_WORD, 1, 2, 3),
    ):
        for found in pattern.finditer(words):
            if month := _month(found[word]):
                yield found[year], month, found[day]


def _ends_of_months(words: str) -> Iterator[date]:
    for found in _ONLY_MONTH.finditer(words):
        if month := _month(found[1]):
            year = int(found[2])
            yield date(year, month, calendar.monthrange(year, month)[1])


def _month(word: str) -> int:
    """Return the number of a month from its name or the beginning of it, 0 for another word."""
    return next(
        (number for number, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names)), 0
    )
