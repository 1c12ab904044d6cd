"""Where a time axis gets its marks: at round local times, few enough to be read on a phone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

MOST_TICKS = 6

_DAY_STEPS = (1, 2, 3, 5, 7, 14, 28)
_MONTH_STEPS = (1, 2, 3, 6, 12)
_MONTHS_A_YEAR = 12


def time_ticks(since: datetime, until: datetime, timezone: ZoneInfo) -> list[tuple[datetime, str]]:
    """Return moments between two (aware ones, at least a few hours apart), each with its label."""
    first, last = since.astimezone(timezone), until.astimezone(timezone)
    days = (last.date() - first.date()).days
    if days < 3:  # noqa: PLR2004 - three days
        candidates = _hours(first.date(), last.date(), 6 if days < 2 else 12)  # noqa: PLR2004 - as above
    elif days <= _DAY_STEPS[-1] * (MOST_TICKS - 1):
        step = next(step for step in _DAY_STEPS if days <= step * (MOST_TICKS - 1))
        candidates = _days(first.date(), last.date(), step)
    else:
        candidates = _months(first.date(), last.date())
    # Midnights are made from dates, so a day of 23 or 25 hours moves no mark.
    moments = ((wall_time.replace(tzinfo=timezone), label) for wall_time, label in candidates)
    return [(moment, label) for moment, label in moments if since <= moment <= until]


def _hours(first: date, last: date, step: int) -> Iterator[tuple[datetime, str]]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield datetime.combine(day, time()), _day_label(day)
        for hour in range(step, 24, step):
            yield datetime.combine(day, time(hour)), f"{hour}:00"


def _days(first: date, last: date, step: int) -> Iterator[tuple[datetime, str]]:
    # Counted from the end: the last day is the one that people look for.
    for back in range((last - first).days, -1, -1):
        if back % step == 0:
            day = last - timedelta(days=back)
            yield datetime.combine(day, time()), _day_label(day)


def _months(first: date, last: date) -> Iterator[tuple[datetime, str]]:
    begin, end = (day.year * _MONTHS_A_YEAR + day.month - 1 for day in (first, last))
    step = next((step for step in _MONTH_STEPS if end - begin <= step * MOST_TICKS), _MONTHS_A_YEAR)
    for number in range(begin, end + 1):
        if number % step == 0:
            year, month = divmod(number, _MONTHS_A_YEAR)
            day = date(year, month + 1, 1)
            yield datetime.combine(day, time()), f"{day:%b %Y}" if month == 0 else f"{day:%b}"


def _day_label(day: date) -> str:
    return f"{day.day} {day:%b}"
