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


def day_words(day: date, today: date, *, short: bool = False) -> str:
    """Return `Thursday` for a day of this week, else `Thursday, 14 July`, in another year with the year."""
    if abs(day - today) <= _SOON:
        return day_in_words(day, SHORT_DAY if short else LONG_DAY)
    year = "" if day.year == today.year else f" {day:%Y}"
    return day_in_words(day, DAY_AND_DATE if short else LONG_DAY_AND_DATE) + year


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
