"""Which job adverts the bot has taken on."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class PostingState(StrEnum):
    """`POSTING` is committed before Discord is asked, so that a crash in between leaves it, to be finished.

    `WAITING` adverts have a card that asks organisers, who may also make them `DISCARDED`. The thread of an
    `EDITED` one does not show yet what its author has changed.
    """

    WAITING = "waiting"
    APPROVED = "approved"
    POSTING = "posting"
    POSTED = "posted"
    EDITED = "edited"
    DISCARDED = "discarded"


class Posting(SQLModel, table=True):
    """One advert, known by its key; the primary key is what makes it appear once.

    `reference` is random and shown below the advert, so that its thread can be recognised: the key
    could be used to try out who wrote it. `thread_id` is None until the thread is known, and for
    adverts of the older bot.

    `author` (keyed), `subject` and `content` are hashes of who wrote it, of title and company, and of all
    that is shown; an advert that was noted before they were has empty ones.
    """

    __tablename__ = "job_posting"

    key: str = Field(primary_key=True, max_length=64)
    reference: str = Field(max_length=16)
    state: PostingState = Field(default=PostingState.POSTING, sa_type=enum_type(PostingState))
    thread_id: int | None = Field(default=None, sa_type=BigInteger)
    begun_at: datetime = Field(sa_type=UTCDateTime)
    posted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    author: str = Field(default="", max_length=64)
    subject: str = Field(default="", max_length=64)
    content: str = Field(default="", max_length=64)


class Decision(StrEnum):
    """What organisers said to an advert."""

    APPROVED = "approved"
    DISCARDED = "discarded"


class AdvertReview(SQLModel, table=True):
    """An advert about which organisers are asked, with its card; `id` is the posting's reference as a number.

    `advert` is what was read, see `adverts.stored_advert`: that is what is posted if it is approved. It is
    None for one that was asked about before this was kept, until the sheet is read again. `is_edited` if
    its thread exists, `is_gone` if the sheet has lost it since.
    """

    __tablename__ = "advert_review"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    advert: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    is_edited: bool = False
    is_gone: bool = False
    decision: Decision | None = Field(default=None, sa_type=enum_type(Decision))
    decided_by: int | None = Field(default=None, sa_type=BigInteger)
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    card_channel: int | None = Field(default=None, sa_type=BigInteger)
    card_message: int | None = Field(default=None, sa_type=BigInteger)
    card_shown: str = ""
