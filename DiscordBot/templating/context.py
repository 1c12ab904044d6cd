"""What templates speak of: plain values, named as the older system named them.

Whatever stands here may appear in public; nothing personal that the programme does not show belongs here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody on stage, who prints as the name; `handles` are those that are known, by network."""

    name: str
    handles: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def twittername(self) -> str:
        """Return the handle on X, with its @, or an empty text."""
        return self.handles.get("twitter", "")

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class People:
    """The speakers of a session, as the older system's templates ask for them."""

    everybody: tuple[Speaker, ...]

    def all(self) -> tuple[Speaker, ...]:
        """Return all of them."""
        return self.everybody


@dataclass(frozen=True, slots=True)
class Session:
    """A session, which prints as its title; `start` and `end` are aware and local to the conference.

    `type` is the kind of submission ("Talk"). Texts that are not known are empty.
    """

    title: str
    start: datetime
    end: datetime
    speakers: tuple[Speaker, ...] = ()
    track: str = ""
    room: str = ""
    type: str = ""
    abstract: str = ""
    code: str = ""
    url: str = ""

    @property
    def speaker(self) -> People:
        """Return the speakers by their older name, for `session.speaker.all()`."""
        return People(self.speakers)

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class Conference:
    """The conference, which prints as its name."""

    name: str
    website: str
    first_day: date
    last_day: date

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Sponsor:
    """A sponsor, which prints as the name; `handles` are those that are known, by network."""

    name: str
    level: Level
    handles: Mapping[str, str] = field(default_factory=dict, hash=False)
    website: str = ""

    @property
    def twittername(self) -> str:
        """Return the handle on X, with its @, or an empty text."""
        return self.handles.get("twitter", "")

    def __str__(self) -> str:
        return self.name


class Level(str):
    """A sponsors' level: a text ("Gold"), which older templates call `level.name`."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """Return the text."""
        return str(self)


class Benefit(str):
    """What a sponsor gets: a text ("Logo on the website"), which older templates call `benefit.name`."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """Return the text."""
        return str(self)


PARTS = {
    name: tuple(part.name for part in fields(kind))
    for name, kind in (("session", Session), ("sponsor", Sponsor), ("conference", Conference))
}
"""What can be asked of the things that templates speak of, by the names that these have there."""
