"""Which entries of the feed the bot has seen."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime


class SeenNews(SQLModel, table=True):
    """One name of an entry, see `entries.names_of`; an entry is known by any of its names."""

    __tablename__ = "seen_news"

    name: str = Field(primary_key=True, max_length=70)
    seen_at: datetime = Field(sa_type=UTCDateTime)
