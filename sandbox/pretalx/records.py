"""How the stand-in pretalx tells of things: to everybody, or to organisers, who see more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.pretalx.query import CrashError, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sandbox.pretalx.programme import ProgrammeBook

Json = dict[str, Any]

PRIVATE = ("email", "timezone", "locale", "has_arrived", "internal_notes")
ORGANISERS_ONLY = {"pending_state": None, "is_featured": False, "notes": None, "internal_notes": None}
# pretalx 2025.2 touches these fields of an expanded submission after it has cut them.
INDISPENSABLE = ("tags", "track", "submission_type")


class Records:
    """The programme as one kind of reader sees it; `site` is the address that pictures are at."""

    def __init__(self, book: ProgrammeBook, site: str, *, sees_all: bool) -> None:
        self._book = book
        self._site = site
        self._sees_all = sees_all

    def schedules(self) -> list[Json]:
        """Return the versions that may be seen: the current one, or all and the draft."""
        current = self._book.current
        shown = self._book.schedules if self._sees_all else [current] if current else []
        return sorted(shown, key=lambda one: one["published"] or "", reverse=True)

    def slots(self) -> list[Json]:
        """Return the slots of all versions that may be seen, by start and room."""
        released = {one["id"] for one in self._book.schedules if one["version"]}
        shown = [
            slot
            for slot in self._book.slots
            if self._sees_all or (slot["is_visible"] and slot["schedule"] in released)
        ]
        return sorted(shown, key=lambda slot: (slot["start"] or "", slot["room"] or 0))

    def submissions(self) -> list[Json]:
        """Return all proposals, or what stands in the current schedule."""
        if self._sees_all:
            return list(self._book.submissions.values())
        current = self._book.current or {"id": None}
        scheduled = {slot["submission"] for slot in self.slots() if slot["schedule"] == current["id"]}
        return [one for one in self._book.submissions.values() if one["code"] in scheduled]

    def speakers(self) -> list[Json]:
        """Return everybody who has one of the submissions that may be seen."""
        codes = {code for one in self.submissions() for code in one["speakers"]}
        return [speaker for code, speaker in sorted(self._book.speakers.items()) if code in codes]

    def schedule(self, schedule: Json, wanted: Wanted) -> Json:
        """Tell of one version."""
        slots = [slot["id"] for slot in self.slots() if slot["schedule"] == schedule["id"]]
        return wanted.cut(schedule | {"version": schedule["version"] or "wip", "slots": slots})

    def slot(self, slot: Json, wanted: Wanted) -> Json:
        """Tell of one slot."""
        code = slot["submission"]
        told = {
            "id": slot["id"],
            "room": _find(self._book.rooms, slot["room"]) if wanted.expands("room") else slot["room"],
            "start": slot["start"],
            "end": slot["end"],
            "submission": code,
            "schedule": slot["schedule"],
            "description": slot["description"],
            "duration": self._minutes(slot),
        }
        if self._sees_all:
            told["is_visible"] = slot["is_visible"]
        if code and wanted.expands("submission") and wanted.keeps("submission"):
            told["submission"] = self._expanded(self._book.submissions[code], wanted.inside("submission"))
        return wanted.cut(told)

    def submission(self, submission: Json, wanted: Wanted) -> Json:
        """Tell of one proposal."""
        current = self._book.current or {"id": None}
        slots = [
            slot["id"]
            for slot in self.slots()
            if (slot["schedule"], slot["submission"]) == (current["id"], submission["code"])
        ]
        extra = ORGANISERS_ONLY if self._sees_all else {}
        return self._flexible(submission | {"slots": slots} | extra, wanted)

    def speaker(self, speaker: Json, wanted: Wanted) -> Json:
        """Tell of one speaker."""
        given = [one["code"] for one in self.submissions() if speaker["code"] in one["speakers"]]
        answers = [one["id"] for one in self._book.answers if one["person"] == speaker["code"]]
        told = self._picture(speaker) | {"submissions": given, "answers": answers if self._sees_all else []}
        return wanted.cut(told if self._sees_all else _public(told))

    def _expanded(self, submission: Json, wanted: Wanted) -> Json:
        if not all(wanted.keeps(field) for field in INDISPENSABLE):
            raise CrashError
        return self._flexible(submission, wanted)

    def _flexible(self, submission: Json, wanted: Wanted) -> Json:
        told = dict(submission)
        if wanted.expands("speakers"):
            inside = wanted.inside("speakers")
            # Nor does pretalx keep the order in which speakers were added to a talk.
            speakers = [one for code, one in self._book.speakers.items() if code in submission["speakers"]]
            told["speakers"] = [
                inside.cut(_public(self._picture(speaker)) | {"submissions": []}) for speaker in speakers
            ]
        if wanted.expands("track"):
            told["track"] = _find(self._book.tracks, submission["track"])
        if wanted.expands("submission_type"):
            told["submission_type"] = _find(self._book.types, submission["submission_type"])
        return wanted.cut(told)

    def _picture(self, speaker: Json) -> Json:
        path = speaker["avatar_url"]
        return speaker | {"avatar_url": f"{self._site}{path}" if path else ""}

    def _minutes(self, slot: Json) -> int | None:
        if slot["start"] and slot["end"]:
            lasts = datetime.fromisoformat(slot["end"]) - datetime.fromisoformat(slot["start"])
            return round(lasts.total_seconds() / 60)
        minutes: int | None = (
            self._book.submissions[slot["submission"]]["duration"] if slot["submission"] else None
        )
        return minutes


def _public(speaker: Json) -> Json:
    return {field: value for field, value in speaker.items() if field not in PRIVATE}


def _find(records: Iterable[Json], number: int | None) -> Json | None:
    return next((record for record in records if record["id"] == number), None)
