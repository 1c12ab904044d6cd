"""What people can still do once a tweet is handed to a network."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, update

from DiscordBot.features.tweets.models import Delivery, DeliveryStatus
from DiscordBot.features.tweets.service import DraftError, Outcome, TooLateError
from DiscordBot.networks.port import Perhaps, RejectedError
from tests.features.tweets.post_office import NOON, AfterAccepting, PaperNetwork
from tests.features.tweets.queue_desk import ADA, GRACE, VERA, VICTOR

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from DiscordBot.features.tweets.intake.draft import Actor
    from tests.features.tweets.queue_desk import QueueDesk


def attempts(desk: QueueDesk, tweet_id: int) -> list[Awaitable[object]]:
    """Everything that would change what goes out."""
    return [
        desk.service.edit(tweet_id, VICTOR, "Another"),
        desk.service.reschedule(tweet_id, VICTOR, NOON + timedelta(hours=1)),
        desk.service.cancel(tweet_id, VICTOR),
        desk.service.cancel(tweet_id, None),
    ]


async def test_nothing_is_changed_while_it_is_being_sent(desk: QueueDesk) -> None:
    async def meddle() -> None:
        for attempt in attempts(desk, 1):
            await desk.refused(TooLateError, attempt, match="being sent at this moment")

    await desk.while_sending(meddle)
    assert desk.errors == []
    assert [change.outcome for change in desk.changes][-2:] == [Outcome.SENDING, Outcome.SENT]


async def test_what_is_sent_stays_as_it_is(desk: QueueDesk) -> None:
    tweet_id = await desk.sent()
    for attempt in attempts(desk, tweet_id):
        await desk.refused(TooLateError, attempt, match="has been sent")
    await desk.refused(TooLateError, desk.service.retry(tweet_id, ADA), match="has been sent")
    await desk.refused(TooLateError, desk.service.approve(tweet_id, GRACE), match="<@1> was faster")
    await desk.refused(TooLateError, desk.service.approve(tweet_id, GRACE, post_now=True))


async def test_what_perhaps_is_sent_must_be_settled_first(desk: QueueDesk) -> None:
    tweet_id = await desk.unknown()
    for attempt in attempts(desk, tweet_id):
        await desk.refused(TooLateError, attempt, match="Nobody knows yet")


async def test_a_failed_tweet_is_tried_again(desk: QueueDesk) -> None:
    tweet_id = await desk.failed()
    await desk.service.retry(tweet_id, ADA)
    view = await desk.service.get(tweet_id)
    assert view.outcome is Outcome.WAITING
    assert (view.deliveries[0].problem, view.deliveries[0].next_try_at) == ("", None)
    await desk.refused(TooLateError, desk.service.retry(tweet_id, GRACE), match="in the queue")
    desk.clock.forward(minutes=2)
    await desk.outbox.work()
    assert (await desk.service.get(tweet_id)).outcome is Outcome.SENT


@pytest.mark.parametrize("who", [ADA, VERA])
async def test_only_who_may_post_at_once_tries_again_at_once(desk: QueueDesk, who: Actor) -> None:
    desk.policy = "volunteers_moderate"
    desk.network.troubles.append(RejectedError("X does not like it."))
    tweet_id = await desk.write()
    await desk.service.approve(tweet_id, ADA, post_now=True)
    await desk.outbox.work()
    await desk.service.retry(tweet_id, who)
    assert (await desk.service.get(tweet_id)).post_now is who.is_organizer


async def test_a_failed_tweet_can_be_edited(desk: QueueDesk) -> None:
    tweet_id = await desk.failed()
    await desk.service.edit(tweet_id, VICTOR, "Better")
    assert (await desk.service.get(tweet_id)).outcome is Outcome.PENDING


@pytest.mark.parametrize("elsewhere", [DeliveryStatus.WAITING, DeliveryStatus.FAILED])
async def test_what_is_out_on_one_network_stays_as_it_is(desk: QueueDesk, elsewhere: DeliveryStatus) -> None:
    desk.open_with(desk.network, PaperNetwork(desk.clock, name="elsewhere"))
    tweet_id = await desk.sent(group_key="campaign")
    await set_status(desk, elsewhere, network="elsewhere")
    for attempt in attempts(desk, tweet_id):
        await desk.refused(TooLateError, attempt, match="goes out on another network already")
    assert await desk.service.cancel_group("campaign", None) == 0


async def test_what_is_being_sent_on_one_network_stays_as_it_is(desk: QueueDesk) -> None:
    desk.open_with(desk.network, PaperNetwork(desk.clock, name="elsewhere"))

    async def meddle() -> None:
        await set_status(desk, DeliveryStatus.FAILED, network="elsewhere")
        for attempt in attempts(desk, 1):
            await desk.refused(TooLateError, attempt, match="goes out on another network already")

    await desk.while_sending(meddle)
    assert desk.errors == []


async def test_only_what_failed_is_tried_again(desk: QueueDesk) -> None:
    desk.open_with(desk.network, PaperNetwork(desk.clock, name="elsewhere"))
    tweet_id = await desk.sent()
    await set_status(desk, DeliveryStatus.FAILED, network="elsewhere")
    await desk.service.retry(tweet_id, ADA)
    statuses = [delivery.status for delivery in (await desk.service.get(tweet_id)).deliveries]
    assert statuses == [DeliveryStatus.SENT, DeliveryStatus.WAITING]


async def set_status(desk: QueueDesk, status: DeliveryStatus, network: str) -> None:
    """Let another network's outbox have come so far."""
    async with desk.database.transaction() as session:
        this = col(Delivery.network) == network
        await session.execute(update(Delivery).where(this).values(status=status))


async def test_somebody_has_seen_that_it_was_sent(desk: QueueDesk) -> None:
    tweet_id = await desk.asked_about()
    await desk.service.mark_sent(tweet_id, ADA)
    view = await desk.service.get(tweet_id)
    assert (view.outcome, view.deliveries[0].sent_at) == (Outcome.SENT, desk.clock.now())
    assert (await desk.deeds(tweet_id))[-1] == (ADA.id, "marked as sent")
    await desk.refused(TooLateError, desk.service.mark_sent(tweet_id, ADA), match="has been sent")
    await desk.refused(TooLateError, desk.service.send_again(tweet_id, ADA), match="has been sent")


async def test_somebody_has_seen_that_it_was_not_sent(desk: QueueDesk) -> None:
    tweet_id = await desk.asked_about()
    await desk.service.send_again(tweet_id, ADA)
    delivery = (await desk.service.get(tweet_id)).deliveries[0]
    waiting = (DeliveryStatus.WAITING, False, "", None)
    assert (delivery.status, delivery.ask_human, delivery.problem, delivery.next_try_at) == waiting
    assert (await desk.deeds(tweet_id))[-1] == (ADA.id, "told to be sent again")


async def test_nobody_settles_what_the_bot_can_still_find_out(desk: QueueDesk) -> None:
    tweet_id = await desk.asked_about()
    await desk.service.send_again(tweet_id, ADA)
    desk.network.troubles.append(AfterAccepting(Perhaps("X did not answer.")))
    desk.network.while_reading = partial(refuse_to_settle, desk, tweet_id)
    desk.clock.forward(minutes=2)
    await desk.outbox.work()
    assert desk.errors == []
    assert len(desk.network.published) == 1
    assert (await desk.service.get(tweet_id)).outcome is Outcome.SENT


async def refuse_to_settle(desk: QueueDesk, tweet_id: int) -> None:
    """Let somebody press a button of the card as it was before the second attempt."""
    for settle in (desk.service.mark_sent, desk.service.send_again):
        await desk.refused(TooLateError, settle(tweet_id, GRACE), match="I am looking")


async def test_one_of_two_settles_it(desk: QueueDesk) -> None:
    tweet_id = await desk.asked_about()
    results = await asyncio.gather(
        desk.service.mark_sent(tweet_id, ADA),
        desk.service.send_again(tweet_id, GRACE),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "TooLateError"]


@pytest.mark.parametrize("state", ["failed", "unknown"])
async def test_what_makes_no_sense_any_more_is_not_sent_again(desk: QueueDesk, state: str) -> None:
    last_moment = NOON + timedelta(minutes=20)
    prepare = desk.failed if state == "failed" else desk.asked_about
    tweet_id = await prepare(not_after=last_moment)
    desk.clock.at = last_moment
    again = desk.service.retry if state == "failed" else desk.service.send_again
    await desk.refused(DraftError, again(tweet_id, ADA), match="no sense after")


async def test_what_was_approved_before_there_was_a_network_goes_out_on_it(desk: QueueDesk) -> None:
    sent = await desk.sent("Earlier")
    desk.open_with()
    tweet_id, pending = await desk.approved(), await desk.write("Unread")
    await desk.refused(TooLateError, desk.service.approve(tweet_id, GRACE))
    desk.open_with(desk.network)
    await desk.service.begin()
    assert desk.changes[-1].tweet_id == tweet_id
    assert (await desk.deeds(tweet_id))[-1] == (None, "given to a network that is new")
    desk.clock.forward(minutes=2)
    await desk.outbox.work()
    outcomes = [(await desk.service.get(one)).outcome for one in (sent, tweet_id, pending)]
    assert outcomes == [Outcome.SENT, Outcome.SENT, Outcome.PENDING]
    rows = await desk.audit_rows()
    await desk.service.begin()
    assert await desk.audit_rows() == rows
