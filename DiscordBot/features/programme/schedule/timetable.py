"""Questions that people ask of a schedule."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from anyascii import anyascii
from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from DiscordBot.features.programme.schedule.sessions import Session

SOON = timedelta(minutes=30)
"""What starts so long after the very next session is still «next»."""

GOOD_ENOUGH = 72


def on_now(sessions: Iterable[Session], now: datetime) -> list[Session]:
    """Return what has begun and not ended."""
    return [session for session in sessions if session.start <= now < session.end]


def up_next(sessions: Iterable[Session], now: datetime) -> list[Session]:
    """Return what starts next, with all that starts within `SOON` after it; breaks alone are not next."""
    coming = [session for session in sessions if session.start > now]
    first = min((session.start.astimezone(UTC) for session in coming if not session.is_break), default=None)
    if first is None:
        return []
    return [session for session in coming if session.start < first + SOON]


def days(sessions: Iterable[Session], timezone: ZoneInfo) -> list[date]:
    """Return the days that have sessions, local to the conference."""
    return sorted({session.start.astimezone(timezone).date() for session in sessions})


def day_meant(typed: str, days: Sequence[date], today: date) -> date | None:
    """Return the day that somebody means: `2027-07-14`, `Wed` or `wednesday`; with nothing typed, today.

    Before and after the conference, today is its first and last day. None if it is none of `days`.
    """
    if not days:
        return None
    if not typed.strip():
        return min(max(today, days[0]), days[-1])
    word = typed.strip().casefold()
    return next(
        (day for day in days if day.isoformat() == word or f"{day:%A}".casefold().startswith(word)), None
    )


def on_day(sessions: Iterable[Session], day: date, timezone: ZoneInfo) -> list[Session]:
    """Return what starts on a day, local to the conference."""
    return [session for session in sessions if session.start.astimezone(timezone).date() == day]


def rooms(sessions: Iterable[Session]) -> list[str]:
    """Return the names of all rooms."""
    return sorted({session.room for session in sessions if session.room})


def in_room(sessions: Iterable[Session], room: str) -> list[Session]:
    """Return what is in a room, of which a part of the name is enough; everything if `room` is empty."""
    return [session for session in sessions if _folded(room) in _folded(session.room)]


def search(sessions: Iterable[Session], words: str) -> list[Session]:
    """Return the sessions that words fit, the best first; a key gives just the one session.

    Titles and speakers count more than abstracts, and forgive typing errors, accents and word order.
    """
    talks = [session for session in sessions if not session.is_break]
    exact = [session for session in talks if session.key == words]
    if exact or not words.strip():
        return exact
    wanted = _folded(words)
    rated = [(_rating(session, wanted), session) for session in talks]
    return [session for rating, session in sorted(rated, key=_best_first) if rating >= GOOD_ENOUGH]


def once_each(sessions: Iterable[Session]) -> list[Session]:
    """Return the sessions by start and room; a break in several rooms is one, without a room."""
    merged: dict[object, Session] = {}
    for session in sorted(sessions, key=lambda session: (session.start, session.is_break, session.room)):
        if session.is_break:
            merged.setdefault(
                (session.title, session.start, session.end), session.model_copy(update={"room": ""})
            )
        else:
            merged[session.key] = session
    return list(merged.values())


def _rating(session: Session, wanted: str) -> float:
    names = " ".join(person.name for person in session.speakers)
    prominent = _folded(f"{session.title} {names}")
    if wanted in prominent:
        return 100
    if wanted in _folded(f"{session.abstract} {session.track}"):
        return 95
    words = prominent.split()
    return min(max(_likeness(word, known) for known in words) for word in wanted.split()) * 0.9


def _likeness(word: str, known: str) -> float:
    return 100 if known.startswith(word) else fuzz.ratio(word, known)


def _best_first(rated: tuple[float, Session]) -> tuple[float, datetime]:
    return -rated[0], rated[1].start


def _folded(text: str) -> str:
    return " ".join(anyascii(text).casefold().split())


def titles(sessions: Sequence[Session], typed: str, now: datetime) -> list[Session]:
    """Return what may be meant by the beginning of a title; with nothing typed, what comes next."""
    if typed.strip():
        return search(sessions, typed)
    return [session for session in sessions if session.start > now and not session.is_break]
