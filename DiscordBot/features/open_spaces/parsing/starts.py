"""When something starts: times of day and days put together, at the venue.

How a time is read that does not say which half of the day it means, by people who write about a conference:

- Words next to it or with its day decide: "tonight at 8", "8 in the evening", "tomorrow morning at 9".
- Otherwise the half that lies in the conference's hours (both ends included): 3 is 15:00. If neither does,
  the one nearer to them: 7 is 19:00 where the day is 9 to 18.
- If both do (9, where the day is 8 to 22), the morning, except when no day is told and the morning's time has
  passed: who writes "at 9" at noon means 21:00, unless it is no announcement but "the 9:00 was fun".

A time without a day is today, also when it has passed; "now" counts only where no other time is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from DiscordBot.features.open_spaces.parsing.days import DATES, DATES_TOGETHER, Calendar, Days
from DiscordBot.features.open_spaces.parsing.moments import MOMENTS
from DiscordBot.features.open_spaces.parsing.times_of_day import (
    DAY,
    MORE_TIMES,
    NOON,
    RANGES,
    TIMES_OF_DAY,
    ZONES,
    TimeOfDay,
)
from DiscordBot.features.open_spaces.parsing.tokens import SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from DiscordBot.features.open_spaces.parsing.tokens import Token
    from DiscordBot.features.open_spaces.parsing.venue import Venue

EARLY = 6
"""From this hour on, a time with a zero before it is one of the morning."""

ROUGHLY = timedelta(minutes=5)
"""Who writes "in 20 minutes, at 3pm" means 3pm."""

MOST_TOKENS = 150
"""Tokens that are looked at, so that no text takes long; prose of a thousand characters has fewer."""

MOST_TIMES = 12
"""Times that are looked at in one text; two are already too many."""

NEAR = 3
"""A day or a part of the day belongs to a time with no more than so many tokens between."""

_DATE, _TIME, _MOMENT, _ENDING = (SYMBOLS.of(kind) for kind in ("date", "time", "moment", "ending"))
_WORD = SYMBOLS.of("word")
_PARTS = SYMBOLS.any("part") + SYMBOLS.any("part_noun")
_PRESENT = SYMBOLS.any("present") + SYMBOLS.any("surely_present")
_SMALL = "".join(SYMBOLS.any(kind) for kind in ("on", "at", "in", "comma", "open", "the", "room"))


@dataclass(frozen=True, slots=True)
class Start:
    """A start named from `start` to `end` of the folded text; `moment` is conference-local."""

    start: int
    end: int
    moment: datetime


def read_tokens(tokens: list[Token], calendar: Calendar) -> list[Token]:
    """Find moments, days, times of day and ranges among the tokens."""
    tokens = MOMENTS.reduce(tokens)
    tokens = DATES_TOGETHER.reduce(DATES.reduce(tokens, calendar), calendar)
    tokens = ZONES.reduce(TIMES_OF_DAY.reduce(tokens))
    return MORE_TIMES.reduce(ZONES.reduce(RANGES.reduce(tokens)))


def find_starts(
    tokens: list[Token], now: datetime, venue: Venue, *, is_announced: bool = True
) -> list[Start]:
    """Return every start that tokens tell, each once, in the order of the text; `now` is local.

    What is not announced may have been: "the 9:00 in B114 was fun", written at ten, was this morning.
    """
    tokens = read_tokens(
        tokens[:MOST_TOKENS], Calendar(now.date(), venue.first_day, venue.last_day, venue.month_first)
    )
    told = [
        Start(token.start, token.end, moment)
        for token, moment in _told(tokens, now, venue, is_announced=is_announced)
    ]
    present = [
        Start(token.start, token.end, _from_now(now, token.value))
        for before, token in zip([None, *tokens], tokens, strict=False)
        if token.symbol == _MOMENT and not (told and _is_word(before) and told[0].start < token.start)
    ]
    present = [start for start in present if not any(abs(start.moment - t.moment) <= ROUGHLY for t in told)]
    found = sorted(told + present, key=lambda start: start.start) or (
        _present(tokens, now) if is_announced else []
    )
    unique: dict[datetime, Start] = {}
    for start in found:
        unique.setdefault(start.moment.astimezone(UTC), start)
    return list(unique.values())


def _is_word(token: Token | None) -> bool:
    """Tell whether "in 45 min" after it is a duration, if another time was told: "3pm: NumPy in 45 min"."""
    return token is not None and token.symbol == _WORD


def _from_now(now: datetime, delay: timedelta) -> datetime:
    return (now.astimezone(UTC).replace(second=0, microsecond=0) + delay).astimezone(now.tzinfo)


def _present(tokens: list[Token], now: datetime) -> list[Start]:
    """Return the present moment where a text says "now" and no other time."""
    found = (token for token in tokens if token.symbol in _PRESENT)
    return [Start(token.start, token.end, _from_now(now, timedelta())) for token in found][:1]


def _told(
    tokens: list[Token], now: datetime, venue: Venue, *, is_announced: bool
) -> Iterator[tuple[Token, datetime]]:
    taken: set[int] = set()
    times = [at for at, token in enumerate(tokens) if token.symbol == _TIME]
    for at in times[:MOST_TIMES]:
        token = tokens[at]
        days, half = _days(tokens, at, taken), _half(tokens, at)
        for day in days.days if days else (now.date(),):
            is_sure = days is not None or not is_announced
            yield (
                token,
                _moment(
                    token.value, days.half if days and days.half else half, _Place(venue, now, day, is_sure)
                ),
            )


def _days(tokens: list[Token], at: int, taken: set[int]) -> Days | None:
    """Return the days of a time: those next to it, else the last ones before it, else the first after it."""
    before = next((index for index in range(at - 1, -1, -1) if tokens[index].symbol == _DATE), None)
    after = next((index for index in range(at + 1, len(tokens)) if tokens[index].symbol == _DATE), None)
    is_next_after = after is not None and _is_near(tokens, at, after)
    is_next_before = before is not None and before not in taken and _is_near(tokens, before, at)
    if (
        is_next_after
        and after is not None
        and not is_next_before
        and not _has_own_time(tokens, after, before)
    ):
        taken.add(after)
        return _value(tokens, after)
    if before is not None:
        return _value(tokens, before)
    return _value(tokens, after) if after is not None else None


def _has_own_time(tokens: list[Token], date: int, earlier: int | None) -> bool:
    """Tell whether the time after a day is the one that belongs to it, as in "Thu 3pm, Fri 4pm"."""
    following = date + 1
    return earlier is not None and following < len(tokens) and tokens[following].symbol == _TIME


def _value(tokens: list[Token], at: int) -> Days:
    days: Days = tokens[at].value
    return days


def _is_near(tokens: list[Token], one: int, other: int) -> bool:
    between = tokens[one + 1 : other]
    return len(between) <= NEAR and all(token.symbol in _SMALL for token in between)


def _half(tokens: list[Token], at: int) -> str:
    """Return the half of the day told next to a time: "Morning yoga at 8"."""
    near = [*range(at - 1, max(-1, at - NEAR - 1), -1), *range(at + 1, min(len(tokens), at + NEAR))]
    return next((tokens[index].value for index in near if tokens[index].symbol in _PARTS), "")


@dataclass(frozen=True, slots=True)
class _Place:
    """What decides how a time is read: where, when it was written, and for which day."""

    venue: Venue
    now: datetime
    day: date
    is_sure: bool


def _moment(time_of_day: TimeOfDay, half: str, place: _Place) -> datetime:
    local = [_local(time_of_day, hour, place) for hour in _hours(time_of_day, half)]
    within = [moment for moment in local if _is_open(moment, place.venue)]
    if len(within) > 1 and not place.is_sure and within[0] <= place.now:
        # "At 9", written at noon: nobody announces what was in the morning.
        return next((moment for moment in within if moment > place.now), within[0])
    return within[0] if within else min(local, key=lambda moment: _distance(moment, place.venue))


def _hours(time_of_day: TimeOfDay, half: str) -> list[int]:
    """Return the hours that may be meant, the earlier one first."""
    told = time_of_day.half if time_of_day.half in {"am", "pm"} else half
    if time_of_day.hour > NOON or time_of_day.hour == 0:
        return [time_of_day.hour]
    if time_of_day.half == "exact" and EARLY <= time_of_day.hour < NOON and not half:
        # "07:00": who writes the zero counts to 24.
        return [time_of_day.hour]
    morning, evening = time_of_day.hour % NOON, time_of_day.hour % NOON + NOON
    if told:
        return [morning if told == "am" else evening]
    if time_of_day.hour == NOON:
        return [NOON]
    return [morning, evening]


def _local(time_of_day: TimeOfDay, hour: int, place: _Place) -> datetime:
    day = place.day + timedelta(days=hour // DAY)
    zone = _zone(time_of_day.zone) if time_of_day.zone else place.venue.timezone
    moment = datetime.combine(day, time(hour % DAY, time_of_day.minute), zone)
    # By way of UTC, since clocks skip an hour in spring.
    return moment.astimezone(UTC).astimezone(place.venue.timezone)


def _zone(name: str) -> tzinfo:
    """Return a zone by its name or by its distance from UTC: `utc+2`, `gmt -3:30`."""
    offset = re.fullmatch(r"[a-z]{3}\s?([+-])\s?(\d{1,2}):?(\d{2})?", name)
    if offset is None:
        return ZoneInfo(name)
    distance = timedelta(hours=min(int(offset[2]), 14), minutes=int(offset[3] or 0))
    return timezone(distance if offset[1] == "+" else -distance)


def _is_open(moment: datetime, venue: Venue) -> bool:
    start, end = _minutes(venue.day_start), _minutes(venue.day_end)
    minutes = _minutes(moment.time())
    return start <= minutes <= end if start <= end else minutes >= start or minutes <= end


def _distance(moment: datetime, venue: Venue) -> int:
    minutes = _minutes(moment.time())
    return min(abs(minutes - _minutes(venue.day_start)), abs(minutes - _minutes(venue.day_end)))


def _minutes(time_of_day: time) -> int:
    return time_of_day.hour * 60 + time_of_day.minute
