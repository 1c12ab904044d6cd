"""When nobody knows whether a post was made: it is looked for, and posted once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.models import DeliveryStatus, TweetStatus
from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy
from DiscordBot.networks.port import (
    NotNowError,
    Paused,
    Perhaps,
)
from tests.features.tweets.post_office import (
    GAP,
    NOON,
    PRICE,
    AfterAccepting,
    Killed,
    open_office,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.tweets.post_office import PostOffice

MINUTE = timedelta(minutes=1)
BETWEEN_READINGS = timedelta(seconds=30)
DOUBT = Perhaps("X did not answer in time.")


async def test_a_post_whose_answer_was_lost_is_found(office: PostOffice) -> None:
    office.network.troubles.append(AfterAccepting(DOUBT))
    tweet_id = await office.approve()
    await office.wake()

    delivery = await office.delivery(tweet_id)
    assert office.sent() == ["Hello"]
    assert (delivery.status, delivery.remote_id, delivery.problem) == (DeliveryStatus.SENT, "1001", "")
    assert delivery.price == PRICE
    assert await office.deeds(tweet_id) == ["handed to the network", "perhaps sent", "sent"]


async def test_a_post_that_comes_to_light_late_is_found(office: PostOffice) -> None:
    """X goes on after the time-out, and its lists lag behind."""
    office.network.troubles.append(AfterAccepting(DOUBT))
    office.network.visible_after = timedelta(seconds=29)
    tweet_id = await office.approve()
    await office.wake()
    delivery = await office.delivery(tweet_id)
    assert (delivery.status, delivery.problem) == (DeliveryStatus.UNKNOWN, "X did not answer in time.")
    await office.go_on(hours=1)

    assert office.sent() == ["Hello"]
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT


async def test_only_two_clean_readings_allow_a_second_try(office: PostOffice) -> None:
    office.network.troubles.append(DOUBT)
    tweet_id = await office.approve()
    await office.wake()
    assert (await office.delivery(tweet_id)).clean_readings == 1
    await office.go_on(hours=1)

    delivery = await office.delivery(tweet_id)
    assert office.network.readings == [NOON, NOON + BETWEEN_READINGS]
    assert office.sent_at() == [NOON + GAP]
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.SENT, 2)
    assert (delivery.first_attempt_at, delivery.last_attempt_at) == (NOON, NOON + GAP)
    assert {*office.network.keys} == {delivery.key}
    assert len(office.network.keys) == 2
    assert await office.deeds(tweet_id) == [
        *("handed to the network", "perhaps sent", "put back into the queue"),
        *("handed to the network", "sent"),
    ]


async def test_readings_start_anew_with_each_attempt(office: PostOffice) -> None:
    office.network.troubles += [DOUBT, DOUBT]
    await office.approve()
    await office.wake()
    await office.go_on(hours=1)

    assert office.network.readings == [
        *(NOON, NOON + BETWEEN_READINGS),
        *(NOON + GAP, NOON + GAP + BETWEEN_READINGS),
    ]
    assert len(office.sent()) == 1


@pytest.mark.parametrize("end", [Killed(), asyncio.CancelledError()])
async def test_a_bot_that_ends_while_it_posts_looks_at_its_next_start(
    office: PostOffice, end: BaseException
) -> None:
    office.network.troubles += [AfterAccepting(end), end]
    there, not_there = await office.approve("there"), await office.approve("not there")
    with pytest.raises(type(end)):
        await office.wake()
    office.restart()
    await office.outbox.begin()
    assert (await office.delivery(there)).status is DeliveryStatus.UNKNOWN
    await office.go_on()
    assert (await office.delivery(there)).status is DeliveryStatus.SENT
    with pytest.raises(type(end)):
        await office.go_on(minutes=1)
    office.restart()
    office.changes.clear()
    await office.outbox.begin()

    assert office.changes == [not_there]
    assert (await office.delivery(not_there)).status is DeliveryStatus.UNKNOWN
    await office.go_on(minutes=5)
    assert office.sent() == ["there", "not there"]
    assert (await office.delivery(not_there)).attempts == 2
    assert await office.deeds(there) == ["handed to the network", "perhaps sent", "sent"]


async def test_what_the_database_could_not_write_down_is_looked_for(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    tweet_id = await office.approve()

    async def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("DiscordBot.features.tweets.sending.deliveries.Deliveries.sent", broken)
    with pytest.raises(OSError, match="full"):
        await office.wake()
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENDING
    monkeypatch.undo()
    await office.go_on(minutes=1)

    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT
    assert office.sent() == ["Hello"]


async def test_an_error_that_no_network_should_make_is_a_doubt_and_reported(office: PostOffice) -> None:
    mistake = KeyError("data")
    office.network.troubles.append(AfterAccepting(mistake))
    tweet_id = await office.approve()
    await office.wake()

    assert office.errors == [mistake]
    assert office.sent() == ["Hello"]
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT


async def test_others_go_on_meanwhile(office: PostOffice) -> None:
    office.network.troubles.append(DOUBT)
    office.network.reading_troubles += [NotNowError("X is down.")] * 1000
    await office.approve("doubtful")
    await office.approve("other")
    await office.wake()
    await office.go_on(minutes=5)

    assert office.sent() == ["other"]


async def test_a_human_is_asked_when_the_account_cannot_be_read_for_ten_minutes(office: PostOffice) -> None:
    office.network.troubles.append(DOUBT)
    office.network.reading_troubles += [NotNowError("X is down.")] * 22
    tweet_id = await office.approve()
    await office.wake()
    await office.go_on(minutes=9, seconds=59)
    assert not (await office.delivery(tweet_id)).ask_human
    assert len(office.network.readings) == 20
    office.changes.clear()
    await office.go_on(seconds=1)

    delivery = await office.delivery(tweet_id)
    assert delivery.ask_human
    assert delivery.status is DeliveryStatus.UNKNOWN
    assert office.changes == [tweet_id]
    # It goes on looking, though less often.
    await office.go_on(minutes=10)
    assert office.network.readings[20:] == [NOON + minutes * MINUTE for minutes in (10, 15, 20)]
    assert not (await office.delivery(tweet_id)).ask_human
    await office.go_on(minutes=10)
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT
    assert office.sent() == ["Hello"]


async def test_a_reading_that_fails_does_not_count_as_a_clean_one(office: PostOffice) -> None:
    office.network.troubles.append(DOUBT)
    office.network.reading_troubles += [None, NotNowError("Wait.", NOON + 4 * MINUTE)]
    tweet_id = await office.approve()
    await office.wake()
    await office.go_on(minutes=3)
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.UNKNOWN
    await office.go_on(minutes=3)

    assert office.network.readings[2] == NOON + 4 * MINUTE
    assert office.sent_at() == [NOON + 4 * MINUTE]


async def test_a_reading_that_breaks_is_reported(office: PostOffice) -> None:
    office.network.troubles.append(DOUBT)
    mistake = KeyError("data")
    office.network.reading_troubles.append(mistake)
    await office.approve()
    await office.wake()
    await office.go_on(hours=1)

    assert office.errors == [mistake]
    assert office.sent() == ["Hello"]


async def test_what_a_human_decides_meanwhile_stays(office: PostOffice) -> None:
    office.network.troubles.append(DOUBT)
    tweet_id = await office.approve()
    await office.wake()
    await office.change_delivery(tweet_id, status=DeliveryStatus.SENT, next_try_at=None)
    await office.go_on(hours=1)

    assert office.sent() == []
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT


async def test_what_is_found_is_not_sent_again_whatever_was_pressed_meanwhile(office: PostOffice) -> None:
    office.network.troubles.append(AfterAccepting(DOUBT))
    tweet_id = await office.approve()
    # Somebody presses "Send again" just then.
    office.network.while_reading = lambda: office.change_delivery(
        tweet_id, status=DeliveryStatus.WAITING, next_try_at=None
    )
    await office.wake()
    await office.go_on(hours=1)

    assert office.sent() == ["Hello"]
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT


async def test_a_cancelled_tweet_that_was_not_posted_is_not_tried_again(office: PostOffice) -> None:
    office.network.troubles.append(DOUBT)
    tweet_id = await office.approve()
    await office.wake()
    await office.change_tweet(tweet_id, status=TweetStatus.CANCELLED)
    await office.go_on(hours=1)

    assert office.sent() == []


async def test_the_same_text_of_another_tweet_is_not_taken_for_this_one(office: PostOffice) -> None:
    first = await office.approve("Lunch!")
    await office.wake()
    await office.go_on(seconds=60)
    office.network.troubles.append(DOUBT)
    second = await office.approve("Lunch!")
    await office.wake()
    await office.go_on(hours=1)

    assert office.sent() == ["Lunch!", "Lunch!"]
    assert [(await office.delivery(tweet_id)).remote_id for tweet_id in (first, second)] == ["1001", "1002"]


async def test_a_doubt_is_settled_even_while_the_network_is_on_hold(office: PostOffice) -> None:
    office.network.troubles.append(AfterAccepting(DOUBT))

    async def pause() -> None:
        office.network.paused = Paused("Paused by Ada.")

    office.network.meanwhile = pause
    tweet_id = await office.approve()
    await office.wake()

    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT


async def test_a_network_that_never_answers_is_given_up(tmp_path: Path) -> None:
    async with open_office(tmp_path, RetryPolicy(for_an_answer=timedelta(seconds=0.05))) as office:
        office.network.meanwhile = asyncio.Event().wait
        tweet_id = await office.approve()
        await office.wake()
        delivery = await office.delivery(tweet_id)

        assert delivery.status is DeliveryStatus.UNKNOWN
        assert delivery.problem == "Paper gave no answer that the bot understands."
        assert [type(error) for error in office.errors] == [TimeoutError]


async def test_only_what_a_former_bot_left_is_taken_over(office: PostOffice) -> None:
    """What another one is just sending, or the same one in another outbox, is no interrupted attempt."""
    tweet_id = await office.approve()
    await office.database.begin_epoch()
    seen: list[DeliveryStatus] = []

    async def begin_elsewhere() -> None:
        office.restart()
        await office.outbox.begin()
        seen.append((await office.delivery(tweet_id)).status)
        raise Killed

    office.network.meanwhile = begin_elsewhere
    with pytest.raises(Killed):
        await office.wake()
    assert seen == [DeliveryStatus.SENDING]

    office.network.meanwhile = None
    await office.database.begin_epoch()
    office.restart()
    await office.outbox.begin()
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.UNKNOWN
