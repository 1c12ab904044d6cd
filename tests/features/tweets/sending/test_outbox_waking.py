"""When the outbox works: at its moments, at a call, and not while its network is on hold."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.clock import WarpedClock
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.features.tweets.models import DeliveryStatus
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.networks.port import Paused
from DiscordBot.networks.posting_window import PostingWindow
from tests.features.tweets.post_office import BERLIN, NOON, PaperNetwork, berlin, open_office
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.tweets.post_office import PostOffice

MINUTE = timedelta(minutes=1)


async def test_a_pause_in_the_middle(office: PostOffice) -> None:
    for _ in range(3):
        await office.approve()

    async def pause() -> None:
        office.network.paused = Paused("Paused by Ada.")

    office.network.meanwhile = pause
    await office.wake()
    await office.go_on(hours=1)
    assert len(office.sent()) == 1
    assert office.scheduler.moment is None

    office.network.meanwhile = office.network.paused = None
    await office.wake()
    await office.go_on(hours=1)
    assert office.sent_at() == [NOON, NOON + 60 * MINUTE, NOON + 61 * MINUTE]


async def test_a_bot_that_is_being_ended_finishes_one_tweet_and_begins_no_more(office: PostOffice) -> None:
    office.network.min_gap_seconds = 0
    for _ in range(3):
        await office.approve()
    office.network.meanwhile = office.scheduler.close
    await office.wake()
    assert len(office.sent()) == 1

    office.network.meanwhile = None
    office.restart()
    await office.outbox.begin()
    await office.go_on()
    assert len(office.sent()) == 3


async def test_a_pause_that_ends_by_itself(office: PostOffice) -> None:
    office.network.paused = Paused("The budget is used up.", NOON + 7 * MINUTE)
    await office.approve()
    await office.wake()
    assert office.sent() == []
    assert office.scheduler.moment == NOON + 7 * MINUTE
    office.network.paused = None
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

    monkeypatch.setattr(office.network, "why_paused", broken)
    with pytest.raises(OSError, match="full"):
        await office.outbox.work()
    monkeypatch.undo()
    assert office.scheduler.moment == NOON + MINUTE
    await office.go_on(minutes=1)

    assert office.sent() == ["Hello"]


async def test_it_plans_by_gap_window_and_wish(office: PostOffice) -> None:
    office.clock.at = berlin("2027-07-14 20:58")
    office.network.window = PostingWindow(time(21, 10), time(20, 59, 30), BERLIN)
    for wish in (office.clock.at, office.clock.at, office.clock.at + 20 * MINUTE, office.clock.at + MINUTE):
        await office.approve(not_before=wish)
    await office.wake()
    await office.go_on(hours=1)

    moments = ("20:58", "20:59", "21:10", "21:18")
    assert office.sent_at() == [berlin(f"2027-07-14 {moment}") for moment in moments]


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
        await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)
        await scheduler.close()

        assert [report.name for report in scheduler.reports()] == ["tweets to Paper"]
        sent = [found.at for found in network.published]
        assert sent == sorted(sent)
        assert sent[2] >= berlin("2027-07-14 21:10")
        assert office.errors == []
