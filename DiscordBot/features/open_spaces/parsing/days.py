"""Days as people write them: the grammar's pieces for dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.parsing.grammar import Grammar, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEK = 7
_CENTURY = 2000
_YEARS = range(1900, 2100)
_MONTHS = 12
_LONGEST = 31
"""Days: no conference is longer, nor a month."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Today and the conference's days, at the venue."""

    today: date
    first_day: date
    last_day: date
    month_first: bool

    def days(self) -> Iterator[date]:
        """Return the days of the conference."""
        for number in range((self.last_day - self.first_day).days + 1):
            yield self.first_day + timedelta(days=number)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Days:
    """The day that is meant, or several; `half` is `am` or `pm` where that was said with it."""

    days: tuple[date, ...]
    half: str = ""
    is_weekday: bool = False


def _day(day: date | None) -> Days | None:
    return None if day is None else Days((day,))


def _date(calendar: Calendar, day: int, month: int, year: int | None = None) -> date | None:
    """Return the date; without a year, the one nearest to the conference."""
    if year is not None:
        return _valid(year + _CENTURY if year < 100 else year, month, day)  # noqa: PLR2004
    around = (calendar.first_day.year + offset for offset in (0, 1, -1))
    candidates = [found for year in around if (found := _valid(year, month, day))]
    return min(candidates, key=lambda found: abs((found - calendar.first_day).days), default=None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _on_weekday(calendar: Calendar, weekday: int) -> Days:
    """Return the next such day of the conference, else the last one, else the next of all."""
    fitting = [day for day in calendar.days() if day.weekday() == weekday]
    upcoming = [day for day in fitting if day >= calendar.today]
    ahead = calendar.today + timedelta(days=(weekday - calendar.today.weekday()) % WEEK)
    return Days(((upcoming or fitting[-1:] or [ahead])[0],), is_weekday=True)


def _day_of_month(calendar: Calendar, number: int) -> date | None:
    """Return the conference's day with that number, else the next one in the calendar."""
    meant = next((day for day in calendar.days() if day.day == number), None)
    month, year = calendar.today.month, calendar.today.year
    later = (_valid(year, month, number), _valid(year + month // _MONTHS, month % _MONTHS + 1, number))
    return meant or next((day for day in later if day is not None and day >= calendar.today), later[0])


def _in_conference(calendar: Calendar, number: int) -> Days | None:
    return next((Days((day,)) for day in calendar.days() if day.day == number), None)


def _weekday_and_number(calendar: Calendar, weekday: int, number: int) -> Days | None:
    """Read "Thursday 13" as a date if it is one of the conference; else 13 is the hour."""
    found = _in_conference(calendar, number)
    return found if found is not None and found.days[0].weekday() == weekday else None


def _weekday_and_date(calendar: Calendar, weekday: int, day: int, month: int) -> Days | None:
    found = _of_month(calendar, day, month)
    return None if found is None else _merged(calendar, _on_weekday(calendar, weekday), found)


def _two_dates(calendar: Calendar, month: int, one: int, other: int) -> Days | None:
    found = [_date(calendar, day, month) for day in (one, other)]
    days = [day for day in found if day is not None]
    return Days(tuple(days)) if len(days) == len(found) and one != other else None


def _two_weekdays(calendar: Calendar, one: int, other: int) -> Days | None:
    """Read "Sat + Sun"; the same weekday twice is something else."""
    if one == other:
        return None
    days = (*_on_weekday(calendar, one).days, *_on_weekday(calendar, other).days)
    return Days(days, is_weekday=True)


def _nth_day(calendar: Calendar, number: int) -> Days | None:
    if number < 1:
        return None
    if number > _LONGEST:
        # "100 days of code, day 99"
        return None
    nth = calendar.first_day + timedelta(days=number - 1)
    return Days((nth,)) if nth in calendar else _in_conference(calendar, number) or Days((nth,))


def _slashed(calendar: Calendar, numbers: list[int]) -> date | None:
    """Read 5/12 in the order of the place, or in the other one where that is no date.

    In the Americas many write the day first, so there the other order also counts if only it is in the
    conference.
    """
    one, other, *year = numbers
    if (one, other) == (24, 7):
        return None
    month_first, day_first = (_date(calendar, other, one, *year), _date(calendar, one, other, *year))
    if not calendar.month_first:
        return day_first or month_first
    prefer_other = day_first and day_first in calendar and not (month_first and month_first in calendar)
    return day_first if prefer_other else month_first or day_first


def _sure_slashed(calendar: Calendar, numbers: list[int]) -> Days | None:
    return _day(_slashed(calendar, numbers))


def _likely_slashed(calendar: Calendar, numbers: list[int]) -> Days | None:
    found = _slashed(calendar, numbers)
    return _day(found) if found is not None and (found in calendar or len(numbers) > 2) else None  # noqa: PLR2004


def _dotted(calendar: Calendar, numbers: list[int]) -> Days | None:
    return _day(_pointed(calendar, numbers))


def _pointed(calendar: Calendar, numbers: list[int]) -> date | None:
    """Read 12.5. with the day first, or in the other order where that is no date."""
    one, other, *year = numbers
    return _date(calendar, one, other, *year) or _date(calendar, other, one, *year)


def _dashed(calendar: Calendar, one: int, other: int) -> Days | None:
    """Read 5-16 as a date of the conference if it can be no range of hours."""
    return _likely_slashed(calendar, [one, other]) if max(one, other) > _MONTHS else None


def _likely_dotted(calendar: Calendar, numbers: list[int]) -> Days | None:
    found = _pointed(calendar, numbers)
    is_written_out = len(numbers) > 2 and numbers[2] > 99  # noqa: PLR2004 - with the whole year
    return _day(found) if found is not None and (found in calendar or is_written_out) else None


def _of_month(calendar: Calendar, day: int, month: int) -> Days | None:
    return _day(_date(calendar, day, month))


def _iso(calendar: Calendar, numbers: list[int]) -> Days | None:
    year, month, day = numbers
    return _day(_date(calendar, day, month, year))


def _later(calendar: Calendar, offset: int) -> Days:
    return Days((calendar.today + timedelta(days=offset),))


_NUMBER = "hour|number|ordinal"
_NO_TIME = "(?! counted|meridiem|am|uhr|h|minutes)"
_TIME_AHEAD = (
    "(?= dot? comma? (?:at|as|a|um|colon_time|digits4|hour (?:meridiem|am|uhr|h)|dotted|noon|from)".replace(
        "|um|", "|"
    )
    + ")"
)
_SHORT_AHEAD = (
    "(?= dot? comma? (?:hour|colon_time|digits4|slashed|noon|dotted_date|dotted|ordinal|number|month|at|as"
    "|part|part_noun|dash (?:hour|colon_time)|(?:and|plus|dash|slash) (?:short_weekday|weekday)))"
)
_SHORT_BEHIND = (
    "(?:(?<=on)|(?<=meridiem)|(?<=am)|(?<=colon_time)|(?<=uhr)|(?<=weekday and)|(?<=short_weekday and))"
)
_EDGE = "(?: ^|(?<=bar)|(?<=slash)|(?<=dash)|(?<=colon)|(?<=open))"
_WITH_AM = "not_english dot? comma? (?:at|dash)? (?:hour|colon_time) (?:meridiem|am)"

DATES = Grammar(
    [
        Piece("12-14 May", f"(?:{_NUMBER}) dot? (?:dash|to) (?:{_NUMBER}) dot? (?:on|from|month)? month",
              "junk", lambda _: True),
        Piece("May 12-14", f"month (?:{_NUMBER}) (?:dash|to) (?:{_NUMBER}){_NO_TIME}", "junk",
              lambda _: True),
        Piece("2027-05-12", "(iso_date)", "date", _iso),
        Piece("5/12 3pm", f"(slashed){_TIME_AHEAD}", "date", _sure_slashed),
        Piece("5/12", "(slashed)", "date", _likely_slashed),
        Piece("5-16 at 2pm", f"(?<! label)(hour) dash (hour|number){_TIME_AHEAD}", "date", _dashed),
        Piece("am 12.5.", "(?:am|on) (dotted_date)", "date", _dotted),
        Piece("12.5. 15 Uhr", f"(?<! label)(dotted_date){_TIME_AHEAD}", "date", _dotted),
        Piece("Fri 16.07 14:00", f"(?<! label)(dotted){_TIME_AHEAD}", "date",
              lambda calendar, time: _likely_dotted(calendar, list(time[:2]))),
        Piece("12.05.2027", "(?<! label)(dotted_date)", "date", _likely_dotted),
        Piece("Do 15. Juli", f"(weekday|short_weekday) dot? comma? (?:le|the|on)* ({_NUMBER}) dot? "
              "(?:on|from)? (month)", "date", _weekday_and_date),
        Piece("17 + 18 July",
              f"({_NUMBER}) dot? (?:and|plus|slash) (?:le|the|on)* ({_NUMBER}) dot? (?:on|from)? (month)",
              "date", lambda calendar, one, other, month: _two_dates(calendar, month, one, other)),
        Piece("July 17 + 18", f"(month) ({_NUMBER}) (?:and|plus|slash) (?:the)? ({_NUMBER}){_NO_TIME}",
              "date", _two_dates),
        Piece("May 15/16", "(month) (slashed)", "date",
              lambda calendar, month, days: _two_dates(calendar, month, *days[:2])),
        Piece("15/16 May", "(slashed) dot? (?:on|from)? (month)", "date",
              lambda calendar, days, month: _two_dates(calendar, month, *days[:2])),
        Piece("Sa + So", "(weekday|short_weekday) dot? (?:and|plus|slash) (?:on)? (weekday|short_weekday)"
              "(?! part_noun)", "date", _two_weekdays),
        Piece("12. Mai", f"(?:the|on|le)* ({_NUMBER}) dot? (?:on|from)? (month)", "date", _of_month),
        Piece("May 12", f"(month) dot? ({_NUMBER}){_NO_TIME}", "date",
              lambda calendar, month, day: _of_month(calendar, day, month)),
        Piece("jeudi 13", f"(weekday|short_weekday) dot? comma? (?:le|the)? ({_NUMBER}){_NO_TIME}", "date",
              _weekday_and_number),
        Piece("first day", "(ordinal_word|ordinal) day", "date", _nth_day),
        Piece("last day", "(last_day)", "date", lambda calendar, _: Days((calendar.last_day,))),
        Piece("day 2", f"(?<! hour)(?<! numeral)day (hour|numeral|number){_NO_TIME}", "date", _nth_day),
        Piece("am 12.", f"le (hour|number) dot{_NO_TIME}", "date", _in_conference),
        Piece("le 14 à 15h", f"le (hour|number){_TIME_AHEAD}", "date", _in_conference),
        Piece("the 12th at 3", f"(?:the|on)+ (ordinal){_TIME_AHEAD}", "date",
              lambda calendar, number: _day(_day_of_month(calendar, number))),
        Piece("12th", "(?:the|on)* (ordinal)(?! ordinal_noun|counted|word)", "date", _in_conference),
        Piece("today", "(relative_day)", "date", _later),
        Piece("tonight", "(tonight)", "date", lambda calendar, half: Days((calendar.today,), half)),
        Piece("mañana, morgen", "(manana|morgen)", "date", _later),
        Piece("Friday", "(weekday)", "date", _on_weekday),
        Piece("Fri 3pm", f"(?! {_WITH_AM})(?! not_english at room)(?<! the)(?<! subject)"
              f"(short_weekday){_SHORT_AHEAD}", "date", _on_weekday),
        Piece("on Fri, 3pm Fri", f"{_SHORT_BEHIND}(short_weekday)(?! word|short_weekday|and)", "date",
              _on_weekday),
        Piece("Day: Fri | 3pm", f"{_EDGE}(?! not_english)(short_weekday)"
              "(?= $|bar|slash|dash(?! word)|colon|close)", "date", _on_weekday),
        Piece("• Fri", "(?<=comma)(?! not_english)(short_weekday)(?= $|bar)", "date", _on_weekday),
        Piece("(Do)", "(?<=open)(short_weekday)(?= close)", "date", _on_weekday),
        Piece("3pm, Fri, B114", "(?:(?<=meridiem comma)|(?<=am comma)|(?<=colon_time comma)|(?<=uhr comma))"
              "(short_weekday)(?= comma room| $|bar)", "date", _on_weekday),
    ]
)  # fmt: skip


def _merged(_: Calendar, one: Days, other: Days) -> Days | None:
    """Merge "Friday" and "16 July", which are one day; "today and tomorrow" stay two.

    Of "Thursday" and "16 July", a Friday, one is a mistake, and nobody knows which.
    """
    if one.is_weekday == other.is_weekday and one.days != other.days:
        return None
    exact, named = (other, one) if one.is_weekday else (one, other)
    if {day.weekday() for day in exact.days} != {day.weekday() for day in named.days}:
        exact = replace(exact, days=tuple(sorted({*exact.days, *named.days})))
    return replace(exact, half=one.half or other.half)


def _several(_: Calendar, one: Days, other: Days) -> Days:
    return Days(tuple(dict.fromkeys((*one.days, *other.days))))


def _with_half(_: Calendar, days: Days, half: str) -> Days:
    return replace(days, half=half)


def _year(_: Calendar, number: int | tuple[int, int, bool]) -> bool | None:
    return True if (number[0] * 100 + number[1] if isinstance(number, tuple) else number) in _YEARS else None


DATES_TOGETHER = Grammar(
    [
        Piece("Friday, 16 July", "(date) (?:comma|dot|on|the|open|le)* (date) close?", "date", _merged),
        Piece("pasa al domingo", "moved_to (?:le|the|on)* date", "junk", lambda _: True),
        Piece("today and tomorrow", "(date) (?:and|plus|slash|dash|comma|to) (date)", "date", _several),
        Piece("tomorrow morning", "(date) (?:comma|on)? (part|part_noun)", "date", _with_half),
        Piece("2027", "(?:(?<=date)|(?<=date comma)|(?<=date on))(digits4|number)", "junk", _year),
    ]
)
