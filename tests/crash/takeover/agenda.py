"""What there is to do for bots that take over from each other, at which second, and how it is told apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from DiscordBot.config.sections import Room
from DiscordBot.features.programme.schedule.sessions import Session

EVERY_TWEET, EVERY_SESSION, EVERY_TICKET = 1.5, 2.0, 1.0
"""In seconds."""

PICTURES_EVERY, UNAPPROVED_EVERY = 3, 10
"""Which tweets have a picture, and which nobody approves."""

LEAD_MINUTES = 1
PLANNED_BEFORE_DUE_SECONDS = 10.0
ROOM = Room(name="Forum Hall", channel="forum-hall")
PLACES = ("programme", "forum-hall")


class Agenda(NamedTuple):
    """How much there is to do so far; sessions are counted when they are published, before they are due."""

    began: float
    tweets: int
    sessions: int
    tickets: int

    @property
    def all_sessions(self) -> list[Session]:
        """The schedule."""
        return [self._session(number) for number in range(self.sessions)]

    def _session(self, number: int) -> Session:
        due = datetime.fromtimestamp(self.began, UTC) + timedelta(
            seconds=PLANNED_BEFORE_DUE_SECONDS + EVERY_SESSION * number
        )
        start = due + timedelta(minutes=LEAD_MINUTES)
        return Session(key=f"TALK{number}-1", title=f"Talk {number}", start=start, end=start, room=ROOM.name)


def agenda_after(seconds: float, began: float) -> Agenda:
    """Return what has come up within so many seconds since `began` (seconds since 1970)."""
    tweets, sessions, tickets = (int(seconds / every) for every in (EVERY_TWEET, EVERY_SESSION, EVERY_TICKET))
    return Agenda(began, tweets, sessions, tickets)


def tweet_text(number: int) -> str:
    """Return what a tweet says."""
    return f"Tweet {number} of the takeovers"


def is_approved(number: int) -> bool:
    """Tell whether somebody approves a tweet."""
    return number % UNAPPROVED_EVERY != UNAPPROVED_EVERY - 1


def rivals(ticket: int) -> tuple[int, int]:
    """Return the two users who want the same ticket at the same time."""
    return 2 * ticket + 1, 2 * ticket + 2
