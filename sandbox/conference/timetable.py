"""The made-up programme: who speaks where, when and about what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.conference.known_tickets import GRACE, SPEAKER_BY_NAME

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
    """A submission in one of its slots; `start` and `end` are aware, in Europe/Berlin."""

    code: str
    title: str
    track: str
    kind: str
    speakers: tuple[Speaker, ...]
    room: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Break:
    """A slot without a submission; `start` and `end` are aware, in Europe/Berlin."""

    title: str
    room: str
    start: datetime
    end: datetime


ROOMS = ("Forum Hall", "North Hall", "South Hall A", "South Hall B", "Club A", "Terrace 2A")
ROOMS_IN_GERMAN = ("Forumshalle", "Nordhalle", "Südhalle A", "Südhalle B", "Club A", "Terrasse 2A")
TRACKS = (
    "Web",
    "PyData: Machine Learning",
    "Python Core, Internals",
    "DevOps & Cloud",
    "Education / Community",
)
KINDS = {"Talk": 30, "Talk (long session)": 45, "Keynote": 45}
"""The types of submissions, with their usual duration in minutes."""

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
    Speaker("LLA38A", "ليلى حداد", "layla@example.org"),
    Speaker("MZE38B", "Zoë Ångström-O'Neill", "zoe@example.org"),
    Speaker("KSM38C", "김수민", "sumin@example.org"),
    Speaker("ELN38D", "Ελένη Παππά", "eleni@example.org"),
    Speaker("JSN38E", "Jón Þór Ævarsson", "jon@example.org"),
    Speaker("PRY38F", "Priya Raghunathan", "priya@example.org"),
    Speaker("BRT38G", "Bartłomiej Źdźbło", "bartek@example.org"),
    Speaker("PLT38H", "Pluto", "pluto@example.org"),
)
PROPOSER = Speaker("RJC37X", "Turned Down", "turned-down@example.org")
"""Somebody whose only proposal was rejected."""

_TITLES = (
    "A compiler for people in a hurry",
    "What your type checker wishes you knew",
    "Async without tears 🧅",
    "Packaging: a love story",
    "The garbage collector, explained with dumplings (餃子)",
    "Dataframes the size of a small moon",
    "Testing in production, on purpose",
    "SQL is a functional language & other surprises",
    "From notebook to night shift",
    "Teaching Python to 200 ten-year-olds",
    "Web frameworks I have known",
    "One decorator too many",
    "Où sont passés mes octets ? L'Unicode pour les gens pressés",
    "Quand <b>escaping</b> goes *wrong*: `eval`, @everyone and ||friends||",
)
_ANGLES = (
    "",
    " – a case study",
    " – live",
    " – the numbers",
    " – one year later",
    " – again, with types",
    " – Q&A",
    " – 続き",
)
_KEYNOTES = ("Twenty years of being wrong in public", "The commons we maintain", "Зачем нам ещё один язык?")
_STARTS = (time(10), time(11), time(12), time(13, 30), time(14, 30), time(16))
TWICE, AGAIN = 7, 79
"""The talk with this number (from 0, keynotes apart) is given again in place of the other one."""


def days() -> list[date]:
    """Return the days of the conference."""
    return [FIRST_DAY + timedelta(days=day) for day in range((LAST_DAY - FIRST_DAY).days + 1)]


def talks() -> tuple[Talk, ...]:
    """Return what is given: on each day a keynote, then six times a talk in each of six rooms."""
    keynotes = [
        _talk(f"KEY{number:02}", title, number, "Keynote", ROOMS[0], datetime.combine(day, time(9), TIMEZONE))
        for number, (day, title) in enumerate(zip(days(), _KEYNOTES, strict=True))
    ]
    starts = [datetime.combine(day, start, TIMEZONE) for day in days() for start in _STARTS]
    slots = [(start, room) for start in starts for room in ROOMS]
    return (*keynotes, *(_usual_talk(number, *slot) for number, slot in enumerate(slots)))


def breaks() -> tuple[Break, ...]:
    """Return the breaks: on each day coffee in one place, and lunch in two."""
    return tuple(
        Break(title, room, begins, begins + timedelta(minutes=minutes))
        for day in days()
        for title, room, start, minutes in (
            ("Lunch 🍲", ROOMS[0], time(12, 45), 45),
            ("Lunch 🍲", ROOMS[5], time(12, 45), 45),
            ("Coffee & cake", ROOMS[0], time(15, 15), 45),
        )
        for begins in (datetime.combine(day, start, TIMEZONE),)
    )


def _usual_talk(number: int, start: datetime, room: str) -> Talk:
    known = TWICE if number == AGAIN else number
    title = _TITLES[known % len(_TITLES)] + _ANGLES[known // len(_TITLES)]
    kind = "Talk" if known % 3 else "Talk (long session)"
    return _talk(f"TALK{known:02}", title, known, kind, room, start)


def _talk(code: str, title: str, number: int, kind: str, room: str, start: datetime) -> Talk:
    # Six talks run at once: counting on, nobody speaks in two of them, nor does the second speaker.
    speakers = [SPEAKERS[number % len(SPEAKERS)]]
    if number % 9 == 1:
        speakers.append(SPEAKERS[(number + len(ROOMS)) % len(SPEAKERS)])
    end = start + timedelta(minutes=KINDS[kind])
    return Talk(code, title, TRACKS[number % len(TRACKS)], kind, tuple(speakers), room, start, end)
