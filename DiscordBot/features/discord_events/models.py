"""What the bot keeps of events: which of them is about which session."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import enum_type


class EventState(StrEnum):
    """`CREATING` is committed before Discord is asked, so after a crash it means: perhaps created, look.

    `REMOVED` is an event that somebody deleted by hand, which is respected.
    """

    CREATING = "creating"
    KEPT = "kept"
    REMOVED = "removed"


class SessionEvent(SQLModel, table=True):
    """An event of the server about a session; `shown` is a digest of what it says."""

    __tablename__ = "session_event"

    session_key: str = Field(primary_key=True)
    event_id: int | None = Field(default=None, sa_type=BigInteger)
    shown: str = ""
    state: EventState = Field(default=EventState.CREATING, sa_type=enum_type(EventState))
