"""The conference as an announcement speaks of it: its rooms, days and hours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from DiscordBot.discord_ui.texts.typed_days import writes_month_first
from DiscordBot.features.open_spaces.parsing.rooms import RoomFinder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time


@dataclass(frozen=True)
class Room:
    """A room by its canonical name, and what people call it as well."""

    name: str
    aliases: Sequence[str] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "aliases", tuple(self.aliases))


@dataclass(frozen=True)
class Venue:
    """Where and when the conference is.

    `timezone` may be given by its name; days are local and include both; open spaces usually start
    between `day_start` and `day_end`, which decides whether "at 3" is in the afternoon.
    """

    timezone: ZoneInfo
    first_day: date
    last_day: date
    day_start: time
    day_end: time
    rooms: Sequence[Room] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "rooms", tuple(self.rooms))
        if isinstance(self.timezone, str):
            object.__setattr__(self, "timezone", ZoneInfo(self.timezone))

    @cached_property
    def room_finder(self) -> RoomFinder:
        """What finds this venue's rooms; made once, since that takes longer than reading a text."""
        return RoomFinder([(name, room.name) for room in self.rooms for name in (room.name, *room.aliases)])

    @property
    def month_first(self) -> bool:
        """Whether 5/12 is in May here, as in the Americas."""
        return writes_month_first(self.timezone)
