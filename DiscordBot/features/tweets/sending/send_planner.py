"""What the outbox does next, and when: rules without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.models import DeliveryStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from DiscordBot.features.tweets.models import Source
    from DiscordBot.networks.posting_window import PostingWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDelivery:
    """A delivery that needs the outbox: `WAITING` to be sent, or `UNKNOWN` and to be looked for.

    `due` is when it should have gone out, for the order; `not_before`, `not_after` and `post_now` are the
    tweet's, `next_try_at` the delivery's own; `source` is where the tweet comes from.
    """

    id: int
    tweet_id: int
    status: DeliveryStatus
    source: Source
    due: datetime
    not_before: datetime | None = None
    not_after: datetime | None = None
    next_try_at: datetime | None = None
    post_now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the network allows: nothing before `not_before`, nothing at all while it `is_paused`.

    The window does not hold for tweets of the sources `at_any_hour`.
    """

    window: PostingWindow
    not_before: datetime
    is_paused: bool = False
    at_any_hour: frozenset[Source] = frozenset()


class StepKind(StrEnum):
    """What can be done with a delivery."""

    LOOK = "look for it"
    EXPIRE = "give it up, it is too late"
    SEND = "send it"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do at a moment."""

    kind: StepKind
    at: datetime
    delivery: OpenDelivery


def next_step(deliveries: Iterable[OpenDelivery], limits: Limits, now: datetime) -> Step | None:
    """Return what is to be done first; None if nothing is, as long as nothing changes.

    Its moment is not before `now`. Of several that are to be sent at one moment, those that somebody wanted
    to be posted now go first, then the longest due.
    """
    steps = [step for delivery in deliveries for step in _steps(delivery, limits, now)]
    return min(steps, key=_order, default=None)


def send_at(delivery: OpenDelivery, limits: Limits, now: datetime) -> datetime:
    """Return the first moment from `now` on at which a waiting delivery may be sent."""
    bounds = (now, limits.not_before, delivery.not_before, delivery.next_try_at)
    moment = max(bound for bound in bounds if bound is not None)
    is_free = delivery.post_now or delivery.source in limits.at_any_hour
    return moment if is_free else limits.window.next_open(moment)


def _steps(delivery: OpenDelivery, limits: Limits, now: datetime) -> Iterable[Step]:
    if delivery.status is DeliveryStatus.UNKNOWN:
        yield Step(StepKind.LOOK, max(now, delivery.next_try_at or now), delivery)
        return
    if delivery.not_after is not None:
        yield Step(StepKind.EXPIRE, max(now, delivery.not_after), delivery)
    if not limits.is_paused:
        yield Step(StepKind.SEND, send_at(delivery, limits, now), delivery)


def _order(step: Step) -> tuple[datetime, int, bool, datetime, int]:
    urgency = list(StepKind).index(step.kind)
    return step.at, urgency, not step.delivery.post_now, step.delivery.due, step.delivery.tweet_id
