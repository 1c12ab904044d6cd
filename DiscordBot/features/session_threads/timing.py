"""Which sessions have a thread, when it is opened and archived, and what changes are told in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.session_threads.config import SessionThreads
    from DiscordBot.features.session_threads.models import SessionThread


@dataclass(frozen=True, slots=True)
class Timing:
    """When threads are opened and archived; `first_moment` is when the conference begins.

    `has_place` tells whether there is a channel for a session's thread.
    """

    section: SessionThreads
    first_moment: datetime
    has_place: Callable[[Session], bool]

    def wanted(self, sessions: Iterable[Session]) -> list[Session]:
        """Return the sessions that have a thread, the earliest first."""
        kinds = {kind.casefold() for kind in self.section.kinds}
        found = [
            session
            for session in sessions
            if not session.is_break
            and self.has_place(session)
            and (not kinds or session.kind.casefold() in kinds)
        ]
        return sorted(found, key=lambda session: (session.start, session.key))

    def opens(self, session: Session) -> datetime:
        """Return when a session's thread is opened."""
        before_start = session.start - timedelta(minutes=self.section.lead_minutes)
        if self.section.where == "room":
            return before_start
        return min(self.first_moment - timedelta(days=self.section.days_before), before_start)

    def archives(self, thread: SessionThread) -> datetime:
        """Return when a thread is archived."""
        return thread.ends + timedelta(minutes=self.section.archive_minutes)


def has_moved(thread: SessionThread, session: Session) -> bool:
    """Tell whether a session is elsewhere, or at another time, than was last told in its thread."""
    return (thread.starts, thread.ends, thread.room) != (session.start, session.end, session.room)
