"""The made-up programme: rooms, talks, and their speakers as pretalx's API tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.known_tickets import GRACE, SPEAKER_BY_NAME

TIMEZONE = ZoneInfo("Europe/Berlin")
FIRST_DAY, LAST_DAY = date(2027, 7, 14), date(2027, 7, 16)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person in pretalx; `code` is pretalx's own."""

    code: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A submission with its one slot; `start` and `end` are aware, in Europe/Berlin."""

    code: str
    title: str
    track: str
    speakers: tuple[Speaker, ...]
    room: str
    start: datetime
    end: datetime


ROOMS = ("Forum Hall", "North Hall", "South Hall A", "South Hall B", "Club A", "Terrace 2A")
TRACKS = (
    "Web",
    "PyData: Machine Learning",
    "Python Core, Internals",
    "DevOps & Cloud",
    "Education / Community",
)

SPEAKERS = (
    Speaker("GRC37A", GRACE.name, "grace@example.org"),
    # The ticket of this address is held under another name, so only the address tells.
    Speaker("KTH37B", "Kathi B.", "katharina@example.org"),
    # This address is on no ticket, so only the name tells.
    Speaker("TRQ37C", SPEAKER_BY_NAME.name, "tariq@elsewhere.example"),
    Speaker("SFJ37D", "Søren Fjord", "soeren@example.org"),
    Speaker("YMD37E", "山田 さくら", "sakura@example.org"),
    Speaker("PLA37F", "Пётр Ласточкин", "pyotr@example.org"),
    Speaker("NGH37G", "Nghĩa Trần", "nghia@example.org"),
    Speaker("WNJ37H", "Wanjirũ Kamau", "wanjiru@example.org"),
)
_TITLES = (
    "A compiler for people in a hurry",
    "What your type checker wishes you knew",
    "Async without tears",
    "Packaging: a love story",
    "The garbage collector, explained with dumplings",
    "Dataframes the size of a small moon",
    "Testing in production, on purpose",
    "SQL is a functional language & other surprises",
    "From notebook to night shift",
    "Teaching Python to 200 ten-year-olds",
    "Web frameworks I have known",
    "One decorator too many",
)
_STARTS = (time(10), time(11), time(13, 30), time(14, 30), time(16))


def talks() -> tuple[Talk, ...]:
    """Return the programme: every room, five slots a day, on all three days."""
    days = [FIRST_DAY + timedelta(days=day) for day in range((LAST_DAY - FIRST_DAY).days + 1)]
    slots = [(day, start, room) for day in days for start in _STARTS for room in ROOMS]
    return tuple(_talk(number, *slot) for number, slot in enumerate(slots))


def speakers() -> list[dict[str, Any]]:
    """Return the speakers as pretalx's `/speakers/` lists them for a token that may read addresses."""
    programme = talks()
    return [
        {
            "code": speaker.code,
            "name": speaker.name,
            "biography": f"**{speaker.name}** builds things.",
            "submissions": [talk.code for talk in programme if speaker in talk.speakers],
            "avatar_url": "",
            "answers": [],
            "email": speaker.email,
            "timezone": TIMEZONE.key,
            "locale": "en",
            "has_arrived": False,
            "internal_notes": None,
        }
        for speaker in SPEAKERS
    ]


def submissions() -> list[dict[str, Any]]:
    """Return the talks as pretalx's `/submissions/` lists them, and a proposal that was turned down."""
    accepted = [
        {
            "code": talk.code,
            "title": talk.title,
            "speakers": [s.code for s in talk.speakers],
            "state": "confirmed",
        }
        for talk in talks()
    ]
    return [
        *accepted,
        {"code": "TALKXX", "title": "Turned down", "speakers": ["RJC37X"], "state": "rejected"},
    ]


def _talk(number: int, day: date, start: time, room: str) -> Talk:
    begins = datetime.combine(day, start, TIMEZONE)
    return Talk(
        code=f"TALK{number:02}",
        title=_TITLES[number % len(_TITLES)],
        track=TRACKS[number % len(TRACKS)],
        speakers=(SPEAKERS[number % len(SPEAKERS)],),
        room=room,
        start=begins,
        end=begins + timedelta(minutes=45),
    )
