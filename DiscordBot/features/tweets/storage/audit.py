"""Who did what to a tweet. Rows are only ever added, and hold what changed: replayed, they give the tweet."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from DiscordBot.features.tweets.models import Audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.tweets.models import Delivery, Tweet


class Deed(StrEnum):
    """What was done, as `Audit.action`; the value completes "tweet 12 was …"."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    APPROVED_OWN = "approved by its own author"
    APPROVED_UNSEEN = "approved without moderation"
    HURRIED = "told to go out at once"
    HANDED_OVER = "given to a network that is new"
    DENIED = "denied"
    REOPENED = "taken up again"
    EDITED = "edited"
    REDIRECTED = "given other networks"
    PICTURES_CHANGED = "given other pictures"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    RETRIED = "told to be tried again"
    MARKED_SENT = "marked as sent"
    SENT_AGAIN = "told to be sent again"
    HELD = "put on hold"
    RELEASED = "taken off hold"
    SENDING = "handed to the network"
    SENT = "sent"
    FAILED = "not taken by the network"
    UNKNOWN = "perhaps sent"
    DELETION_BEGUN = "told to be deleted"
    DELETED = "deleted on the network"
    NOT_DELETED = "not deleted on the network"
    POSTPONED = "put back into the queue"


def delivery_key(network: str) -> str:
    """Return the name under which audit rows keep the status of a delivery; None means there is none."""
    return f"delivery {network}"


def state_of(tweet: Tweet, deliveries: Iterable[Delivery]) -> dict[str, Any]:
    """Return what audit rows tell of a tweet, as JSON values."""
    return {
        "text": tweet.text,
        "texts": tweet.texts or None,
        "networks": tweet.networks,
        "revision": tweet.revision,
        "status": str(tweet.status),
        "on_hold": tweet.on_hold,
        "not_before": tweet.not_before and tweet.not_before.isoformat(),
        "not_after": tweet.not_after and tweet.not_after.isoformat(),
        "now": tweet.post_now,
        "bypass": tweet.bypass,
        "reason": tweet.reason,
        **{delivery_key(delivery.network): str(delivery.status) for delivery in deliveries},
    }


def record(
    session: AsyncSession,
    *,
    at: datetime,
    tweet_id: int,
    actor_id: int | None,
    deed: Deed,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Add one row that keeps those values of `before` and `after` that differ; what is missing is None."""
    changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    session.add(
        Audit(
            at=at,
            tweet_id=tweet_id,
            actor_id=actor_id,
            action=deed,
            before={key: before.get(key) for key in changed},
            after={key: after.get(key) for key in changed},
        )
    )
