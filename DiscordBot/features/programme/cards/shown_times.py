"""When and where sessions are, as Discord's time stamps: everybody reads their own time zone and language."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.discord_ui.texts.timestamps import time_stamp

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from DiscordBot.features.programme.schedule.sessions import Session

_ARROW = "→"


def span(session: Session, timezone: ZoneInfo) -> str:
    """Return date and time of the start and time of the end; over midnight at the venue with its date."""
    start, end = session.start.astimezone(UTC), session.end.astimezone(UTC)
    if start == end:
        return time_stamp(start)
    same_day = start.astimezone(timezone).date() == end.astimezone(timezone).date()
    return f"{time_stamp(start)}–{time_stamp(end, 't' if same_day else 'f')}"


def place_and_span(session: Session, timezone: ZoneInfo) -> str:
    """Return when a session is, and in which room if it has one."""
    time = span(session, timezone)
    return f"{time}, {shown_line(session.room)}" if session.room else time


def move(before: Session, after: Session, timezone: ZoneInfo) -> str:
    """Return from where to where a session was moved."""
    return f" {_ARROW} ".join(place_and_span(session, timezone) for session in (before, after))
