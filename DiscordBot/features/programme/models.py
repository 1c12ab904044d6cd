"""What the programme keeps: what was announced where, and which changes were told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class AnnouncementState(StrEnum):
    """`POSTING` is committed before Discord is asked, so after a crash it means: perhaps posted, look.

    `DROPPED` is one that came too late: the session had begun.
    """

    PLANNED = "planned"
    POSTING = "posting"
    SENT = "sent"
    DROPPED = "dropped"


class Announcement(SQLModel, table=True):
    """One session at one time, to be announced at one place once; when, follows from the lead time."""

    __tablename__ = "announcement"
    __table_args__ = (UniqueConstraint("session_key", "start", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    session_key: str
    start: datetime = Field(sa_type=UTCDateTime)
    place: str = Field(index=True)
    state: AnnouncementState = Field(default=AnnouncementState.PLANNED, sa_type=enum_type(AnnouncementState))


class UpdateState(StrEnum):
    """As with announcements, `POSTING` means: perhaps posted, look. Discord does not take the `REFUSED`."""

    WAITING = "waiting"
    POSTING = "posting"
    POSTED = "posted"
    REFUSED = "refused"


class ScheduleUpdate(SQLModel, table=True):
    """One change of the schedule to be told; `content` is a `schedule_diff.Change` as JSON."""

    __tablename__ = "schedule_update"

    id: int | None = Field(default=None, primary_key=True)
    content: str
    state: UpdateState = Field(default=UpdateState.WAITING, sa_type=enum_type(UpdateState), index=True)
