"""Texts as people write them, each with what is to be found in it.

`texts/*.toml` holds groups of texts for one venue and one moment. A line is `[text, rooms, starts, kind]`;
one room or start may stand without a list. A start is conference-local: `15:00` on the day of `now`,
`16 15:00` in its month, `08-03 15:00` in its year.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from DiscordBot.features.open_spaces.parsing.extract import Extraction, Kind, Room, Venue, extract

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = ("rooms", "starts", "kind")
TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Labelled:
    """A text, where and when it was written, and what it says."""

    text: str
    now: datetime
    venue: Venue
    expected: Extraction
    about: str


def labelled_texts(file: str = "*") -> list[Labelled]:
    """Read all labelled texts, or those of one file."""
    venues = _venues()
    return [
        label
        for path in sorted(TEXTS.glob(f"{file}.toml"))
        for group in tomllib.loads(path.read_text("utf-8"))["groups"]
        for label in _labels(group, venues[group["venue"]])
    ]


def agreed(label: Labelled) -> list[str]:
    """Return which of `FIELDS` are read as they should be."""
    found = extract(label.text, now=label.now, venue=label.venue)
    return [name for name in FIELDS if getattr(found, name) == getattr(label.expected, name)]


def mismatch(label: Labelled) -> str:
    """Return what is read wrongly of a text, empty if nothing; `!` at the end if that would be scheduled."""
    right, found = agreed(label), extract(label.text, now=label.now, venue=label.venue)
    wrong = [
        f"{name}: {_shown(getattr(found, name))} instead of {_shown(getattr(label.expected, name))}"
        for name in FIELDS
        if name not in right
    ]
    is_bad = found.kind is Kind.SCHEDULE
    return f"{label.text!r} ({label.about}): {'; '.join(wrong)}{' !' if is_bad else ''}" if wrong else ""


def venue(name: str) -> Venue:
    """Return a venue of `venues.toml`."""
    return _venues()[name]


def _venues() -> dict[str, Venue]:
    described = tomllib.loads((Path(__file__).parent / "venues.toml").read_text("utf-8"))
    return {name: _venue(**fields) for name, fields in described.items()}


def _venue(*, timezone: str, days: list[date], hours: list[time], rooms: list[list[str]]) -> Venue:
    named = tuple(Room(name, tuple(aliases)) for name, *aliases in rooms)
    return Venue(ZoneInfo(timezone), days[0], days[1], hours[0], hours[1], named)


def _labels(group: dict[str, Any], place: Venue) -> Iterator[Labelled]:
    now = datetime.fromisoformat(group["now"]).replace(tzinfo=place.timezone)
    for text, rooms, starts, kind in group["texts"]:
        moments = tuple(_moment(start, now) for start in _listed(starts))
        yield Labelled(text, now, place, Extraction(_listed(rooms), moments, Kind(kind)), group["about"])


def _listed(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _moment(start: str, now: datetime) -> datetime:
    *day, clock = start.split()
    numbers = [int(number) for number in "".join(day).split("-") if number]
    month, number = ([now.month, now.day, *numbers] if len(numbers) != 1 else [now.month, *numbers])[-2:]
    return datetime.combine(date(now.year, month, number), time.fromisoformat(clock), now.tzinfo)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return (
            "[" + ", ".join(item if isinstance(item, str) else f"{item:%d %b %H:%M}" for item in value) + "]"
        )
    return str(value)
