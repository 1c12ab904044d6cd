"""The inputs for room and time, as the forms of open spaces ask for them."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.texts.typed_times import TIME_EXAMPLES
from DiscordBot.discord_ui.texts.typed_times_of_day import find_time_of_day
from DiscordBot.translation.days import LONG_DAY_AND_DATE, day_in_words
from DiscordBot.translation.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.open_spaces.parsing.venue import Venue

LONGEST_INPUT = 100

ROOM_INPUT = "room"
DAY_INPUT = "day"
WHEN_INPUT = "when"


def place_fields(
    venue: Venue, clock: Clock, *, room: str, start: datetime | None = None, typed: str = ""
) -> tuple[Field, ...]:
    """Return the inputs for a room, a day and a time, showing what is known already.

    That is the `start`, or else what somebody has `typed` about it.
    """
    local = None if start is None else clock.local(start)
    today = clock.today()
    day = min(max(today, venue.first_day), venue.last_day) if local is None else local.date()
    days = sorted({day, *(one for one in _days(venue) if one >= today)})
    return (
        Field(
            key=ROOM_INPUT,
            label=tr("Room"),
            default=room,
            placeholder=tr("Choose the room"),
            max_length=LONGEST_INPUT,
            is_required=True,
            choices=tuple(one.name for one in venue.rooms),
        ),
        Field(
            key=DAY_INPUT,
            label=tr("Day"),
            default=_named(day),
            is_required=True,
            choices=[_named(one) for one in days],
            is_group=True,
        ),
        Field(
            key=WHEN_INPUT,
            label=tr("Start (time at the venue)"),
            description=tr("Like {examples}").format(examples=TIME_EXAMPLES),
            default=typed if local is None else f"{local:%H:%M}",
            max_length=LONGEST_INPUT,
            is_required=True,
        ),
    )


def typed_start(typed: Mapping[str, str], venue: Venue) -> str:
    """Return the start as one could have typed it, from the inputs for day and time.

    A day that stands with the time (`Friday 14:30`, `in 20 min`) counts more than the one that was chosen.
    Forms of older versions had no input for it.
    """
    when = typed[WHEN_INPUT]
    by_name = {_named(day): day for day in _days(venue)}
    day = by_name.get(typed.get(DAY_INPUT, ""))
    return f"{day.isoformat()} {when}" if day is not None and _is_only_a_time(when) else when


def _is_only_a_time(typed: str) -> bool:
    text = " ".join(unicodedata.normalize("NFKC", typed).casefold().split())
    try:
        found = find_time_of_day(text)
    except ValueError:
        return False
    return found is not None and not found.rest.strip(" ,.")


def _days(venue: Venue) -> Sequence[date]:
    count = (venue.last_day - venue.first_day).days + 1
    return [venue.first_day + timedelta(days=number) for number in range(count)]


def _named(day: date) -> str:
    return day_in_words(day, LONG_DAY_AND_DATE)
