"""The `schedule.json` that pretalx exports: for readers of frab's format, and public once released."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.conference.timetable import FIRST_DAY, LAST_DAY, TIMEZONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sandbox.pretalx.programme import ProgrammeBook

Json = dict[str, Any]

NIGHT_ENDS = 3
"""What begins before three o'clock belongs to the day before."""


def frab_schedule(book: ProgrammeBook, site: str, event: str) -> Json:
    """Return the current schedule; `site` is the address of the server. Something must be released."""
    current = book.current
    if current is None:
        raise LookupError("Nothing is released yet.")
    slots = [
        slot
        for slot in book.slots
        if slot["schedule"] == current["id"] and slot["is_visible"] and slot["submission"] and slot["room"]
    ]
    return {
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "pretalx", "version": "2025.2.2"},
        "schedule": {
            "url": f"{site}/{event}/schedule/",
            "version": current["version"],
            "base_url": site,
            "conference": {
                "acronym": event,
                "title": "Conference",
                "start": FIRST_DAY.isoformat(),
                "end": LAST_DAY.isoformat(),
                "daysCount": (LAST_DAY - FIRST_DAY).days + 1,
                "timeslot_duration": "00:05",
                "time_zone_name": TIMEZONE.key,
                "colors": {"primary": "#3aa57c"},
                "rooms": [
                    {
                        "name": room["name"]["en"],
                        "slug": f"{room['id']}-{room['name']['en'].lower().replace(' ', '-')}",
                        "guid": _guid(f"room {room['id']}"),
                        "description": None,
                        "capacity": room["capacity"],
                    }
                    for room in book.rooms
                ],
                "tracks": [{"name": track["name"]["en"], "color": track["color"]} for track in book.tracks],
                "days": [_Day(book, site, event, number).told(slots) for number in range(_days())],
            },
        },
    }


class _Day:
    """One day of the conference; it ends in the night."""

    def __init__(self, book: ProgrammeBook, site: str, event: str, number: int) -> None:
        self._book, self._page, self._number = book, f"{site}/{event}", number
        self._site = site
        self._date = FIRST_DAY + timedelta(days=number)

    def told(self, slots: Iterable[Json]) -> Json:
        begins = datetime.combine(self._date, time(4), TIMEZONE)
        own = [slot for slot in slots if _day_of(slot) == self._date]
        in_rooms = {
            room["name"]["en"]: [
                self._talk(slot, room["name"]["en"]) for slot in own if slot["room"] == room["id"]
            ]
            for room in self._book.rooms
        }
        return {
            "index": self._number + 1,
            "date": self._date.isoformat(),
            "day_start": begins.isoformat(),
            "day_end": (begins + timedelta(hours=23, minutes=59)).isoformat(),
            "rooms": {room: talks for room, talks in in_rooms.items() if talks},
        }

    def _talk(self, slot: Json, room: str) -> Json:
        submission = self._book.submissions[slot["submission"]]
        start = datetime.fromisoformat(slot["start"])
        minutes = submission["duration"]
        address = f"{self._page}/talk/{submission['code']}/"
        return {
            "guid": _guid(f"slot {submission['code']} {slot['start']}"),
            "code": submission["code"],
            "id": slot["id"],
            "logo": None,
            "date": slot["start"],
            "start": f"{start:%H:%M}",
            "duration": f"{minutes // 60:02}:{minutes % 60:02}",
            "room": room,
            "slug": f"conference-{slot['id']}",
            "url": address,
            "title": submission["title"],
            "subtitle": "",
            "track": _name(self._book.tracks, submission["track"]),
            "type": _name(self._book.types, submission["submission_type"]),
            "language": "en",
            "abstract": submission["abstract"],
            "description": submission["description"],
            "recording_license": "",
            "do_not_record": False,
            "persons": [self._person(self._book.speakers[code]) for code in submission["speakers"]],
            "links": [],
            "feedback_url": f"{address}feedback/",
            "origin_url": address,
            "attachments": [],
        }

    def _person(self, speaker: Json) -> Json:
        picture = speaker["avatar_url"]
        return {
            "code": speaker["code"],
            "name": speaker["name"],
            "avatar": f"{self._site}{picture}" if picture else None,
            "biography": speaker["biography"],
            "public_name": speaker["name"],
            "guid": _guid(f"person {speaker['code']}"),
            "url": f"{self._page}/speaker/{speaker['code']}/",
        }


def _days() -> int:
    return (LAST_DAY - FIRST_DAY).days + 1


def _day_of(slot: Json) -> date:
    start = datetime.fromisoformat(slot["start"])
    is_night = start.hour < NIGHT_ENDS and start.date() != FIRST_DAY
    return start.date() - timedelta(days=is_night)


def _name(records: Iterable[Json], number: int | None) -> str | None:
    return next((record["name"]["en"] for record in records if record["id"] == number), None)


def _guid(of: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, of))
