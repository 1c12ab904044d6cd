"""The conference's schedule as the bot knows it, whatever pretalx calls things."""

from __future__ import annotations

from datetime import datetime

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

    `key` stays the same from release to release: submission code and the number of its slot by time
    (`V8VBPP-1`; most have one), or for a break `break-`, the room's id in pretalx, start and number.
    `room` is the room's name in the conference's language, empty for a talk without one. `start` and `end`
    are in UTC; `end` is after `start`. `abstract` is Markdown. `speakers` are sorted by name. `kind` is the
    submission's type ("Talk"), `url` its public page, empty for a break.
    """

    key: str
    title: str
    start: datetime
    end: datetime
    room: str = ""
    abstract: str = ""
    speakers: tuple[Person, ...] = ()
    track: str = ""
    kind: str = ""
    url: str = ""
    is_break: bool = False


class Release(Record):
    """What tells one published schedule from another; cheap to ask for. `published` is in UTC."""

    id: int
    version: str
    published: datetime | None = None


class Schedule(Record):
    """All sessions of one release, by start and room."""

    release: Release
    sessions: tuple[Session, ...] = ()
