"""Posts that mention the conference, what became of them, and who did what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class MentionStatus(StrEnum):
    """What became of a mention.

    `ASSIGNED` is one that somebody has taken on. `REPLYING` is one whose answer (a reply, or a retweet) waits
    in the queue of tweets; it is `HANDLED` when that was sent, and `OPEN` again when it will not be.
    """

    OPEN = "open"
    ASSIGNED = "claimed"  # the button says "Claim", and databases have it as that
    REPLYING = "replying"
    HANDLED = "handled"
    DISCARDED = "discarded"


class Mention(SQLModel, table=True):
    """One post; `post_key` is its network and its `post_id`, so that none is shown twice.

    `about_link` is the address of the post that it answers or quotes. One that `is_private` is for us only.
    `answers` counts the replies and retweets that were submitted, `tweet_id` is the last one. `decided_by`
    and `decided_at` tell who brought it into its present state and when, `assigned_to` who has taken it on,
    and `problem` why the last answer did not go out. `card_shown` is a digest of what the card showed last.
    """

    __tablename__ = "mention"

    id: int | None = Field(default=None, primary_key=True)
    post_key: str = Field(unique=True)
    network: str
    post_id: str
    text: str
    author_name: str = ""
    author_username: str = ""
    link: str
    pictures: list[str] = Field(default_factory=list, sa_type=JSON)
    answers_own: bool = False
    quotes_own: bool = False
    in_reply_to: str | None = None
    quote_of: str | None = None
    about_link: str = ""
    is_private: bool = False
    content_warning: str = ""
    posted_at: datetime = Field(sa_type=UTCDateTime)
    seen_at: datetime = Field(sa_type=UTCDateTime)
    status: MentionStatus = Field(default=MentionStatus.OPEN, sa_type=enum_type(MentionStatus), index=True)
    assigned_to: int | None = Field(default=None, sa_type=BigInteger, sa_column_kwargs={"name": "claimed_by"})
    decided_by: int | None = Field(default=None, sa_type=BigInteger)
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answers: int = 0
    tweet_id: int | None = None
    problem: str = ""
    card_channel: int | None = Field(default=None, sa_type=BigInteger)
    card_message: int | None = Field(default=None, sa_type=BigInteger)
    card_shown: str = ""


class MentionAudit(SQLModel, table=True):
    """One change of a mention; rows are only ever added. `actor_id` is None for the bot itself."""

    __tablename__ = "mention_audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    mention_id: int = Field(foreign_key="mention.id", index=True)
    actor_id: int | None = Field(default=None, sa_type=BigInteger)
    action: str
    before: MentionStatus = Field(sa_type=enum_type(MentionStatus))
    after: MentionStatus = Field(sa_type=enum_type(MentionStatus))
