"""What is kept for attendees: their lists, how they are reached, and what they are told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class SessionReader(SQLModel, table=True):
    """Somebody with a list: a Discord user, and the language that they read.

    `takes_messages` is no longer true once Discord has refused a direct message to them, until they try anew;
    `dm_channel_id` spares the request that opens the channel.
    """

    __tablename__ = "session_reader"

    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    language: str
    dm_channel_id: int | None = Field(default=None, sa_type=BigInteger)
    takes_messages: bool = True


class ListedSession(SQLModel, table=True):
    """A session on somebody's list, by its lasting key, as they were told of it last; times are UTC.

    `room_id` is pretalx's, which stays when a room gets another name.
    """

    __tablename__ = "listed_session"
    __table_args__ = (UniqueConstraint("user_id", "session_key"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger)
    session_key: str = Field(index=True)
    title: str
    start: datetime = Field(sa_type=UTCDateTime, index=True)
    room: str
    room_id: int | None = Field(default=None, sa_type=BigInteger)
    is_cancelled: bool = False
    is_reminded: bool = False


class MessageKind(StrEnum):
    """What a direct message is about."""

    REMINDER = "reminder"
    MOVED = "moved"
    CANCELLED = "cancelled"
    BACK = "back"


class MessageState(StrEnum):
    """`SENDING` is committed before anything is sent, so after a crash it means: perhaps sent, look.

    `DROPPED` could not be sent, or not before it was too late.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"


class SessionMessage(SQLModel, table=True):
    """A direct message to somebody about sessions of theirs; times are UTC.

    A reminder is about all of their sessions that begin at `start`, and has no key. Of a change, `start` and
    `room` are what is true now, `was_start` and `was_room` what was.
    """

    __tablename__ = "session_message"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger)
    kind: MessageKind = Field(sa_type=enum_type(MessageKind))
    start: datetime = Field(sa_type=UTCDateTime)
    session_key: str = ""
    title: str = ""
    room: str = ""
    was_start: datetime | None = Field(default=None, sa_type=UTCDateTime)
    was_room: str = ""
    state: MessageState = Field(default=MessageState.WAITING, sa_type=enum_type(MessageState), index=True)
