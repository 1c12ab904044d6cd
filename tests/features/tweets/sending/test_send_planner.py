"""What comes first, whatever there is to do: nothing before its time, everything at the first moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.tweets.models import DeliveryStatus, Source
from DiscordBot.features.tweets.sending.send_planner import Limits, OpenDelivery, StepKind, next_step
from DiscordBot.networks.posting_window import PostingWindow
from tests.features.tweets.post_office import BERLIN, NOON

hours = st.integers(-48, 48).map(lambda number: NOON + timedelta(hours=number))
walls = st.times().map(lambda wall: wall.replace(minute=0, second=0, microsecond=0))
deliveries = st.lists(
    st.builds(
        OpenDelivery,
        id=st.integers(1, 10**6),
        tweet_id=st.integers(1, 5),
        status=st.sampled_from([DeliveryStatus.WAITING, DeliveryStatus.UNKNOWN]),
        source=st.sampled_from(Source),
        due=hours,
        not_before=st.none() | hours,
        not_after=st.none() | hours,
        next_try_at=st.none() | hours,
        post_now=st.booleans(),
    ),
    max_size=4,
    unique_by=lambda delivery: delivery.id,
)
limits = st.builds(
    Limits,
    window=st.builds(PostingWindow, start=walls, end=walls, timezone=st.just(BERLIN)),
    not_before=hours,
    is_paused=st.booleans(),
    at_any_hour=st.frozensets(st.sampled_from(Source)),
)


def waiting(delivery_id: int, *, tweet_id: int, due: datetime) -> OpenDelivery:
    return OpenDelivery(
        id=delivery_id, tweet_id=tweet_id, due=due, status=DeliveryStatus.WAITING, source=Source.NEWS
    )


def may_be_sent(delivery: OpenDelivery, limits: Limits, hour: int) -> bool:
    """Tell whether it may be sent so many hours after noon."""
    moment = NOON + timedelta(hours=hour)
    begins = [limits.not_before, delivery.not_before, delivery.next_try_at]
    return (
        delivery.status is DeliveryStatus.WAITING
        and not limits.is_paused
        and all(begin is None or begin <= moment for begin in begins)
        and (delivery.not_after is None or moment < delivery.not_after)
        and (delivery.post_now or delivery.source in limits.at_any_hour or limits.window.is_open(moment))
    )


@given(deliveries, limits)
def test_something_is_sent_at_the_first_moment_at_which_anything_may_be(
    deliveries: list[OpenDelivery], limits: Limits
) -> None:
    """Where everything lies on full hours, it is enough to look at those."""
    left = list(deliveries)
    step = next_step(left, limits, NOON)
    while step is not None and step.kind is not StepKind.SEND:
        left.remove(step.delivery)
        step = next_step(left, limits, NOON)
    allowed = (
        (hour, delivery)
        for hour in range(120)
        for delivery in deliveries
        if may_be_sent(delivery, limits, hour)
    )
    first = next(allowed, None)

    if first is None:
        assert step is None
    else:
        assert step is not None
        assert step.at == NOON + timedelta(hours=first[0])
        assert may_be_sent(step.delivery, limits, first[0])


@given(deliveries, limits)
def test_everything_has_its_turn(deliveries: list[OpenDelivery], limits: Limits) -> None:
    left = list(deliveries)
    while (step := next_step(left, limits, NOON)) is not None:
        assert step.at >= NOON
        left.remove(step.delivery)

    # What is on hold and never too late is all that may be left.
    assert all(
        limits.is_paused and delivery.status is DeliveryStatus.WAITING and delivery.not_after is None
        for delivery in left
    )


def test_those_longest_due_go_first_and_those_wanted_now_before_them() -> None:
    limits = Limits(window=PostingWindow(NOON.time(), NOON.time(), BERLIN), not_before=NOON)
    late, later = NOON - timedelta(hours=2), NOON - timedelta(hours=1)
    left = [
        waiting(1, tweet_id=4, due=later),
        waiting(2, tweet_id=3, due=late),
        waiting(3, tweet_id=2, due=late),
        replace(waiting(4, tweet_id=9, due=NOON), post_now=True),
        waiting(5, tweet_id=1, due=NOON + timedelta(hours=1)),
        replace(waiting(6, tweet_id=8, due=NOON), status=DeliveryStatus.UNKNOWN),
    ]
    order = []
    while (step := next_step(left, limits, NOON)) is not None:
        order.append(step.delivery.id)
        left.remove(step.delivery)

    assert order == [6, 4, 3, 2, 1, 5]
