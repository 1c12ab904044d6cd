"""Who is to be reminded of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.features.programme.schedule.sessions import Person, Session


class ReminderKey(NamedTuple):
    """What a speaker is reminded of once: moved to another start (UTC), a session is another reminder.

    The submission stands for its sessions, since their keys are numbered anew when one of several goes.
    """

    speaker_code: str
    submission: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """One speaker of a session."""

    key: ReminderKey
    speaker: Person
    session: Session


def reminders(sessions: Iterable[Session]) -> dict[ReminderKey, Reminder]:
    """Return a reminder for each speaker of each session, in the order of the sessions."""
    found: dict[ReminderKey, Reminder] = {}
    for session in sessions:
        for speaker in session.speakers if not session.is_break else ():
            submission = session.key.rpartition("-")[0]
            key = ReminderKey(speaker.code, submission, session.start.astimezone(UTC))
            found.setdefault(key, Reminder(key, speaker, session))
    return found
