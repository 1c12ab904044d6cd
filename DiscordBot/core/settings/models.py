"""What the bot keeps whatever features it has."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime


class StoredSetting(SQLModel, table=True):
    """A setting that was changed on Discord, as it would be typed; it takes the place of config.toml's."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: str
    changed_at: datetime = Field(sa_type=UTCDateTime)
