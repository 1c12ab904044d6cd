"""Times as people type them, on the clocks of the venue."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.core.clock import Clock

EXAMPLES = "14:30, 2:30pm, tomorrow 9:00, Friday 14:30, 2027-07-15 14:30, in 20 min, now"
FURTHEST = timedelta(days=366)
"""What is later than this from now is a slip of the finger."""

# A minute that is not over yet has not passed.
_GRACE = timedelta(minutes=1)
_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
# The likelier ones first: of "16.07. 14:30" the second is the time.
_CLOCKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![0-9.:])(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?![0-9:])(?:\s*{_HALF}|\s*(?:uhr|h)\b)?",
        rf"(?<![0-9.:])(?P<hour>[0-9]{{1,2}})(?:\.(?P<minute>[0-9]{{2}}))?\s*{_HALF}",
        r"(?<![0-9.:])(?P<hour>[0-9]{1,2})(?:\s*h(?:rs|ours)?\s*|\.)(?P<minute>[0-9]{2})(?:\s*(?:uhr|h))\b",
        r"(?<![0-9.:])(?P<hour>[0-9]{1,2})\s*h\s*(?P<minute>[0-9]{2})\b",
        r"(?<![0-9.:])(?P<hour>[0-9]{1,2})\s*(?:uhr|h|o[’']?clock)\b",
        r"(?<![0-9.:])(?P<hour>[0-9]{1,2})\.(?P<minute>[0-9]{2})(?![0-9.])",
    )
)
_NOON = re.compile(r"\b(?P<word>noon|midday|mittags?)\b")
_TIME_STAMP = re.compile(r"<t:(?P<seconds>[0-9]{1,11})(?::[a-z])?>")
_FILLERS = re.compile(r"\b(?:at|on|the|um|den|of)\b|[,@]|(?<=[0-9])(?:st|nd|rd|th)\b")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})t?")
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
_OFFSETS = {"": 0, "today": 0, "heute": 0, "tonight": 0, "tomorrow": 1, "morgen": 1}
_AMOUNT = r"[0-9]{1,5}"
_SPAN = re.compile(
    rf"in(?=\s*[0-9])(?:\s*(?P<days>{_AMOUNT})\s*(?:days?|d))?"
    rf"(?:\s*(?P<hours>{_AMOUNT})\s*(?:hours?|hrs?|h))?"
    rf"(?:\s*(?P<minutes>{_AMOUNT})\s*(?:minutes?|mins?|m))?"
)


def read_moment(text: str, clock: Clock) -> datetime:
    """Return the moment (UTC) that is meant by what `EXAMPLES` shows.

    Of a time that the venue's clocks show twice, the first is meant unless it has passed; one that they skip
    is as much later as they skip. Raises `ValueError`, with a sentence for people, for what is no time, has
    passed, or is more than a year away.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if typed == "now":
        return clock.now()
    if stamp := _TIME_STAMP.fullmatch(typed):
        return _stamped(int(stamp["seconds"]), clock)
    if span := _SPAN.fullmatch(typed):
        parts = {unit: int(amount or 0) for unit, amount in span.groupdict().items()}
        return _near(clock.now() + timedelta(**parts), clock)
    time_of_day, rest = _split(typed)
    return _on_the_wall(_day_named(rest), time_of_day, clock)


def written(moment: datetime, clock: Clock) -> str:
    """Return a moment as people could have typed it: `2027-07-15 14:30`."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as it was named: so many days from today, the next such weekday (0 is Monday), or a date.

    A date without a `year` is the next one.
    """

    offset: int | None = None
    weekday: int | None = None
    day: int = 0
    month: int = 0
    year: int | None = None

    def dates(self, today: date) -> list[date]:
        """Return the dates that may be meant, the likeliest first."""
        if self.offset is not None:
            return [today + timedelta(days=self.offset)]
        if self.weekday is not None:
            first = today + timedelta(days=(self.weekday - today.weekday()) % 7)
            return [first, first + timedelta(days=7)]
        try:
            if self.year is not None:
                return [date(self.year, self.month, self.day)]
            this_year = date(today.year, self.month, self.day)
            return [this_year] if this_year >= today else [this_year.replace(year=today.year + 1)]
        except ValueError:
            raise ValueError("There is no such day in the calendar. Please check the date.") from None


def _split(typed: str) -> tuple[time, str]:
    """Return the time of day, and the rest of what was typed."""
    found = next((match for clock in _CLOCKS if (match := clock.search(typed))), None)
    if found is None:
        noon = _NOON.search(typed)
        if noon is None:
            raise _not_understood()
        return time(12), _without(typed, noon)
    return _time(found), _without(typed, found)


def _without(typed: str, found: re.Match[str]) -> str:
    return " ".join(_FILLERS.sub(" ", f"{typed[: found.start()]} {typed[found.end() :]}").split())


def _day_named(rest: str) -> _Day:
    if rest in _OFFSETS:
        return _Day(offset=_OFFSETS[rest])
    weekday = _number_of(rest.rstrip("."), _WEEKDAYS, shortest=3)
    if weekday is not None:
        return _Day(weekday=weekday)
    # A weekday beside a date says nothing new.
    first, _, date_only = rest.partition(" ")
    if date_only and _number_of(first.rstrip("."), _WEEKDAYS, shortest=3) is not None:
        rest = date_only
    if found := _ISO.fullmatch(rest) or _DOTTED.fullmatch(rest):
        year = found["year"]
        return _Day(day=int(found["day"]), month=int(found["month"]), year=int(year) if year else None)
    if found := _NAMED.fullmatch(rest):
        month = _number_of(found["month"] or found["month2"], _MONTHS, shortest=3)
        if month is not None:
            year = found["year"]
            day = int(found["day"] or found["day2"])
            return _Day(day=day, month=month + 1, year=int(year) if year else None)
    raise _not_understood()


def _number_of(word: str, names: Sequence[Sequence[str]], *, shortest: int) -> int | None:
    for number, spellings in enumerate(names):
        if word in spellings or (
            len(word) == shortest and any(spelling.startswith(word) for spelling in spellings)
        ):
            return number
    return None


def _on_the_wall(day: _Day, time_of_day: time, clock: Clock) -> datetime:
    wall_times = [datetime.combine(named, time_of_day) for named in day.dates(clock.today())]
    for wall_time in wall_times:
        if wall_time.date() - clock.today() > FURTHEST:
            raise ValueError(f"{wall_time.date()} is more than a year away. Please check the date.")
        if wall_time.date() >= clock.today():
            earliest = clock.now() - _GRACE
            for fold in (0, 1):
                moment = clock.moment(wall_time.replace(fold=fold))
                if moment > earliest:
                    return _near(moment, clock)
    raise ValueError(_passed(day, wall_times[0]))


def _time(found: re.Match[str]) -> time:
    parts = found.groupdict()
    hour, half = int(found["hour"]), parts.get("half")
    try:
        if half is None:
            return time(hour, int(parts.get("minute") or 0))
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of such clocks
            raise ValueError  # noqa: TRY301 - as `time` does it
        return time(hour % 12 + (12 if half == "p" else 0), int(parts.get("minute") or 0))
    except ValueError:
        raise ValueError("There is no such time of day. Hours go from 0 to 23, like 14:30.") from None


def _stamped(seconds: int, clock: Clock) -> datetime:
    moment = datetime.fromtimestamp(seconds, UTC)
    if moment <= clock.now() - _GRACE:
        raise ValueError("That time has passed. Please give a later time.")
    return _near(moment, clock)


def _near(moment: datetime, clock: Clock) -> datetime:
    if moment > clock.now() + FURTHEST:
        raise ValueError("This is more than a year away. Please check the time.")
    return moment


def _passed(day: _Day, wall_time: datetime) -> str:
    shown = f"{wall_time:%H:%M}"
    if day.offset == 0:
        return f"{shown} has passed; write “tomorrow {shown}” if you mean tomorrow."
    return f"{wall_time.date()} {shown} has passed. Please give a later time."


def _not_understood() -> ValueError:
    return ValueError(f"I do not understand this time. Write it like one of these: {EXAMPLES}.")
