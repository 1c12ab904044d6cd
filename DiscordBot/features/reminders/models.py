"""What reminders keep: who was reminded of what, and who does not want it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class ReminderState(StrEnum):
    """`SENDING` is committed before anything is sent, so after a crash it means: perhaps sent, look.

    `WAITING` could not be sent for certain and is tried again, `DECLINED` is not wanted by the speaker,
    and `DROPPED` could not be sent, by none of the ways or not before the session began.
    """

    WAITING = "waiting"
    SENDING = "claimed"  # what databases have it as
    SENT = "sent"
    DECLINED = "declined"
    DROPPED = "dropped"


class SpeakerReminder(SQLModel, table=True):
    """One speaker of one submission at one start, reminded once; `way` is the last one that was tried.

    There is a row only once something was done. Times are UTC.
    """

    __tablename__ = "speaker_reminder"
    __table_args__ = (UniqueConstraint("speaker_code", "submission", "start"),)

    id: int | None = Field(default=None, primary_key=True)
    speaker_code: str
    submission: str
    start: datetime = Field(sa_type=UTCDateTime, index=True)
    state: ReminderState = Field(sa_type=enum_type(ReminderState))
    way: str
    changed_at: datetime = Field(sa_type=UTCDateTime)


class ReminderRefusal(SQLModel, table=True):
    """A Discord user who wants no reminders."""

    __tablename__ = "reminder_refusal"

    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
