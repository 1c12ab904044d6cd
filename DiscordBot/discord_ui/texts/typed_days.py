"""Days as people type them into forms: `tomorrow`, `Friday`, `16 July`, `16.7.`, `7/16`, `the 16th`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

_MONTH_FIRST = ("America/", "US/", "Canada/", "Pacific/Honolulu")
_MONTHS_IN_YEAR = 12
_LONGEST_WITHOUT = 62
"""Days within which every number of a day comes, the 31st as well."""

_FILLERS = re.compile(
    r"\b(?:at|on|the|um|am|den|of|next|this|by|from|ab|nächste[nr]?|kommende[nr]?)\b|[,@()]|(?<=[0-9])(?:st|nd|rd|th)\b"
)
_ISO = re.compile(r"(?P<year>[0-9]{4})([-/])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})t?")
_SLASHED = re.compile(r"(?P<one>[0-9]{1,2})/(?P<other>[0-9]{1,2})(?:/(?P<year>[0-9]{4}))?")
_DAY_OF_MONTH = re.compile(
    r"(?:(?P<word>[a-zä]{2,9})\.?\s)??(?:(?:(?:at|on|the)\s)*(?P<day>[0-9]{1,2})(?:st|nd|rd|th)|(?:am|den)\s(?P<day2>[0-9]{1,2})\.)"
    r"(?:\s(?:at|um))?"
)
_DASHED = re.compile(r"(?P<day>[0-9]{1,2})-(?P<month>[0-9]{1,2})-(?P<year>[0-9]{4})")
_DOTTED = re.compile(r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.?(?P<year>[0-9]{4})?")
_NAMED = re.compile(
    r"(?:(?P<day>[0-9]{1,2})\.?\s?(?P<month>[a-zä]{3,9})|(?P<month2>[a-zä]{3,9})\s?(?P<day2>[0-9]{1,2}))"
    r"(?:\s(?P<year>[0-9]{4}))?"
)
_WEEKDAYS = (
    ("monday", "montag", "mo"),
    ("tuesday", "tues", "dienstag", "di"),
    ("wednesday", "mittwoch", "mi"),
    ("thursday", "thur", "thurs", "donnerstag", "do"),
    ("friday", "freitag", "fr"),
    ("saturday", "samstag", "sonnabend", "sa"),
    ("sunday", "sonntag", "so"),
)
_MONTHS = (
    ("january", "januar"),
    ("february", "februar"),
    ("march", "märz"),
    ("april",),
    ("may", "mai"),
    ("june", "juni"),
    ("july", "juli"),
    ("august",),
    ("september", "sept"),
    ("october", "oktober"),
    ("november",),
    ("december", "dezember"),
)
_OFFSETS = {"": 0, "today": 0, "heute": 0, "tomorrow": 1, "morgen": 1} | {
    "day after tomorrow": 2,
    "übermorgen": 2,
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was named: so many days from today, the next such weekday (0 is Monday), or a date.

    A date without a `year` is the next one, one without a month (0) the next of that number.
    """

    offset: int | None = None
    weekday: int | None = None
    day: int = 0
    month: int = 0
    year: int | None = None

    @property
    def is_today(self) -> bool:
        """Whether today was said, or nothing."""
        return self.offset == 0

    def dates(self, today: date) -> list[date]:
        """Return the dates that may be meant, the likeliest first."""
        if self.offset is not None:
            return [today + timedelta(days=self.offset)]
        if self.weekday is not None:
            first = today + timedelta(days=(self.weekday - today.weekday()) % 7)
            return [first, first + timedelta(days=7)]
        if not self.month:
            return [self._next_of_number(today)]
        try:
            if self.year is not None:
                return [date(self.year, self.month, self.day)]
            this_year = date(today.year, self.month, self.day)
            return [this_year] if this_year >= today else [this_year.replace(year=today.year + 1)]
        except ValueError:
            raise ValueError("There is no such day in the calendar. Please check the date.") from None

    def _next_of_number(self, today: date) -> date:
        ahead = (today + timedelta(days=days) for days in range(_LONGEST_WITHOUT))
        found = next((day for day in ahead if day.day == self.day), None)
        if found is None:
            raise ValueError("There is no such day in the calendar. Please check the date.")
        return found


def writes_month_first(timezone: ZoneInfo) -> bool:
    """Tell whether 5/12 is in May there, as in the Americas."""
    return timezone.key.startswith(_MONTH_FIRST)


def find_day(typed: str, *, month_first: bool) -> Day | None:
    """Read a day in small letters; nothing is today, None is for what is no day.

    Of 5/12 it is for `month_first` to say which is the month, unless only one of them can be.
    """
    found = _DAY_OF_MONTH.fullmatch(" ".join(typed.replace(",", " ").split()))
    if found and (not found["word"] or _number_of(found["word"], _WEEKDAYS, shortest=3) is not None):
        # The weekday before it says nothing new.
        return Day(day=int(found["day"] or found["day2"]))
    rest = " ".join(_FILLERS.sub(" ", typed).split())
    if rest in _OFFSETS:
        return Day(offset=_OFFSETS[rest])
    weekday = _number_of(rest.rstrip("."), _WEEKDAYS, shortest=3)
    if weekday is not None:
        return Day(weekday=weekday)
    # A weekday beside a date says nothing new.
    first, _, date_only = rest.partition(" ")
    if date_only and _number_of(first.rstrip("."), _WEEKDAYS, shortest=3) is not None:
        rest = date_only
    return _find_date(rest, month_first=month_first)


def _find_date(rest: str, *, month_first: bool) -> Day | None:
    if found := _SLASHED.fullmatch(rest):
        return _slashed(found, month_first=month_first)
    if found := _ISO.fullmatch(rest) or _DASHED.fullmatch(rest) or _DOTTED.fullmatch(rest):
        year = found["year"]
        return Day(day=int(found["day"]), month=int(found["month"]), year=int(year) if year else None)
    if found := _NAMED.fullmatch(rest):
        month = _number_of(found["month"] or found["month2"], _MONTHS, shortest=3)
        if month is not None:
            year = found["year"]
            day = int(found["day"] or found["day2"])
            return Day(day=day, month=month + 1, year=int(year) if year else None)
    return None


def _slashed(found: re.Match[str], *, month_first: bool) -> Day:
    one, other = int(found["one"]), int(found["other"])
    # In an order in which it is none, it is meant in the other.
    is_month_first = other > _MONTHS_IN_YEAR or (month_first and one <= _MONTHS_IN_YEAR)
    month, day = (one, other) if is_month_first else (other, one)
    return Day(day=day, month=month, year=int(found["year"]) if found["year"] else None)


def _number_of(word: str, names: Sequence[Sequence[str]], *, shortest: int) -> int | None:
    for number, spellings in enumerate(names):
        if word in spellings or (
            len(word) == shortest and any(spelling.startswith(word) for spelling in spellings)
        ):
            return number
    return None
