"""Which campaigns there are: drafts, and those whose tweets were queued."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class CampaignKind(StrEnum):
    """What each tweet of a campaign is about."""

    SESSIONS = "sessions"
    SPONSORS = "sponsors"


class CampaignRule(StrEnum):
    """What the times of a campaign follow from.

    `FIXED`: a start and an interval. `BEFORE`: each session has its tweet so long before its start.
    `RELEASE`: as fixed, but the start is when pretalx releases the next version of the schedule.
    """

    FIXED = "fixed"
    BEFORE = "before"
    RELEASE = "release"


class CampaignState(StrEnum):
    """A draft was only previewed, a waiting one starts when the schedule is released.

    How far a queued one is, and whether it is paused, its tweets tell.
    """

    DRAFT = "draft"
    WAITING = "waiting"
    QUEUED = "queued"
    CANCELLED = "cancelled"


class Campaign(SQLModel, table=True):
    """Everything that a campaign's texts and times follow from, apart from programme and sponsors.

    Of the filters `track`, `session_type` and `level` an empty one takes all. `start_at` is UTC; of what
    waits for a release it is when it was begun. `lead_minutes` are those of the rule `BEFORE`; `release` is
    the one that was there already when a campaign began to wait for the next. `revision` grows with each
    change of a draft; `digest` is that of the preview that was shown last. `live_name` and `live_texts` (a
    digest) are set while it is queued, so that no two campaigns say the same. `card_shown` is a digest of
    what its card showed last.
    """

    __tablename__ = "campaign"

    id: int | None = Field(default=None, primary_key=True)
    state: CampaignState = Field(default=CampaignState.DRAFT, sa_type=enum_type(CampaignState), index=True)
    revision: int = 1
    name: str
    kind: CampaignKind = Field(sa_type=enum_type(CampaignKind))
    track: str = ""
    session_type: str = ""
    level: str = ""
    template: str
    rule: CampaignRule = Field(default=CampaignRule.FIXED, sa_type=enum_type(CampaignRule))
    lead_minutes: int = 0
    release: str = ""
    start_at: datetime = Field(sa_type=UTCDateTime)
    interval_minutes: int
    random_minutes: int = 0
    seed: int
    digest: str = ""
    live_name: str | None = Field(default=None, unique=True)
    live_texts: str | None = Field(default=None, unique=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    queued_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    queued_by: int | None = Field(default=None, sa_type=BigInteger)
    card_channel: int | None = Field(default=None, sa_type=BigInteger)
    card_message: int | None = Field(default=None, sa_type=BigInteger)
    card_shown: str = ""

    @property
    def number(self) -> int:
        """Its number, once it is stored."""
        if self.id is None:
            raise ValueError("A campaign has no number before it is stored.")
        return self.id

    @property
    def group_key(self) -> str:
        """What joins its tweets in the queue."""
        return f"{GROUP}{self.number}"


GROUP = "campaign:"


def campaign_of(group_key: str | None) -> int | None:
    """Return the number of the campaign that tweets of this group belong to, if they belong to one."""
    if group_key is None or not group_key.startswith(GROUP):
        return None
    return int(group_key.removeprefix(GROUP))
