"""The conference's schedule as the bot knows it, whatever pretalx calls things."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A part of the schedule; two are equal when everything in them is."""

    model_config = ConfigDict(frozen=True)


class Person(Record):
    """Somebody on stage; `avatar_url` is empty where there is no picture."""

    code: str
    name: str
    avatar_url: str = ""


class Session(Record):
    """A talk, tutorial or break in one room at one time.

    `key` stays the same from release to release: submission code and a number of its slot, at first by time
    (`V8VBPP-1`; most have one), or for a break `break-`, the room's id in pretalx, start and number.
    `room` is the room's name in the conference's language, empty for a talk without one; `room_id` is
    pretalx's and stays when the room is renamed. `start` and `end` are in UTC; what has no length, like
    the opening of doors, ends when it starts. `abstract` is Markdown. `speakers` are sorted by name.
    `kind` is the submission's type ("Talk"), `url` its public page, empty for a break.
    """

    key: str
    title: str
    start: datetime
    end: datetime
    room: str = ""
    room_id: int | None = None
    abstract: str = ""
    speakers: tuple[Person, ...] = ()
    track: str = ""
    kind: str = ""
    url: str = ""
    is_break: bool = False


class Release(Record):
    """What tells one published schedule from another; cheap to ask for. `published` is in UTC.

    `content` is a digest of all sessions, where that is as cheap; other words are then noticed at once, while
    `id` is still the same.
    """

    id: int
    version: str
    published: datetime | None = None
    content: str = ""


class EventDates(Record):
    """When a conference is; `timezone` is a name of the IANA database."""

    first_day: date
    last_day: date
    timezone: str

    def differences(self, other: EventDates) -> str:
        """Return in words what differs from `other`; zones that show the same times are the same."""
        parts = [
            f"{what} is {theirs:%-d %B %Y} there and {ours:%-d %B %Y} here"
            for what, theirs, ours in (
                ("the first day", self.first_day, other.first_day),
                ("the last day", self.last_day, other.last_day),
            )
            if theirs != ours
        ]
        if self._offsets(self.timezone) != self._offsets(other.timezone):
            parts.append(f"the time zone is {self.timezone} there and {other.timezone} here")
        return ", ".join(parts)

    def _offsets(self, name: str) -> list[timedelta | None]:
        try:
            zone = ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            return []
        return [datetime.combine(day, time(12), zone).utcoffset() for day in (self.first_day, self.last_day)]


class Schedule(Record):
    """All sessions of one release, by start and room; `event` is when it takes place for pretalx."""

    release: Release
    sessions: tuple[Session, ...] = ()
    event: EventDates | None = None
