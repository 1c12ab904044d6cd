"""Which job adverts the bot has taken on."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class PostingState(StrEnum):
    """Committed before Discord is asked, so that a crash in between leaves `CLAIMED`, to be finished."""

    CLAIMED = "claimed"
    POSTED = "posted"


class Posting(SQLModel, table=True):
    """One advert, known by its key; the primary key is what makes it appear once.

    `reference` is random and shown below the advert, so that its thread can be recognised: the key
    could be used to try out who wrote it. `thread_id` is None until the thread is known, and for
    adverts of the older bot.
    """

    __tablename__ = "job_posting"

    key: str = Field(primary_key=True, max_length=64)
    reference: str = Field(max_length=16)
    state: PostingState = Field(default=PostingState.CLAIMED, sa_type=enum_type(PostingState))
    thread_id: int | None = Field(default=None, sa_type=BigInteger)
    claimed_at: datetime = Field(sa_type=UTCDateTime)
    posted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
