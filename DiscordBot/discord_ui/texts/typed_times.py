"""Times as people type them, on the clocks of the venue."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.typed_days import Day, find_day, writes_month_first
from DiscordBot.discord_ui.texts.typed_times_of_day import find_time_of_day
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from datetime import time

    from DiscordBot.core.clock import Clock

EXAMPLES = "14:30, 2:30pm, tomorrow 9:00, Friday 14:30, 2027-07-15 14:30, in 20 min, now"
TIME_EXAMPLES = "14:30, 2:30pm, half past 2, in 20 min"
"""For inputs beside which the day is chosen."""

FURTHEST = timedelta(days=366)
"""What is later than this from now is a slip of the finger."""

# A minute that is not over yet has not passed.
_GRACE = timedelta(minutes=1)
_TIME_STAMP = re.compile(r"<t:(?P<seconds>[0-9]{1,11})(?::[a-z])?>")
_AMOUNT = r"[0-9]{1,5}"
_AN_HOUR = re.compile(r"\b(?:an|one|einer) (?=hour|stunde)")
_HALF_AN_HOUR = re.compile(r"\b(?:half an hour|einer halben stunde)\b")
_SPAN = re.compile(
    rf"in(?=\s*[0-9])(?:\s*(?P<days>{_AMOUNT})\s*(?:days?|tage?n?|d))?"
    rf"(?:\s*(?P<hours>{_AMOUNT}(?:[.,][0-9])?)\s*(?:hours?|hrs?|stunden?|std\.?|h))?"
    rf"(?:(?:\sand|\sund)?\s*(?P<minutes>{_AMOUNT})\s*(?:minutes?|minuten?|mins?\.?|m|(?<=h[0-9][0-9])))?"
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
    if span := _SPAN.fullmatch(_AN_HOUR.sub("1 ", _HALF_AN_HOUR.sub("30 min", typed))):
        parts = {unit: float((amount or "0").replace(",", ".")) for unit, amount in span.groupdict().items()}
        return _near(clock.now() + timedelta(**parts), clock)
    found = find_time_of_day(typed)
    if found is None:
        raise _not_understood()
    day = find_day(found.rest, month_first=writes_month_first(clock.timezone))
    if day is None:
        raise _not_understood()
    try:
        return _on_the_wall(day, found.meant, clock)
    except ValueError:
        # "At 9", typed at noon.
        if found.later is None or not day.is_today:
            raise
        return _on_the_wall(day, found.later, clock)


def written(moment: datetime, clock: Clock) -> str:
    """Return a moment as people could have typed it: `2027-07-15 14:30`."""
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"


def _on_the_wall(day: Day, time_of_day: time, clock: Clock) -> datetime:
    wall_times = [datetime.combine(named, time_of_day) for named in day.dates(clock.today())]
    for wall_time in wall_times:
        if wall_time.date() - clock.today() > FURTHEST:
            text = tr("{date} is more than a year away. Please check the date.")
            raise ValueError(text.format(date=wall_time.date()))
        if wall_time.date() >= clock.today():
            earliest = clock.now() - _GRACE
            for fold in (0, 1):
                moment = clock.moment(wall_time.replace(fold=fold))
                if moment > earliest:
                    return _near(moment, clock)
    raise ValueError(_passed(day, wall_times[0]))


def _stamped(seconds: int, clock: Clock) -> datetime:
    moment = datetime.fromtimestamp(seconds, UTC)
    if moment <= clock.now() - _GRACE:
        raise ValueError(tr("That time has passed. Please give a later time."))
    return _near(moment, clock)


def _near(moment: datetime, clock: Clock) -> datetime:
    if moment > clock.now() + FURTHEST:
        raise ValueError(tr("This is more than a year away. Please check the time."))
    return moment


def _passed(day: Day, wall_time: datetime) -> str:
    shown = f"{wall_time:%H:%M}"
    if day.offset == 0:
        return tr("{time} has passed; write “tomorrow {time}” if you mean tomorrow.").format(time=shown)
    text = tr("{date} {time} has passed. Please give a later time.")
    return text.format(date=wall_time.date(), time=shown)


def _not_understood() -> ValueError:
    text = tr("I do not understand this time. Write it like one of these: {examples}.")
    return ValueError(text.format(examples=EXAMPLES))
