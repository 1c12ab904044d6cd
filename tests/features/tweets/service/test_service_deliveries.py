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
from tests.features.tweets.queue_harness import ADA, GRACE, PICTURE, VERA, VICTOR

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from DiscordBot.features.tweets.intake.draft import Actor
    from tests.features.tweets.queue_harness import QueueHarness

ON_ITS_WAY = "is being sent at this moment"


def attempts(harness: QueueHarness, tweet_id: int) -> list[Awaitable[object]]:
    """Everything that would change what goes out."""
    return [
        harness.service.edit(tweet_id, VICTOR, "Another"),
        harness.service.reschedule(tweet_id, VICTOR, NOON + timedelta(hours=1)),
        harness.service.cancel(tweet_id, VICTOR),
        harness.service.cancel(tweet_id, None),
    ]


async def test_nothing_is_changed_while_it_is_being_sent(harness: QueueHarness) -> None:
    async def meddle() -> None:
        for attempt in attempts(harness, 1):
            await harness.refused(TooLateError, attempt, match="being sent at this moment")

    await harness.while_sending(meddle)
    assert harness.errors == []
    assert [change.outcome for change in harness.changes][-2:] == [Outcome.SENDING, Outcome.SENT]


async def test_what_is_sent_stays_as_it_is(harness: QueueHarness) -> None:
    tweet_id = await harness.sent()
    for attempt in attempts(harness, tweet_id):
        await harness.refused(TooLateError, attempt, match="has been sent")
    await harness.refused(TooLateError, harness.service.retry(tweet_id, ADA), match="has been sent")
    await harness.refused(TooLateError, harness.service.approve(tweet_id, GRACE), match="<@1> was faster")
    await harness.refused(TooLateError, harness.service.approve(tweet_id, GRACE, post_now=True))


async def test_what_perhaps_is_sent_must_be_settled_first(harness: QueueHarness) -> None:
    tweet_id = await harness.unknown()
    for attempt in attempts(harness, tweet_id):
        await harness.refused(TooLateError, attempt, match="Nobody knows yet")


async def test_a_failed_tweet_is_tried_again(harness: QueueHarness) -> None:
    tweet_id = await harness.failed()
    await harness.service.retry(tweet_id, ADA)
    view = await harness.service.get(tweet_id)
    assert view.outcome is Outcome.WAITING
    assert (view.deliveries[0].problem, view.deliveries[0].next_try_at) == ("", None)
    await harness.refused(TooLateError, harness.service.retry(tweet_id, GRACE), match="goes out by itself")
    harness.clock.forward(minutes=2)
    await harness.outbox.work()
    assert (await harness.service.get(tweet_id)).outcome is Outcome.SENT


@pytest.mark.parametrize("who", [ADA, VERA])
async def test_only_who_may_post_at_once_tries_again_at_once(harness: QueueHarness, who: Actor) -> None:
    harness.policy = "volunteers_moderate"
    harness.network.troubles.append(RejectedError("X does not like it."))
    tweet_id = await harness.write()
    await harness.service.approve(tweet_id, ADA, post_now=True)
    await harness.outbox.work()
    await harness.service.retry(tweet_id, who)
    assert (await harness.service.get(tweet_id)).post_now is who.is_organizer


async def test_a_failed_tweet_can_be_edited(harness: QueueHarness) -> None:
    tweet_id = await harness.failed()
    await harness.service.edit(tweet_id, VICTOR, "Better")
    assert (await harness.service.get(tweet_id)).outcome is Outcome.PENDING


@pytest.mark.parametrize("elsewhere", [DeliveryStatus.WAITING, DeliveryStatus.FAILED])
async def test_what_is_out_on_one_network_stays_as_it_is(
    harness: QueueHarness, elsewhere: DeliveryStatus
) -> None:
    harness.open_with(harness.network, PaperNetwork(harness.clock, name="elsewhere"))
    tweet_id = await harness.sent(text="Hello", pictures=(PICTURE,))
    await set_status(harness, elsewhere, network="elsewhere")
    service = harness.service
    for attempt in (
        service.edit(tweet_id, VICTOR, "Another"),
        service.edit(tweet_id, VICTOR, "Hello", texts={"paper": "Another there"}),
        service.change_pictures(tweet_id, VICTOR, ()),
        service.deliver_to(tweet_id, VICTOR, ["elsewhere"]),
    ):
        await harness.refused(TooLateError, attempt, match="is out on a")


async def test_what_one_network_refused_is_shortened_for_it_and_approved_again(
    harness: QueueHarness,
) -> None:
    harness.open_with(harness.network, PaperNetwork(harness.clock, name="elsewhere"))
    tweet_id = await harness.sent("A long text")
    await set_status(harness, DeliveryStatus.FAILED, network="elsewhere")
    await harness.service.edit(tweet_id, VICTOR, "A long text", texts={"elsewhere": "Short"})
    view = await harness.service.get(tweet_id)
    assert (view.outcome, [*view.is_out]) == (Outcome.PENDING, ["paper"])
    assert {network.name for network in view.receivers(harness.service.usual_networks(view.source))} == {
        *("paper", "elsewhere")
    }

    await harness.service.approve(tweet_id, ADA, revision=view.revision)
    await harness.outbox.work()
    view = await harness.service.get(tweet_id)
    assert [(one.network, one.status) for one in view.deliveries] == [
        ("paper", DeliveryStatus.SENT),
        ("elsewhere", DeliveryStatus.WAITING),
    ]
    assert [found.post.text for found in harness.network.published] == ["A long text"]


@pytest.mark.parametrize("gives_up", ["deny", "cancel"])
async def test_the_rest_is_given_up_and_what_is_out_stays_sent(harness: QueueHarness, gives_up: str) -> None:
    harness.open_with(harness.network, PaperNetwork(harness.clock, name="elsewhere"))
    tweet_id = await harness.sent("A long text")
    await set_status(harness, DeliveryStatus.FAILED, network="elsewhere")
    if gives_up == "deny":
        await harness.service.edit(tweet_id, VICTOR, "A long text", texts={"elsewhere": "Short"})
        await harness.service.deny(tweet_id, ADA, "Still too long")
    else:
        await harness.service.cancel(tweet_id, ADA)
    view = await harness.service.get(tweet_id)
    assert (view.outcome, [one.network for one in view.deliveries]) == (Outcome.SENT, ["paper"])
    assert await harness.service.open_tweets() == ()


async def test_what_is_being_sent_on_one_network_stays_as_it_is(harness: QueueHarness) -> None:
    harness.open_with(harness.network, PaperNetwork(harness.clock, name="elsewhere"))

    async def meddle() -> None:
        await set_status(harness, DeliveryStatus.FAILED, network="elsewhere")
        for attempt in attempts(harness, 1):
            await harness.refused(TooLateError, attempt, match=ON_ITS_WAY)

    await harness.while_sending(meddle)
    assert harness.errors == []


async def test_only_what_failed_is_tried_again(harness: QueueHarness) -> None:
    harness.open_with(harness.network, PaperNetwork(harness.clock, name="elsewhere"))
    tweet_id = await harness.sent()
    await set_status(harness, DeliveryStatus.FAILED, network="elsewhere")
    await harness.service.retry(tweet_id, ADA)
    statuses = [delivery.status for delivery in (await harness.service.get(tweet_id)).deliveries]
    assert statuses == [DeliveryStatus.SENT, DeliveryStatus.WAITING]


async def set_status(
    harness: QueueHarness, status: DeliveryStatus, network: str, remote_id: str | None = None
) -> None:
    """Let another network's outbox have come so far."""
    async with harness.database.transaction() as session:
        this = col(Delivery.network) == network
        await session.execute(update(Delivery).where(this).values(status=status, remote_id=remote_id))


async def test_somebody_has_seen_that_it_was_sent(harness: QueueHarness) -> None:
    tweet_id = await harness.asked_about()
    await harness.service.mark_sent(tweet_id, ADA)
    view = await harness.service.get(tweet_id)
    assert (view.outcome, view.deliveries[0].sent_at) == (Outcome.SENT, harness.clock.now())
    assert (await harness.deeds(tweet_id))[-1] == (ADA.id, "marked as sent")
    await harness.refused(TooLateError, harness.service.mark_sent(tweet_id, ADA), match="has been sent")
    await harness.refused(TooLateError, harness.service.send_again(tweet_id, ADA), match="has been sent")


async def test_somebody_has_seen_that_it_was_not_sent(harness: QueueHarness) -> None:
    tweet_id = await harness.asked_about()
    await harness.service.send_again(tweet_id, ADA)
    delivery = (await harness.service.get(tweet_id)).deliveries[0]
    waiting = (DeliveryStatus.WAITING, False, "", None)
    assert (delivery.status, delivery.ask_human, delivery.problem, delivery.next_try_at) == waiting
    assert (await harness.deeds(tweet_id))[-1] == (ADA.id, "told to be sent again")


async def test_nobody_settles_what_the_bot_can_still_find_out(harness: QueueHarness) -> None:
    tweet_id = await harness.asked_about()
    await harness.service.send_again(tweet_id, ADA)
    harness.network.troubles.append(AfterAccepting(Perhaps("X did not answer.")))
    harness.network.while_reading = partial(refuse_to_settle, harness, tweet_id)
    harness.clock.forward(minutes=2)
    await harness.outbox.work()
    assert harness.errors == []
    assert len(harness.network.published) == 1
    assert (await harness.service.get(tweet_id)).outcome is Outcome.SENT


async def refuse_to_settle(harness: QueueHarness, tweet_id: int) -> None:
    """Let somebody press a button of the card as it was before the second attempt."""
    for settle in (harness.service.mark_sent, harness.service.send_again):
        await harness.refused(TooLateError, settle(tweet_id, GRACE), match="I am looking")


async def test_one_of_two_settles_it(harness: QueueHarness) -> None:
    tweet_id = await harness.asked_about()
    results = await asyncio.gather(
        harness.service.mark_sent(tweet_id, ADA),
        harness.service.send_again(tweet_id, GRACE),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "TooLateError"]


@pytest.mark.parametrize("state", ["failed", "unknown"])
async def test_what_makes_no_sense_any_more_is_not_sent_again(harness: QueueHarness, state: str) -> None:
    last_moment = NOON + timedelta(minutes=20)
    prepare = harness.failed if state == "failed" else harness.asked_about
    tweet_id = await prepare(not_after=last_moment)
    harness.clock.at = last_moment
    again = harness.service.retry if state == "failed" else harness.service.send_again
    await harness.refused(DraftError, again(tweet_id, ADA), match="must not be posted after")


async def test_what_was_approved_before_there_was_a_network_goes_out_on_it(harness: QueueHarness) -> None:
    sent = await harness.sent("Earlier")
    harness.open_with()
    tweet_id, pending = await harness.approved(), await harness.write("Unread")
    await harness.refused(TooLateError, harness.service.approve(tweet_id, GRACE))
    harness.open_with(harness.network)
    await harness.service.begin()
    assert harness.changes[-1].tweet_id == tweet_id
    assert (await harness.deeds(tweet_id))[-1] == (None, "given to a network that is new")
    harness.clock.forward(minutes=2)
    await harness.outbox.work()
    outcomes = [(await harness.service.get(one)).outcome for one in (sent, tweet_id, pending)]
    assert outcomes == [Outcome.SENT, Outcome.SENT, Outcome.PENDING]
    rows = await harness.audit_rows()
    await harness.service.begin()
    assert await harness.audit_rows() == rows
