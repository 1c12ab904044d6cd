"""What sponsors were confirmed to have got."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime


class Confirmation(SQLModel, table=True):
    """One benefit of one sponsor; the unique keys are what makes it happen once.

    `sponsor`, `benefit` and `level` are as they were called then, since the configuration may change.
    `tweet_id` is None for a benefit that is no tweet. `turns` counts how often it was confirmed: a tweet
    that was denied or cancelled makes room for another one. `confirmed_by` is None once it is forgotten.
    """

    __tablename__ = "sponsor_confirmation"
    __table_args__ = (UniqueConstraint("sponsor_key", "benefit_key"),)

    id: int | None = Field(default=None, primary_key=True)
    sponsor_key: str
    benefit_key: str
    sponsor: str
    benefit: str
    level: str
    tweet_id: int | None = Field(default=None, foreign_key="tweet.id")
    turns: int = 1
    confirmed_at: datetime = Field(sa_type=UTCDateTime)
    confirmed_by: int | None = Field(default=None, sa_type=BigInteger)
