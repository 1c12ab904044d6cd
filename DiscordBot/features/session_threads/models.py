"""What the threads of sessions keep: what was opened, said and asked there, and how sessions were rated."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class ThreadState(StrEnum):
    """`OPENING` is committed before Discord is asked, so after a crash it means: perhaps there, look.

    `DELETED` is one that somebody has deleted, which stays so.
    """

    OPENING = "opening"
    OPEN = "open"
    ARCHIVED = "archived"
    DELETED = "deleted"


class PostKind(StrEnum):
    """What the bot says in a thread: who speaks, what changed, what somebody asks, and that it is over."""

    INTRODUCTION = "introduction"
    CHANGE = "change"
    QUESTION = "question"
    FEEDBACK = "feedback"


class PostState(StrEnum):
    """`SENDING` is committed before Discord is asked, so after a crash it means: perhaps there, look."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"


class SessionThread(SQLModel, table=True):
    """The thread of a session, with what was last said of it; times are UTC.

    `channel` is where its card is, which is the thread itself in a forum. `speaker_ids` are the members who
    speak. `card_shown` is a digest of what the card showed last. A session that `is_cancelled` is in the
    schedule no more.
    """

    __tablename__ = "session_thread"

    id: int | None = Field(default=None, primary_key=True)
    session_key: str = Field(unique=True)
    state: ThreadState = Field(default=ThreadState.OPENING, sa_type=enum_type(ThreadState), index=True)
    title: str
    room: str
    starts: datetime = Field(sa_type=UTCDateTime)
    ends: datetime = Field(sa_type=UTCDateTime)
    is_cancelled: bool = False
    channel: int | None = Field(default=None, sa_type=BigInteger)
    thread_id: int | None = Field(default=None, sa_type=BigInteger)
    card_message: int | None = Field(default=None, sa_type=BigInteger)
    speaker_ids: list[int] = Field(default_factory=list, sa_type=JSON)
    card_shown: str = ""

    @property
    def number(self) -> int:
        """Its number, once it is stored."""
        if self.id is None:
            raise ValueError("This thread is not stored yet.")
        return self.id


class ThreadPost(SQLModel, table=True):
    """What the bot says in a thread, once. `asker_id` is kept for moderators, and shown to nobody else."""

    __tablename__ = "session_thread_post"

    id: int | None = Field(default=None, primary_key=True)
    thread: int = Field(foreign_key="session_thread.id", index=True)
    kind: PostKind = Field(sa_type=enum_type(PostKind))
    state: PostState = Field(default=PostState.WAITING, sa_type=enum_type(PostState), index=True)
    text: str = ""
    asker_id: int | None = Field(default=None, sa_type=BigInteger)
    at: datetime = Field(sa_type=UTCDateTime)
    message: int | None = Field(default=None, sa_type=BigInteger)
    is_answered: bool = False

    @property
    def number(self) -> int:
        """Its number, once it is stored."""
        if self.id is None:
            raise ValueError("This post is not stored yet.")
        return self.id


class SessionRating(SQLModel, table=True):
    """How somebody rated a session, from 1 to 5; nothing tells who: the number is at random, without time."""

    __tablename__ = "session_rating"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    session_key: str = Field(index=True)
    stars: int
    comment: str = ""


class SessionRater(SQLModel, table=True):
    """Somebody who has rated a session, so that nobody does so twice; not how."""

    __tablename__ = "session_rater"

    session_key: str = Field(primary_key=True)
    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
