"""What is kept of volunteers: who was reminded of which shift, and who has the role of those on duty."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class TellingState(StrEnum):
    """`SENDING` is committed before Discord is asked, so after a crash it means: perhaps sent, look."""

    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"


class ShiftReminder(SQLModel, table=True):
    """One volunteer reminded of one shift; there is a row only once something was done.

    `shift` is the key of the shift, `way` the last way that was tried. Times are UTC.
    """

    __tablename__ = "shift_reminder"

    shift: str = Field(primary_key=True)
    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    start: datetime = Field(sa_type=UTCDateTime)
    state: TellingState = Field(sa_type=enum_type(TellingState))
    way: str = ""


class DutyRole(SQLModel, table=True):
    """A member whom the bot gave the role of those on duty, to be taken at `until` (UTC).

    There is a row from before Discord is asked, and only for those who did not have the role otherwise.
    `was_given` says that Discord has taken it.
    """

    __tablename__ = "duty_role"

    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    role_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    until: datetime = Field(sa_type=UTCDateTime)
    was_given: bool = False
