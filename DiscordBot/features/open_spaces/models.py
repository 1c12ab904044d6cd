"""What open spaces keep: the open spaces themselves, every post that was read, and what was reminded of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class State(StrEnum):
    """How far an open space is.

    A person has to look at one in `REVIEW` (what was written is not clear), `CONFLICT` (its room is taken)
    or `WAITING` (all is clear, but it must be approved). `EXPIRED` is one that nobody decided about, or
    that the bot was not there to remind of, before it began.
    """

    REVIEW = "review"
    CONFLICT = "conflict"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    REMINDED = "reminded"
    DENIED = "denied"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Verdict(StrEnum):
    """What became of a post when it was read."""

    SCHEDULED = "scheduled"
    WAITING = "waiting"
    REVIEW = "review"
    CONFLICT = "conflict"
    REPEATED = "repeated"
    JOINED = "joined"
    IGNORED = "ignored"


class OpenSpace(SQLModel, table=True):
    """One open space, from a post on a `network` or, if that is None, from `/openspace announce`.

    `revision` grows when room, time or `tweet_text` change or it is to be reminded of otherwise: a new
    revision is reminded of anew. `tweet_text` is what its tweets would say, as the card shows it while
    somebody is to decide, empty for retweets. `room` and
    `start` are None in a review that names none or several; `found_rooms`, `found_starts` (ISO 8601, local)
    and `highlights` (start, end, kind of what was found in `text`) are what was read. `reasons` are
    sentences why a person should look. `related_id` is the open space that a post like "cancelled!" may be
    about. `user_id` is the member of the server who announced it, None for posts. `post_key` is what no
    other post has on any network, see `post_key`. `tells_others` is somebody's wish that networks without a
    post of it get a text of ours. `card_shown` is a digest of what its card shows.
    """

    __tablename__ = "open_space"

    id: int | None = Field(default=None, primary_key=True)
    state: State = Field(sa_type=enum_type(State), index=True)
    revision: int = 1
    room: str | None = Field(default=None, index=True)
    start: datetime | None = Field(default=None, sa_type=UTCDateTime)
    text: str
    author_name: str = ""
    author_username: str = ""
    user_id: int | None = Field(default=None, sa_type=BigInteger)
    network: str | None = None
    post_id: str | None = None
    post_key: str | None = Field(default=None, unique=True)
    link: str = ""
    found_rooms: list[str] = Field(default_factory=list, sa_type=JSON)
    found_starts: list[str] = Field(default_factory=list, sa_type=JSON)
    highlights: list[tuple[int, int, str]] = Field(default_factory=list, sa_type=JSON)
    reasons: list[str] = Field(default_factory=list, sa_type=JSON)
    related_id: int | None = Field(default=None, foreign_key="open_space.id")
    created_at: datetime = Field(sa_type=UTCDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    decided_by: int | None = Field(default=None, sa_type=BigInteger)
    decided_by_name: str = ""
    decision: str = ""
    tweet_text: str = ""
    tells_others: bool = False
    card_channel: int | None = Field(default=None, sa_type=BigInteger)
    card_message: int | None = Field(default=None, sa_type=BigInteger)
    card_shown: str = ""


class JoinedPost(SQLModel, table=True):
    """A post on another network that announces an open space which a first post had announced already.

    `is_same_author` is False if only the title was the same. `room` and `start` are those that it names, None
    for what it does not name alone.
    """

    __tablename__ = "open_space_joined_post"
    __table_args__ = (UniqueConstraint("network", "post_id"), UniqueConstraint("open_space_id", "network"))

    id: int | None = Field(default=None, primary_key=True)
    open_space_id: int = Field(foreign_key="open_space.id", index=True)
    network: str
    post_id: str
    author_name: str = ""
    author_username: str = ""
    link: str = ""
    is_same_author: bool = True
    room: str | None = None
    start: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SeenPost(SQLModel, table=True):
    """A post that was read, with the verdict and why; `open_space_id` is what it announces or repeats."""

    __tablename__ = "open_space_post"

    network: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    author_name: str = ""
    author_username: str = ""
    text: str
    link: str = ""
    created_at: datetime = Field(sa_type=UTCDateTime)
    seen_at: datetime = Field(sa_type=UTCDateTime)
    verdict: Verdict = Field(sa_type=enum_type(Verdict), index=True)
    why: str
    open_space_id: int | None = Field(default=None, foreign_key="open_space.id", index=True)


class MessageState(StrEnum):
    """`POSTING` is committed before Discord is asked, so after a crash it means: perhaps posted, look."""

    POSTING = "claimed"  # what databases have it as
    SENT = "sent"


class ReminderMessage(SQLModel, table=True):
    """The message that reminds at one place of one revision of an open space; there is none before."""

    __tablename__ = "open_space_message"
    __table_args__ = (UniqueConstraint("open_space_id", "revision", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    open_space_id: int = Field(foreign_key="open_space.id", index=True)
    revision: int
    place: str
    state: MessageState = Field(default=MessageState.POSTING, sa_type=enum_type(MessageState))


class ReminderTweet(SQLModel, table=True):
    """The tweet that reminds of one revision of an open space; there is none before it is in the queue.

    `network` is that of the post which it retweets or quotes, empty for a text of ours. `tweet_id` is None if
    the queue did not take it. `is_withdrawn` means that it was taken back, or is not up to date any more.
    """

    __tablename__ = "open_space_tweet"
    __table_args__ = (UniqueConstraint("open_space_id", "revision", "network"),)

    id: int | None = Field(default=None, primary_key=True)
    open_space_id: int = Field(foreign_key="open_space.id", index=True)
    revision: int
    network: str = ""
    tweet_id: int | None = None
    is_withdrawn: bool = False


class IgnoredUser(SQLModel, table=True):
    """Somebody whose posts or announcements do not count; `username` is what staff read of them.

    `key` is the network, a colon and the folded user name or, of members of the server, `member:` and the id.
    """

    __tablename__ = "open_space_ignored_user"

    key: str = Field(primary_key=True)
    username: str
    ignored_at: datetime = Field(sa_type=UTCDateTime)
    ignored_by: int = Field(sa_type=BigInteger)


class ReadingMark(SQLModel, table=True):
    """How far the posts of one network were read and stored, as its reader says it."""

    __tablename__ = "open_space_reading"

    network: str = Field(primary_key=True)
    mark: str


def post_key(network: str, post_id: str) -> str:
    """Return what a post has that no other post has, on any network."""
    return f"{network}:{post_id}"


def user_key(network: str, username: str) -> str:
    """Return the key of an ignored user of a network."""
    return f"{network}:{username.casefold()}"


def member_key(user_id: int) -> str:
    """Return the key of an ignored member of the server; no network is called like that."""
    return f"member:{user_id}"
