"""The made-up conference moved together: three days over a clock change, talks starting every few minutes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.conference import programme
from sandbox.conference.server import ROOM_CHANNELS
from sandbox.conference.timetable import TIMEZONE

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]

DAYS = (date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29))
"""Clocks are put forward in the second night."""

FIRST_START, EVERY, STARTS = time(9), timedelta(minutes=6), 8
"""On each day a keynote, six times a talk in each room, and a last start in three rooms."""

BEGINS = time(8, 50)
"""When the rehearsal of a day begins."""

LATE_TALKS = 9
LEAD_MINUTES, ROOM_LEAD_MINUTES = 5, 2
REMINDER_MINUTES = 8
"""All come after a rehearsal's beginning, so the first start is no special case."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A message that has to arrive once.

    `key` of an announcement is the code and which of its slots it is, that of a reminder has the code and
    the speaker's.
    """

    channel: str
    key: str
    start: datetime
    due: datetime


def everything() -> dict[str, list[Json]]:
    """Return all that is in pretalx: 120 sessions, close together."""
    known = programme.everything()
    late = [_late_talk(known["submissions"][0], number) for number in range(LATE_TALKS)]
    slots = [slot for slot in known["slots"] if slot["submission"] not in {None, "TALKYY", "TALKZZ"}]
    return known | {"submissions": known["submissions"] + late, "slots": _moved_together(slots, late)}


def expected(
    slots: list[Json], submissions: list[Json], rooms: Mapping[str, str] = ROOM_CHANNELS
) -> frozenset[Expected]:
    """Return what has to be announced of these slots, and who is to be reminded of them."""
    speakers = {submission["code"]: submission["speakers"] for submission in submissions}
    numbers = Counter[str]()
    messages = []
    for slot in sorted(slots, key=lambda slot: datetime.fromisoformat(slot["start"])):
        numbers[slot["submission"]] += 1
        key = f"{slot['submission']}-{numbers[slot['submission']]}"
        start = datetime.fromisoformat(slot["start"]).astimezone(UTC)
        room = list(rooms.values())[slot["room"] - 1]
        for channel, minutes in (("programme", LEAD_MINUTES), (room, ROOM_LEAD_MINUTES)):
            messages.append(Expected(channel, key, start, start - timedelta(minutes=minutes)))
        for speaker in speakers[slot["submission"]]:
            due = start - timedelta(minutes=REMINDER_MINUTES)
            messages.append(Expected("speakers", f"{slot['submission']} · {speaker}", start, due))
    return frozenset(messages)


def begins(day: date) -> datetime:
    """Return when the rehearsal of a day begins, on the venue's walls (naive)."""
    return datetime.combine(day, BEGINS)


def length() -> timedelta:
    """Return how long the rehearsal of a day takes, in its own time, until all is announced."""
    first = datetime.combine(DAYS[0], FIRST_START) - begins(DAYS[0])
    return first + EVERY * (STARTS - 1)


def _late_talk(example: Json, number: int) -> Json:
    return example | {"code": f"LATE{number:02}", "title": f"A late talk, number {number + 1}"}


def _moved_together(slots: list[Json], late: list[Json]) -> list[Json]:
    """Return the slots with other starts: the n-th start of each day, and the late talks after them."""
    moments = sorted({slot["start"] for slot in slots})
    a_day = len(moments) // len(DAYS)
    moved = [slot | _times(*divmod(moments.index(slot["start"]), a_day)) for slot in slots]
    rooms = LATE_TALKS // len(DAYS)
    for number, talk in enumerate(late):
        day, room = divmod(number, rooms)
        moved.append(slots[0] | {"submission": talk["code"], "room": room + 1} | _times(day, a_day))
    return moved


def _times(day: int, number: int) -> Json:
    start = datetime.combine(DAYS[day], FIRST_START, TIMEZONE) + EVERY * number
    return {"start": start.isoformat(), "end": (start + timedelta(minutes=30)).isoformat()}
