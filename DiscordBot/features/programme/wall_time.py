"""Times as people at the venue say them."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from DiscordBot.translation.days import DAY_AND_DATE, LONG_DAY, LONG_DAY_AND_DATE, SHORT_DAY, day_in_words

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from DiscordBot.features.programme.schedule.sessions import Session

_SOON = timedelta(days=6)
_ARROW = "→"


def day_words(day: date, today: date, *, short: bool = False) -> str:
    """Return `Thursday` for a day of this week, else `Thursday, 14 July`, in another year with the year."""
    if abs(day - today) <= _SOON:
        return day_in_words(day, SHORT_DAY if short else LONG_DAY)
    year = "" if day.year == today.year else f" {day:%Y}"
    return day_in_words(day, DAY_AND_DATE if short else LONG_DAY_AND_DATE) + year


def when(session: Session, timezone: ZoneInfo, day_format: str = SHORT_DAY) -> str:
    """Return `Thu 13:00–13:30`, `Thu 23:30–Fri 00:15` over midnight, `Thu 13:00` for what has no length."""
    start, end = session.start.astimezone(timezone), session.end.astimezone(timezone)
    if session.start.astimezone(UTC) == session.end.astimezone(UTC):
        return f"{day_in_words(start, day_format)} {start:%H:%M}"
    last_day = f"{day_in_words(end, day_format)} " if end.date() != start.date() else ""
    return f"{day_in_words(start, day_format)} {start:%H:%M}–{last_day}{end:%H:%M}"


def where_and_when(session: Session, timezone: ZoneInfo, day_format: str = SHORT_DAY) -> str:
    """Return `Thu 13:00–13:30, S1`; without the room where there is none."""
    time = when(session, timezone, day_format)
    return f"{time}, {session.room}" if session.room else time


def move(before: Session, after: Session, timezone: ZoneInfo) -> str:
    """Return `Thu 13:00–13:30, S1 → Fri 14:00–14:30, S2`; with dates where weekdays alone would mislead."""
    texts = [where_and_when(session, timezone) for session in (before, after)]
    days = [session.start.astimezone(timezone).date() for session in (before, after)]
    if days[0] != days[1] and days[0].weekday() == days[1].weekday():
        texts = [where_and_when(session, timezone, DAY_AND_DATE) for session in (before, after)]
    return f" {_ARROW} ".join(texts)


def duration(session: Session) -> str:
    """Return `45 min`, `1 h` or `1 h 30 min`; nothing for what has no length."""
    # In UTC, since a difference of local times is wrong over a clock change.
    length = session.end.astimezone(UTC) - session.start.astimezone(UTC)
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    parts = ([f"{hours} h"] if hours else []) + ([f"{minutes} min"] if minutes else [])
    return " ".join(parts)


def time_of_day(moment: datetime, timezone: ZoneInfo) -> str:
    """Return `13:00`."""
    return f"{moment.astimezone(timezone):%H:%M}"
