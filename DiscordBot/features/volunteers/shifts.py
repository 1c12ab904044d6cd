"""Shifts, and how a list of them is read. Pure."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

COLUMNS = ("who", "what", "where", "start", "end")
_NEEDED = frozenset(COLUMNS) - {"where"}
_HOURS_AND_MINUTES = 5
_YEARS = (1970, 9_000)
"""At the ends of the calendar there is no room for another zone, or for another day."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of whoever `who` names, see `core/listed_people.py`; times are UTC.

    Addresses stand in it as hashes.
    """

    who: str
    what: str
    where: str
    start: datetime
    end: datetime

    @property
    def key(self) -> str:
        """What it is known by: at another start it is another one, of which is reminded anew."""
        text = f"{self.who}\n{self.what}\n{self.start.isoformat()}"
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def as_json(self) -> dict[str, str]:
        """Return it as it is stored."""
        return {
            "who": self.who,
            "what": self.what,
            "where": self.where,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Shift:
        """Return what `as_json` returned."""
        start, end = (datetime.fromisoformat(stored[key]) for key in ("start", "end"))
        return cls(stored["who"], stored["what"], stored["where"], start, end)


class UnreadableError(Exception):
    """The list has not the columns that it needs; the message is a sentence for organisers."""


@dataclass(frozen=True, slots=True)
class ReadShifts:
    """What a list says; `mistakes` are sentences about lines that say nothing, without names."""

    shifts: tuple[Shift, ...]
    mistakes: tuple[str, ...] = ()


def read_csv(text: str, who: Callable[[str], str], moment: Callable[[datetime], datetime]) -> ReadShifts:
    """Read a CSV with the `COLUMNS`, in any order, with commas or semicolons between.

    `who` reads how somebody is named and raises `ValueError`; `moment` gives the moment (UTC) of a time at
    the venue. Where the end is only a time of day it is on the day of the start, or on the next if it is
    earlier. Raises `UnreadableError`.
    """
    head = text.partition("\n")[0]
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    try:
        return _read(rows, who, moment)
    except csv.Error as error:
        raise UnreadableError(f"The list of shifts is no CSV: {error}.") from None


def on_duty(shifts: Iterable[Shift], now: datetime) -> list[Shift]:
    """Return what goes on at a moment."""
    return [shift for shift in shifts if shift.start <= now < shift.end]


def _read(
    rows: csv.DictReader[str], who: Callable[[str], str], moment: Callable[[datetime], datetime]
) -> ReadShifts:
    names = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
    if missing := sorted(_NEEDED - names.keys()):
        raise UnreadableError(f"The list of shifts has no column {', '.join(missing)}.")
    shifts: list[Shift] = []
    mistakes: list[str] = []
    for row in rows:
        # What stands beyond the last column is no text but a list, and of none of them.
        told = {column: (row.get(names.get(column, "")) or "").strip() for column in COLUMNS}
        if not any(told.values()):
            continue
        try:
            shifts.append(_shift(told, who, moment))
        except ValueError as error:
            mistakes.append(f"Line {rows.line_num} {error}.")
    return ReadShifts(tuple(dict.fromkeys(shifts)), tuple(mistakes))


def _shift(
    told: Mapping[str, str], who: Callable[[str], str], moment: Callable[[datetime], datetime]
) -> Shift:
    name = who(told["who"])
    if not told["what"]:
        raise ValueError("does not say what is to be done")
    start = _time(told["start"])
    end = _end(told["end"], start)
    if end <= start:
        raise ValueError("ends before it starts")
    if not (_YEARS[0] <= start.year and end.year <= _YEARS[1]):
        raise ValueError("has a year that cannot be meant")
    return Shift(
        name, told["what"], told["where"], moment(start).astimezone(UTC), moment(end).astimezone(UTC)
    )


def _end(text: str, start: datetime) -> datetime:
    if len(text) > _HOURS_AND_MINUTES:
        return _time(text)
    end = _time(f"{start.date().isoformat()} {text.zfill(_HOURS_AND_MINUTES)}")
    is_next_day = end <= start and start.year <= _YEARS[1]
    return end + timedelta(days=is_next_day)


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("has a time that is not written like 2027-07-14 09:00") from None
    if time.tzinfo is not None:
        raise ValueError("has a time with an offset; times are those at the venue")
    return time
