"""Sessions as a file that calendars read (iCalendar).

Only events with times in UTC are written, and none is read: what a library would add to these lines is the
reading. https://www.rfc-editor.org/rfc/rfc5545
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from DiscordBot.features.programme.schedule.sessions import Session

_LINE_BYTES = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_file(sessions: Iterable[Session], *, conference: str, domain: str, now: datetime) -> bytes:
    """Return the file; `domain` makes the events' ids those of this conference."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(domain)}//my sessions//EN"]
    lines.append(f"X-WR-CALNAME:{_text(conference)}")
    for session in sessions:
        lines += _event(session, domain, now)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line)).encode()


def _event(session: Session, domain: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(session.key)}@{_text(domain)}"
    yield f"DTSTAMP:{_moment(now)}"
    yield f"DTSTART:{_moment(session.start)}"
    yield f"DTEND:{_moment(session.end)}"
    yield f"SUMMARY:{_text(session.title)}"
    if session.room:
        yield f"LOCATION:{_text(session.room)}"
    if session.speakers:
        yield f"DESCRIPTION:{_text(', '.join(person.name for person in session.speakers))}"
    if session.url and session.url.isprintable():
        yield f"URL:{session.url}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    shown = "".join(each for each in text if each.isprintable() or each == "\n")
    return shown.translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """Give the line in parts of at most 75 bytes, each but the first after a space, no character divided."""
    part, length = "", 0
    for character in line:
        size = len(character.encode())
        if length + size > _LINE_BYTES:
            yield part
            part, length = " ", 1
        part, length = part + character, length + size
    yield part
