"""A tweet as the rest of the bot sees it: plain values, nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.models import SETTLED, DeliveryStatus, TweetStatus
from DiscordBot.features.tweets.versions import receivers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from DiscordBot.features.tweets.models import Source
    from DiscordBot.features.tweets.versions import AnyReceiver


class Outcome(StrEnum):
    """What became of a tweet, on all networks together; `WAITING` is approved and still to be sent."""

    PENDING = "pending"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DENIED = "denied"
    CANCELLED = "cancelled"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySnapshot:
    """A tweet on one network; see `models.Delivery`."""

    network: str
    status: DeliveryStatus
    attempts: int
    first_attempt_at: datetime | None
    last_attempt_at: datetime | None
    next_try_at: datetime | None
    ask_human: bool
    problem: str
    remote_id: str | None
    link: str | None
    sent_at: datetime | None
    price: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSnapshot:
    """A picture without its bytes, of which there are `size`; those come from `TweetService.pictures`.

    `width` and `height` are in pixels.
    """

    position: int
    media_type: str
    width: int
    height: int
    alt_text: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TweetContent:
    """What a draft and a tweet in the queue both have; see `models.Tweet`. Moments are UTC.

    A draft that needs no approval is `APPROVED` before it has deliveries.
    """

    text: str
    status: TweetStatus
    source: Source
    author_id: int | None
    edited_by: int | None = None
    on_hold: bool = False
    in_reply_to: str | None
    quote_of: str | None
    retweet_of: str | None
    networks: Sequence[str] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    original_author: str = ""
    original_link: str = ""
    not_before: datetime | None
    not_after: datetime | None
    note: str = ""
    post_now: bool = False
    deliveries: tuple[DeliverySnapshot, ...] = ()
    pictures: tuple[PictureSnapshot, ...]

    def receivers(self, networks: Sequence[AnyReceiver]) -> list[AnyReceiver]:
        """Return those of all networks that it goes to or, once that is settled, has gone to."""
        settled = {delivery.network for delivery in self.deliveries}
        if not settled or self.status is not TweetStatus.PENDING:
            return receivers(networks, settled or self.networks)
        # It is out on some, and waits for approval for the others.
        to_come = receivers(networks, self.networks)
        return [network for network in networks if network in to_come or network.name in settled]

    @property
    def is_out(self) -> frozenset[str]:
        """The names of the networks on which it is at this moment, as far as anybody knows."""
        return frozenset(one.network for one in self.deliveries if one.status is DeliveryStatus.SENT)

    @property
    def settled(self) -> frozenset[str]:
        """The names of the networks on which it is or was: what it said there stays as it is."""
        return frozenset(one.network for one in self.deliveries if one.status in SETTLED)

    @property
    def belongs_to_post(self) -> bool:
        """Whether it is about a post, whose network is the only one that it can go to."""
        return any(post is not None for post in (self.in_reply_to, self.quote_of, self.retweet_of))

    @property
    def outcome(self) -> Outcome:
        """What became of it so far."""
        return outcome_of(self.status, [delivery.status for delivery in self.deliveries])


@dataclass(frozen=True, slots=True, kw_only=True)
class TweetSnapshot(TweetContent):
    """A tweet in the queue at one moment; see `models.Tweet`. Moments are UTC."""

    id: int
    revision: int
    source_key: str | None
    group_key: str | None
    author_name: str
    bypass: bool
    created_at: datetime
    decided_at: datetime | None
    decided_by: int | None
    reason: str
    card_channel: int | None
    card_message: int | None
    card_shown: str
    author_told: str

    def is_text_of(self, person_id: int) -> bool:
        """Tell whether this person has written the tweet, or changed its text last."""
        return person_id in {self.author_id, self.edited_by}


@dataclass(frozen=True, slots=True)
class TweetChange:
    """What listeners are told: which tweet changed, and what has become of it."""

    tweet_id: int
    source: Source
    source_key: str | None
    group_key: str | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class TweetCount:
    """How many tweets of a source had an outcome.

    `day` is the date at the venue: that of posting for what went out anywhere, of writing for all else.
    """

    day: date
    source: Source
    outcome: Outcome
    count: int


# What needs a human comes first.
_BY_URGENCY = (
    (DeliveryStatus.UNKNOWN, Outcome.UNKNOWN),
    (DeliveryStatus.FAILED, Outcome.FAILED),
    (DeliveryStatus.SENDING, Outcome.SENDING),
    (DeliveryStatus.WAITING, Outcome.WAITING),
    (DeliveryStatus.SENT, Outcome.SENT),
    (DeliveryStatus.DELETED, Outcome.DELETED),
)


def outcome_of(status: TweetStatus, deliveries: Collection[DeliveryStatus]) -> Outcome:
    """Return what became of a tweet; of several networks the one counts that most needs a human.

    What is out somewhere is sent, also when all the rest of it was denied or cancelled.
    """
    is_given_up = status in {TweetStatus.DENIED, TweetStatus.CANCELLED}
    if status is not TweetStatus.APPROVED and not (is_given_up and DeliveryStatus.SENT in deliveries):
        return Outcome(status)
    return next((outcome for state, outcome in _BY_URGENCY if state in deliveries), Outcome.WAITING)
