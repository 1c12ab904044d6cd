"""Times as people type them, on the clocks of the venue."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from DiscordBot.core.clock import Clock

EXAMPLES: Final = "14:30, tomorrow 9:00, 2027-07-15 14:30, in 20 min, now"
FURTHEST: Final = timedelta(days=366)
"""What is later than this from now is a slip of the finger."""

# A minute that is not over yet has not passed.
_GRACE: Final = timedelta(minutes=1)
_TIME: Final = re.compile(
    r"(?:(?P<day>today|tomorrow|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:\s*,\s*|\s+(?:at\s+)?|t))?"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
)
_AMOUNT: Final = r"[0-9]{1,5}"
_SPAN: Final = re.compile(
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
    if span := _SPAN.fullmatch(typed):
        parts = {unit: int(amount or 0) for unit, amount in span.groupdict().items()}
        return _near(clock.now() + timedelta(**parts), clock)
    if found := _TIME.fullmatch(typed):
        return _on_the_wall(found, clock)
    raise ValueError(f"I do not understand this time. Write it like one of these: {EXAMPLES}.")


def written(moment: datetime, clock: Clock) -> str:
    """Return a moment as people could have typed it: `2027-07-15 14:30`."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def _on_the_wall(found: re.Match[str], clock: Clock) -> datetime:
    wall_time = datetime.combine(_day(found["day"], clock), _time(found))
    if wall_time.date() - clock.today() > FURTHEST:
        raise ValueError(f"{wall_time.date()} is more than a year away. Please check the date.")
    if wall_time.date() >= clock.today():
        earliest = clock.now() - _GRACE
        for fold in (0, 1):
            moment = clock.moment(wall_time.replace(fold=fold))
            if moment > earliest:
                return _near(moment, clock)
    raise ValueError(_passed(found, wall_time))


def _day(word: str | None, clock: Clock) -> date:
    if word in {None, "today"}:
        return clock.today()
    if word == "tomorrow":
        return clock.today() + timedelta(days=1)
    try:
        return date(*map(int, str(word).split("-")))
    except ValueError:
        raise ValueError("There is no such day in the calendar. Please check the date.") from None


def _time(found: re.Match[str]) -> time:
    try:
        return time(int(found["hour"]), int(found["minute"]))
    except ValueError:
        raise ValueError("There is no such time of day. Hours go from 0 to 23, like 14:30.") from None


def _near(moment: datetime, clock: Clock) -> datetime:
    if moment > clock.now() + FURTHEST:
        raise ValueError("This is more than a year away. Please check the time.")
    return moment


def _passed(found: re.Match[str], wall_time: datetime) -> str:
    shown = f"{wall_time:%H:%M}"
    if found["day"] in {None, "today"}:
        return f"{shown} has passed; write “tomorrow {shown}” if you mean tomorrow."
    return f"{wall_time.date()} {shown} has passed. Please give a later time."
