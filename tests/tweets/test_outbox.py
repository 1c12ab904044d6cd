"""When tweets go out: at once, in their window, with their gaps, and only what was approved."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.clock import WarpedClock
from DiscordBot.scheduler import Scheduler
from DiscordBot.tweets.models import DeliveryStatus, Picture, TweetStatus
from DiscordBot.tweets.network import Hold, Media, OutgoingPost
from DiscordBot.tweets.outbox import Outbox
from DiscordBot.tweets.posting_window import PostingWindow
from tests.tweets.post_office import BERLIN, GAP, NOON, PRICE, PaperNetwork, berlin, open_office

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.tweets.post_office import PostOffice

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[PostOffice]:
    async with open_office(tmp_path) as open_one:
        yield open_one


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
    assert office.network.published[0].post == OutgoingPost(
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
    await office.approve("urgent", now=True)
    await office.approve("urgent as well", now=True)
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
    office.network.held = Hold("Paused.")
    tweet_id = await office.approve(not_after=NOON + MINUTE)
    await office.wake()
    assert office.scheduler.moment == NOON + MINUTE
    await office.go_on(minutes=1)
    office.network.held = None
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


async def test_a_pause_in_the_middle(office: PostOffice) -> None:
    for _ in range(3):
        await office.approve()

    async def pause() -> None:
        office.network.held = Hold("Paused by Ada.")

    office.network.meanwhile = pause
    await office.wake()
    await office.go_on(hours=1)
    assert len(office.sent()) == 1
    assert office.scheduler.moment is None

    office.network.meanwhile = office.network.held = None
    await office.wake()
    await office.go_on(hours=1)
    assert office.sent_at() == [NOON, NOON + 60 * MINUTE, NOON + 61 * MINUTE]


async def test_a_hold_that_ends_by_itself(office: PostOffice) -> None:
    office.network.held = Hold("The budget is used up.", NOON + 7 * MINUTE)
    await office.approve()
    await office.wake()
    assert office.sent() == []
    assert office.scheduler.moment == NOON + 7 * MINUTE
    office.network.held = None
    await office.go_on(minutes=10)

    assert office.sent_at() == [NOON + 7 * MINUTE]


async def test_another_network_has_its_own_deliveries_and_gaps(office: PostOffice) -> None:
    tweet_id = await office.approve()
    await office.change_delivery(
        tweet_id, network="other", status=DeliveryStatus.SENDING, last_attempt_at=NOON
    )
    await office.approve("mine")
    await office.outbox.begin()
    await office.go_on()

    assert office.sent() == ["mine"]
    assert (await office.delivery(tweet_id)).status is DeliveryStatus.SENDING


async def test_what_is_approved_while_another_one_is_sent_is_not_forgotten(office: PostOffice) -> None:
    office.network.min_gap_seconds = 0
    await office.approve("first")

    async def approve_another() -> None:
        office.network.meanwhile = None
        await office.approve("second", not_before=NOON)
        office.outbox.wake()

    office.network.meanwhile = approve_another
    await office.wake()

    assert office.sent() == ["first", "second"]


async def test_calls_during_its_work_are_kept_for_later(office: PostOffice) -> None:
    """A job that is set again and again while it runs would pile up in the scheduler."""
    await office.approve()
    planned = []

    async def call() -> None:
        office.outbox.wake()
        planned.append(office.scheduler.moment)

    office.network.meanwhile = call
    await office.wake()

    assert planned == [None]


async def test_a_call_during_the_last_look_is_not_lost(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look into the database and the plan for later somebody approves a tweet."""
    deliveries = office.outbox._deliveries  # noqa: SLF001 - the very moment
    look = deliveries.open

    async def look_and_be_overtaken() -> object:
        found = await look()
        monkeypatch.undo()
        await office.approve("late")
        office.outbox.wake()
        return found

    monkeypatch.setattr(deliveries, "open", look_and_be_overtaken)
    await office.wake()

    assert office.sent() == ["late"]


async def test_trouble_of_the_bot_itself_is_over_some_day(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.approve()

    async def broken() -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(office.network, "hold", broken)
    with pytest.raises(OSError, match="full"):
        await office.outbox.work()
    monkeypatch.undo()
    assert office.scheduler.moment == NOON + MINUTE
    await office.go_on(minutes=1)

    assert office.sent() == ["Hello"]


async def test_the_scheduler_wakes_it_at_its_moments(tmp_path: Path) -> None:
    """A real scheduler, in a time of which a minute takes a twentieth of a second."""
    async with open_office(tmp_path) as office:
        clock = WarpedClock(BERLIN, datetime(2027, 7, 14, 20, 58), 1200)  # noqa: DTZ001 - on the walls
        scheduler = Scheduler(clock, on_error=lambda error, _: office.errors.append(error), describe=repr)
        network = PaperNetwork(clock, window=PostingWindow(time(21, 10), time(20, 59, 30), BERLIN))
        for moment in (clock.now(), clock.now(), clock.now() + 10 * MINUTE):
            await office.approve(not_before=moment)
        done = asyncio.Event()

        async def changed(_: int) -> None:
            if len(network.published) == 3:
                done.set()

        outbox = Outbox(
            office.database,
            clock,
            network,
            scheduler,
            changed=changed,
            on_error=lambda error, _: office.errors.append(error),
        )
        scheduler.start()
        await outbox.begin()
        async with asyncio.timeout(5):
            await done.wait()
        await scheduler.close()

        assert [report.name for report in scheduler.reports()] == ["tweets to Paper"]
        sent = [found.at for found in network.published]
        assert sent[1] - sent[0] >= GAP
        assert sent[2] >= berlin("2027-07-14 21:10")
        assert office.errors == []
