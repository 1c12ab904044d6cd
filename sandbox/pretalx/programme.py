"""What the stand-in pretalx knows: the schedule in all its versions, and everything that can happen to it."""

from __future__ import annotations

import copy
import itertools
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.conference.timetable import TIMEZONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Json = dict[str, Any]


class ProgrammeBook:
    """A programme in the shape of pretalx's API; `everything` is as `sandbox.conference.programme` tells it.

    As in pretalx there is always one more schedule, which organisers work on. Times, rooms and additions
    come to the public with the next `release`; titles, speakers, rooms' names and cancellations at once.
    Rooms are named in English. `clock` tells the time (aware).
    """

    def __init__(self, everything: Mapping[str, Iterable[Json]], *, clock: Callable[[], datetime]) -> None:
        known = defaultdict[str, list[Json]](list)
        known.update(copy.deepcopy({kind: list(records) for kind, records in everything.items()}))
        self.rooms, self.tracks, self.types = known["rooms"], known["tracks"], known["types"]
        self.speakers = {speaker["code"]: speaker for speaker in known["speakers"]}
        self.submissions = {submission["code"]: submission for submission in known["submissions"]}
        self.answers = known["answers"]
        self.schedules: list[Json] = []
        self.slots: list[Json] = []
        self._clock = clock
        self._slot_ids = itertools.count(1)
        self._begin_draft(known["slots"])

    @property
    def current(self) -> Json | None:
        """The schedule released last."""
        return next((one for one in reversed(self.schedules) if one["version"]), None)

    def publish(self, version: str) -> None:
        """Release what organisers have worked on: it keeps its slots, and their copies are worked on next."""
        if any(schedule["version"] == version for schedule in self.schedules):
            raise ValueError(f"There is a version {version} already.")
        draft = self.schedules[-1]
        published = self._clock().astimezone(TIMEZONE).isoformat()
        draft.update(version=version, published=published)
        for slot in self._draft_slots(draft):
            state = self.submissions[slot["submission"]]["state"] if slot["submission"] else "confirmed"
            slot["is_visible"] = state == "confirmed" and slot["start"] is not None
        self._begin_draft(self._draft_slots(draft))

    async def release(self, version: str) -> None:
        """Do what `publish` does, as the real one does it: with time passing."""
        self.publish(version)

    async def add(self, title: str, *, speaker: str, room: str, start: datetime) -> str:
        """Accept and confirm a new talk of half an hour in a free place; returns its code."""
        code = f"NEW{len(self.submissions):03}"
        example = next(iter(self.submissions.values()))
        new: Json = {"code": code, "title": title, "speakers": [speaker], "slot_count": 1}
        self.submissions[code] = (
            example | new | {"state": "confirmed", "submission_type": 1, "track": 1, "duration": 30}
        )
        slot = {"submission": code, "description": None, "start": None, "end": None, "room": None}
        self.slots.append(
            {"id": next(self._slot_ids), "schedule": self._draft_id, "is_visible": True, **slot}
        )
        await self.move(code, start=start, room=room)
        return code

    async def move(
        self, code: str, *, start: datetime, room: str | None = None, slot_number: int = 1
    ) -> None:
        """Put one of a talk's slots (counted by time, from 1) to another time, and perhaps another room."""
        slot = self._draft_slot(code, slot_number)
        duration = timedelta(minutes=self.submissions[code]["duration"])
        slot.update(start=_format(start), end=_format(start + duration))
        if room is not None:
            slot["room"] = self._room(room)["id"]

    async def move_start(self, code: str, start: datetime) -> None:
        """Move as pretalx's own API does: the end stays what it was."""
        self._draft_slot(code, 1)["start"] = _format(start)

    async def cancel(self, code: str) -> None:
        """Cancel a talk: what is released keeps its slot, which tells of a cancelled talk from now on."""
        self.submissions[code]["state"] = "canceled"
        self.slots = [
            slot for slot in self.slots if (slot["schedule"], slot["submission"]) != (self._draft_id, code)
        ]

    async def hide(self, code: str) -> None:
        """Take the confirmation back: with the next release the talk is not to be seen."""
        self.submissions[code]["state"] = "accepted"

    async def rename_title(self, code: str, title: str) -> None:
        """Give a talk another title."""
        self.submissions[code]["title"] = title

    async def change_speaker(self, code: str, old: str, new: str) -> None:
        """Let somebody step in; both are named by their codes."""
        speakers = self.submissions[code]["speakers"]
        speakers[speakers.index(old)] = new

    async def rename_room(self, room: str, name: Json) -> None:
        """Give a room another name, by language."""
        self._room(room)["name"] = name

    @property
    def _draft_id(self) -> int:
        number: int = self.schedules[-1]["id"]
        return number

    def _begin_draft(self, slots: Iterable[Json]) -> None:
        draft = {"id": len(self.schedules) + 1, "version": None, "published": None, "comment": None}
        self.schedules.append(draft)
        # Copies are other slots: hence other ids in every version.
        self.slots += [
            {"is_visible": False} | slot | {"id": next(self._slot_ids), "schedule": draft["id"]}
            for slot in slots
        ]

    def _draft_slots(self, draft: Json) -> list[Json]:
        return [slot for slot in self.slots if slot["schedule"] == draft["id"]]

    def _draft_slot(self, code: str, number: int) -> Json:
        slots = [slot for slot in self._draft_slots(self.schedules[-1]) if slot["submission"] == code]
        return sorted(slots, key=lambda slot: slot["start"] or "")[number - 1]

    def _room(self, name: str) -> Json:
        return next(room for room in self.rooms if room["name"]["en"] == name)


def _format(moment: datetime) -> str:
    return moment.astimezone(TIMEZONE).isoformat()
