"""What the queue keeps: tweets, their pictures, what became of them on each network, and who did what."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Numeric, UniqueConstraint
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class TweetStatus(StrEnum):
    """Whether a tweet may go out. An approved one that is edited is `PENDING` again."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Source(StrEnum):
    """Where a tweet comes from."""

    COMPOSED = "composed"
    MESSAGE = "message"
    NEWS = "news"
    SPONSOR = "sponsor"
    CAMPAIGN = "campaign"
    MENTION = "mention"
    OPEN_SPACE = "open_space"


class Tweet(SQLModel, table=True):
    """One text, or one retweet, on its way out.

    `note` is for moderators and goes nowhere else.
    `source_key` is unique: what a source submits twice under one key exists once. `group_key` joins tweets
    that are moderated on one common card instead of a card for each. `not_before` and `not_after` bound the
    time at which it may be sent. `retweet_of`, `quote_of` and `in_reply_to` are ids of posts on the network;
    the `text` of a retweet is that of the original, if it is known. `networks` are those that it may go to,
    all connected ones if it is None: what answers, quotes or retweets a post belongs to the network of that.
    `texts` has the own versions of some networks by their names, all others get `text`. `revision` grows with
    each edit, so that what was approved is what was read, and `edited_by` is who gave it its present text, if
    that was not the author alone. `bypass` marks an organiser's approval of their own tweet, `post_now` one
    that ignores the posting window. `card_shown` is a digest of what the card showed last, `author_told` what
    its author was told last.
    """

    __tablename__ = "tweet"

    id: int | None = Field(default=None, primary_key=True)
    text: str
    revision: int = 1
    status: TweetStatus = Field(default=TweetStatus.PENDING, sa_type=enum_type(TweetStatus), index=True)
    source: Source = Field(sa_type=enum_type(Source))
    source_key: str | None = Field(default=None, unique=True)
    group_key: str | None = Field(default=None, index=True)
    on_hold: bool = False
    author_id: int | None = Field(default=None, sa_type=BigInteger)
    author_name: str = ""
    edited_by: int | None = Field(default=None, sa_type=BigInteger)
    in_reply_to: str | None = None
    quote_of: str | None = None
    retweet_of: str | None = None
    networks: list[str] | None = Field(default=None, sa_type=JSON)
    note: str = ""
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    original_author: str = ""
    original_link: str = ""
    not_before: datetime | None = Field(default=None, sa_type=UTCDateTime)
    not_after: datetime | None = Field(default=None, sa_type=UTCDateTime)
    post_now: bool = Field(default=False, sa_column_kwargs={"name": "now"})
    bypass: bool = False
    created_at: datetime = Field(sa_type=UTCDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    decided_by: int | None = Field(default=None, sa_type=BigInteger)
    reason: str = ""
    card_channel: int | None = Field(default=None, sa_type=BigInteger)
    card_message: int | None = Field(default=None, sa_type=BigInteger)
    card_shown: str = ""
    author_told: str = ""


class Picture(SQLModel, table=True):
    """A picture of a tweet, as it goes out: converted, shrunk, and without its EXIF data."""

    __tablename__ = "tweet_picture"
    __table_args__ = (UniqueConstraint("tweet_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    tweet_id: int = Field(foreign_key="tweet.id", index=True)
    position: int
    content: bytes
    media_type: str
    width: int
    height: int
    alt_text: str = ""


class DeliveryStatus(StrEnum):
    """How far a tweet is on one network.

    `SENDING` is committed before the network is asked; `UNKNOWN` is one of which nobody knows whether it
    was posted, until the account's own posts were read or a human has looked. `DELETED` was there once.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DELETED = "deleted"


SETTLED = frozenset({DeliveryStatus.SENT, DeliveryStatus.DELETED})
"""What is or was there: no edit of the tweet, no denial and no cancellation changes it."""


class Delivery(SQLModel, table=True):
    """An approved tweet on one network.

    `next_try_at` is when it is looked at next: sent if `WAITING`, looked for if `UNKNOWN`. `clean_readings`
    counts the readings of the account's own posts in which it was not; `ask_human` says that they cannot be
    read. `key` is the same at each attempt, for networks that take it. `account` is the one that the last
    attempt was made with, `epoch` the time of the active bot that made it (see `core/active_bot/epoch.py`).
    `problem` is a sentence for people. `price` is what the network charges, in US dollars.
    """

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("tweet_id", "network"),)

    id: int | None = Field(default=None, primary_key=True)
    tweet_id: int = Field(foreign_key="tweet.id", index=True)
    network: str = Field(index=True)
    status: DeliveryStatus = Field(
        default=DeliveryStatus.WAITING, sa_type=enum_type(DeliveryStatus), index=True
    )
    key: str = ""
    attempts: int = 0
    account: str | None = None
    epoch: int | None = None
    first_attempt_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_attempt_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    next_try_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    clean_readings: int = 0
    ask_human: bool = False
    problem: str = ""
    remote_id: str | None = None
    link: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    price: Decimal | None = Field(default=None, sa_type=Numeric(10, 4))


class Audit(SQLModel, table=True):
    """One change of a tweet; rows are only ever added. `actor_id` is None for the bot itself."""

    __tablename__ = "tweet_audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    tweet_id: int = Field(foreign_key="tweet.id", index=True)
    actor_id: int | None = Field(default=None, sa_type=BigInteger)
    action: str
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
