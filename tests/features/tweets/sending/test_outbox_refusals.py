"""When the network says no: for now, for ever, or because it has the post already."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.models import DeliveryStatus
from DiscordBot.networks.port import (
    DuplicateError,
    NotNowError,
    Paused,
    PausedError,
    Perhaps,
    RejectedError,
)
from tests.features.tweets.post_office import (
    NOON,
    UNTIL_THE_SECOND_TRY,
    AfterAccepting,
)

if TYPE_CHECKING:
    from tests.features.tweets.post_office import PostOffice

MINUTE = timedelta(minutes=1)
BETWEEN_READINGS = timedelta(seconds=30)
DOUBT = Perhaps("X did not answer in time.")


async def test_a_duplicate_of_an_earlier_attempt_is_there(office: PostOffice) -> None:
    office.network.troubles += [AfterAccepting(DOUBT), DuplicateError("X has this text already.")]
    office.network.visible_after = timedelta(seconds=45)
    tweet_id = await office.approve()
    await office.wake()
    await office.go_on(hours=1)

    delivery = await office.delivery(tweet_id)
    assert office.sent() == ["Hello"]
    assert (delivery.status, delivery.attempts, delivery.remote_id) == (DeliveryStatus.SENT, 2, "1001")


async def test_a_duplicate_of_something_else_has_failed(office: PostOffice) -> None:
    office.network.troubles.append(DuplicateError("X has this text already."))
    tweet_id = await office.approve()
    await office.wake()

    delivery = await office.delivery(tweet_id)
    assert (delivery.status, delivery.problem) == (DeliveryStatus.FAILED, "X has this text already.")


async def test_a_duplicate_that_cannot_be_looked_for_is_a_doubt(office: PostOffice) -> None:
    office.network.troubles += [AfterAccepting(DOUBT), DuplicateError("X has this text already.")]
    office.network.visible_after = timedelta(seconds=90)
    tweet_id = await office.approve()
    await office.wake()
    office.network.reading_troubles += [None, NotNowError("X is down.")]
    await office.go_on(hours=1)

    assert office.sent() == ["Hello"]
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT


async def test_what_the_network_will_never_take_has_failed(office: PostOffice) -> None:
    office.network.troubles.append(RejectedError("X refused it: not allowed to quote."))
    tweet_id = await office.approve()
    await office.wake()
    await office.go_on(days=1)

    delivery = await office.delivery(tweet_id)
    assert (delivery.status, delivery.attempts, delivery.price) == (DeliveryStatus.FAILED, 1, None)
    assert delivery.problem == "X refused it: not allowed to quote."
    assert await office.deeds(tweet_id) == ["handed to the network", "not taken by the network"]


async def test_retries_count_from_the_last_attempt_and_come_more_rarely(office: PostOffice) -> None:
    office.network.min_gap_seconds = 0
    office.network.troubles += [NotNowError("X is down.")] * 7
    tweet_id = await office.approve()
    tried = []

    async def note() -> None:
        tried.append(office.clock.now())
        office.clock.forward(seconds=10)

    office.network.meanwhile = note
    await office.wake()
    delivery = await office.delivery(tweet_id)
    assert (delivery.status, delivery.problem, delivery.price) == (
        DeliveryStatus.WAITING,
        "X is down.",
        None,
    )
    await office.go_on(hours=1)

    retry_policy = [after - before for before, after in pairwise(tried)]
    assert retry_policy == [UNTIL_THE_SECOND_TRY * factor for factor in (1, 2, 4, 8, 16, 30, 30)]
    assert office.sent() == ["Hello"]


async def test_nothing_is_tried_until_the_reset_that_the_network_names(office: PostOffice) -> None:
    office.network.troubles.append(NotNowError("X takes no more for now.", NOON + 13 * MINUTE))
    for text in "abc":
        await office.approve(text)
    await office.wake()
    assert office.scheduler.moment == NOON + 13 * MINUTE
    await office.go_on(minutes=30)

    assert office.sent() == list("abc")
    assert office.sent_at() == [NOON + minutes * MINUTE for minutes in (13, 14, 15)]


async def test_a_reset_that_has_passed_is_not_believed(office: PostOffice) -> None:
    office.network.min_gap_seconds = 0
    office.network.troubles += [NotNowError("X takes no more for now.", NOON - MINUTE)] * 3
    await office.approve()
    await office.wake()

    assert office.scheduler.moment == NOON + UNTIL_THE_SECOND_TRY


async def test_a_network_that_needs_a_human_gets_nothing_until_it_is_resumed(office: PostOffice) -> None:
    office.network.troubles.append(PausedError("X wants credits."))

    async def pause() -> None:
        office.network.paused = Paused("X wants credits.")

    office.network.meanwhile = pause
    ids = [await office.approve(text) for text in "ab"]
    await office.wake()
    assert office.scheduler.moment is None
    await office.go_on(days=1)
    delivery = await office.delivery(ids[0])
    assert (delivery.status, delivery.problem) == (DeliveryStatus.WAITING, "X wants credits.")
    office.network.paused = office.network.meanwhile = None
    await office.wake()
    await office.go_on(minutes=5)

    assert office.sent() == ["a", "b"]
