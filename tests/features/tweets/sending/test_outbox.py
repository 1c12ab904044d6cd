"""When tweets go out: in their window, with their gaps, and only what was approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.models import DeliveryStatus, Picture, TweetStatus
from DiscordBot.networks.port import Media, OutgoingPost, Paused
from DiscordBot.networks.posting_window import PostingWindow
from tests.features.tweets.post_office import BERLIN, GAP, NOON, PRICE, berlin

if TYPE_CHECKING:
    from tests.features.tweets.post_office import PostOffice

MINUTE = timedelta(minutes=1)


async def test_an_approved_tweet_goes_out_at_once_and_is_written_down(office: PostOffice) -> None:
    tweet_id = await office.approve("Doors open at nine")
    await office.wake()

    delivery = await office.delivery(tweet_id)
    assert office.sent() == ["Doors open at nine"]
    assert delivery.status is DeliveryStatus.SENT
    assert (delivery.remote_id, delivery.link) == ("1001", "https://paper.example/1001")
    assert (delivery.sent_at, delivery.attempts, delivery.price) == (NOON, 1, PRICE)
    assert await office.deeds(tweet_id) == ["handed to the network", "sent"]
    assert office.changes == [tweet_id, tweet_id]
    assert office.scheduler.moment is None


async def test_everything_that_a_tweet_consists_of_goes_out(office: PostOffice) -> None:
    tweet_id = await office.approve("A reply", in_reply_to="7", quote_of="8", retweet_of="9")
    async with office.database.transaction() as session:
        for position, alt_text in ((1, "second"), (0, "first")):
            picture = Picture(
                tweet_id=tweet_id,
                position=position,
                content=alt_text.encode(),
                media_type="image/png",
                width=1,
                height=1,
                alt_text=alt_text,
            )
            session.add(picture)
    await office.wake()

    media = tuple(
        Media(content=alt_text.encode(), media_type="image/png", alt_text=alt_text)
        for alt_text in ("first", "second")
    )
    post = office.network.published[0].post
    assert replace(post, key="") == OutgoingPost(
        text="A reply", media=media, in_reply_to="7", quote_of="8", retweet_of="9"
    )


async def test_it_is_being_sent_before_the_network_is_asked_and_at_its_price(office: PostOffice) -> None:
    tweet_id = await office.approve()
    seen = []

    async def look() -> None:
        # It could not look if the outbox had a transaction open.
        delivery = await office.delivery(tweet_id)
        seen.append((delivery.status, delivery.last_attempt_at, delivery.price, office.changes.copy()))

    office.network.meanwhile = look
    await office.wake()

    assert seen == [(DeliveryStatus.SENDING, NOON, PRICE, [tweet_id])]


@pytest.mark.parametrize(
    "columns",
    [
        {"status": TweetStatus.PENDING},
        {"status": TweetStatus.DENIED},
        {"status": TweetStatus.CANCELLED},
        {"on_hold": True},
    ],
)
async def test_what_is_not_approved_or_on_hold_stays(office: PostOffice, columns: dict[str, object]) -> None:
    tweet_id = await office.approve()
    await office.change_tweet(tweet_id, **columns)
    await office.wake()

    assert office.sent() == []
    assert office.scheduler.moment is None


async def test_what_is_withdrawn_on_its_way_is_sent_and_says_so(office: PostOffice) -> None:
    tweet_id = await office.approve()
    office.network.meanwhile = lambda: office.change_tweet(
        tweet_id, status=TweetStatus.CANCELLED, on_hold=True
    )
    await office.wake()

    assert office.sent() == ["Hello"]
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENT


async def test_a_tweet_approved_at_night_waits_for_the_morning(office: PostOffice) -> None:
    office.clock.at = berlin("2027-07-14 03:00")
    await office.approve()
    await office.wake()
    assert office.sent() == []
    assert office.scheduler.moment == berlin("2027-07-14 09:00")

    await office.go_on(hours=12)

    assert office.sent_at() == [berlin("2027-07-14 09:00")]


async def test_what_is_to_be_posted_now_does_not_wait_for_the_window_and_goes_first(
    office: PostOffice,
) -> None:
    office.clock.at = berlin("2027-07-14 03:00")
    await office.approve("waits")
    await office.approve("urgent", post_now=True)
    await office.approve("urgent as well", post_now=True)
    await office.wake()
    await office.go_on(hours=7)

    assert office.sent() == ["urgent", "urgent as well", "waits"]
    assert office.sent_at() == [
        berlin("2027-07-14 03:00"),
        berlin("2027-07-14 03:01"),
        berlin("2027-07-14 09:00"),
    ]


async def test_a_window_over_midnight_with_a_clock_change_in_it(office: PostOffice) -> None:
    """In the night to 28 March 2027 the clocks skip the hour after 02:00."""
    office.network.window = PostingWindow(time(22), time(3, 30), BERLIN)
    office.clock.at = berlin("2027-03-27 21:59")
    for minute in (1, 2):
        await office.approve(not_before=berlin("2027-03-28 03:29") + minute * MINUTE - MINUTE)
    await office.approve()
    await office.wake()
    await office.go_on(days=2)

    assert office.sent_at() == [
        berlin("2027-03-27 22:00"),
        # Half an hour, not one and a half, after the clocks showed 02:00.
        berlin("2027-03-28 01:59") + 30 * MINUTE,
        berlin("2027-03-28 22:00"),
    ]


async def test_it_goes_out_at_its_time_and_in_order_of_times(office: PostOffice) -> None:
    await office.approve("third", not_before=NOON + 3 * MINUTE)
    await office.approve("second", not_before=NOON + 2 * MINUTE)
    await office.approve("first")
    await office.wake()
    assert office.scheduler.moment == NOON + 2 * MINUTE
    await office.go_on(minutes=5)

    assert office.sent() == ["first", "second", "third"]
    assert office.sent_at() == [NOON, NOON + 2 * MINUTE, NOON + 3 * MINUTE]


async def test_an_overdue_backlog_goes_out_with_its_gaps(office: PostOffice) -> None:
    for number in reversed(range(5)):
        await office.approve(str(number), not_before=NOON - timedelta(hours=9 - number))
    await office.outbox.begin()
    await office.go_on(minutes=10)

    assert office.sent() == list("01234")
    assert office.sent_at() == [NOON + number * GAP for number in range(5)]


async def test_a_backlog_stops_when_the_window_closes(office: PostOffice) -> None:
    office.clock.at = berlin("2027-07-14 20:58:30")
    for _ in range(4):
        await office.approve()
    await office.wake()
    await office.go_on(days=1)

    assert office.sent_at() == [
        berlin("2027-07-14 20:58:30"),
        berlin("2027-07-14 20:59:30"),
        berlin("2027-07-15 09:00"),
        berlin("2027-07-15 09:01"),
    ]


async def test_the_gap_survives_a_restart(office: PostOffice) -> None:
    await office.approve()
    await office.wake()
    await office.go_on(seconds=20)
    office.restart()
    await office.approve()
    await office.outbox.begin()
    await office.go_on()
    assert office.scheduler.moment == NOON + GAP
    await office.go_on(minutes=5)

    assert office.sent_at() == [NOON, NOON + GAP]


async def test_what_comes_too_late_is_not_sent(office: PostOffice) -> None:
    office.network.paused = Paused("Paused.")
    tweet_id = await office.approve(not_after=NOON + MINUTE)
    await office.wake()
    assert office.scheduler.moment == NOON + MINUTE
    await office.go_on(minutes=1)
    office.network.paused = None
    await office.wake()

    delivery = await office.delivery(tweet_id)
    assert office.sent() == []
    assert (delivery.status, delivery.problem) == (DeliveryStatus.FAILED, "It was no longer in time.")
    assert await office.deeds(tweet_id) == ["not taken by the network"]
    assert office.changes == [tweet_id]


async def test_its_last_moment_is_no_longer_in_time(office: PostOffice) -> None:
    await office.approve(not_after=NOON)
    await office.wake()

    assert office.sent() == []


async def test_what_costs_more_than_is_left_waits_and_keeps_nothing_else_back(office: PostOffice) -> None:
    dear = await office.approve("With a link")
    cheap = await office.approve("Without")
    office.network.left = Decimal("0.1")
    office.network.prices = {"With a link": Decimal("0.20")}
    await office.wake()

    assert office.sent() == ["Without"]
    delivery = await office.delivery(dear)
    assert delivery.status is DeliveryStatus.WAITING
    assert delivery.attempts == 0
    assert delivery.problem == "It costs $0.20, and only $0.100 of the month's budget is left."
    assert (await office.delivery(cheap)).status is DeliveryStatus.SENT

    office.network.left = Decimal(1)
    office.clock.forward(hours=1)
    await office.wake()
    assert office.sent() == ["Without", "With a link"]
