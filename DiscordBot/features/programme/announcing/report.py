"""What the report after the conference tells of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from DiscordBot.core.report import ReportPart
from DiscordBot.features.programme.models import (
    Announcement,
    AnnouncementState,
    ScheduleUpdate,
    UpdateState,
)

if TYPE_CHECKING:
    from DiscordBot.core.database import Database


async def report(database: Database) -> tuple[ReportPart, ...]:
    """Count what was announced, what came too late for it, and which changes were told."""
    announced = (
        select(Announcement.session_key, Announcement.start)
        .where(col(Announcement.state) == AnnouncementState.SENT)
        .distinct()
    )
    in_state = select(func.count()).select_from(Announcement)
    messages = in_state.where(col(Announcement.state) == AnnouncementState.SENT)
    late = in_state.where(col(Announcement.state) == AnnouncementState.DROPPED)
    is_told = col(ScheduleUpdate.state) == UpdateState.POSTED
    told = select(func.count()).select_from(ScheduleUpdate).where(is_told)
    async with database.read() as session:
        sessions = len((await session.execute(announced)).all())
        counts = [(await session.execute(query)).scalar_one() for query in (messages, late, told)]
    names = ("Announcements in channels", "Too late to be announced", "Changes of the schedule told")
    numbers = (("Sessions announced", sessions), *zip(names, counts, strict=True))
    return (ReportPart(title="Sessions", numbers=tuple((name, f"{count:,}") for name, count in numbers)),)
