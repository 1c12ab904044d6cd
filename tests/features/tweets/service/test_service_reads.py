"""Groups, reading, listening, and forgetting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.service import Outcome, TooLateError, TweetChange, TweetCount
from DiscordBot.networks.port import RejectedError
from tests.features.tweets.post_office import NOON, berlin
from tests.features.tweets.queue_desk import ADA, PICTURE, VICTOR

if TYPE_CHECKING:
    from tests.features.tweets.queue_desk import QueueDesk

HOUR = timedelta(hours=1)


async def group(desk: QueueDesk) -> list[int]:
    """Write a pending, an approved, a failed, a denied and a sent tweet."""
    texts = ("Pending", "Approved", "Failed", "Denied", "Sent")
    pending, approved, failed, denied, sent = [
        await desk.write(text, ADA, Source.CAMPAIGN, group_key="talks") for text in texts
    ]
    await desk.service.approve(sent, ADA, bypass=True)
    await desk.outbox.work()
    desk.clock.forward(minutes=2)
    await desk.service.deny(denied, ADA)
    await desk.service.approve(failed, ADA, bypass=True)
    desk.network.troubles.append(RejectedError("No."))
    await desk.outbox.work()
    desk.clock.forward(minutes=2)
    await desk.service.approve(approved, ADA, bypass=True)
    desk.changes.clear()
    return [pending, approved, failed, denied, sent]


async def test_a_group_is_held_and_goes_on(desk: QueueDesk) -> None:
    pending, approved, failed, _, _ = await group(desk)
    assert await desk.service.hold_group("talks", on_hold=True, actor=ADA) == 3
    assert [change.tweet_id for change in desk.changes] == [pending, approved, failed]
    assert (await desk.deeds(approved))[-1] == (ADA.id, "put on hold")
    assert (await desk.service.history(approved))[-1].after == {"on_hold": True}
    assert await desk.service.hold_group("talks", on_hold=True) == 0
    await desk.outbox.work()
    assert [found.post.text for found in desk.network.published] == ["Sent"]

    assert await desk.service.hold_group("talks", on_hold=False) == 3
    assert (await desk.deeds(approved))[-1] == (None, "taken off hold")
    await desk.outbox.work()
    assert [found.post.text for found in desk.network.published] == ["Sent", "Approved"]


async def test_of_a_group_everything_is_cancelled_that_is_not_out(desk: QueueDesk) -> None:
    await group(desk)
    assert await desk.service.cancel_group("talks", ADA, "Over.") == 3
    outcomes = [view.outcome for view in await desk.service.of_group("talks")]
    assert outcomes == [Outcome.CANCELLED] * 3 + [Outcome.DENIED, Outcome.SENT]
    assert await desk.service.cancel_group("talks", None) == 0
    assert await desk.service.cancel_group("nothing", None) == 0


async def test_open_tweets_come_in_the_order_in_which_they_go_out(desk: QueueDesk) -> None:
    await group(desk)
    tomorrow = await desk.write("Tomorrow", not_before=NOON + 24 * HOUR)
    soon = await desk.write("Soon", not_before=NOON + HOUR)
    unknown = await desk.unknown("Unknown")
    found = await desk.service.open_tweets()
    assert [view.text for view in found] == ["Pending", "Approved", "Failed", "Unknown", "Soon", "Tomorrow"]
    assert [view.id for view in found][-3:] == [unknown, soon, tomorrow]


async def test_approved_without_a_network_is_open(desk: QueueDesk) -> None:
    desk.open_with()
    await desk.approved("a" * 999)
    (view,) = await desk.service.open_tweets()
    assert (view.outcome, view.deliveries) == (Outcome.WAITING, ())
    assert desk.service.due_at(view) is None


async def test_the_newest_come_first(desk: QueueDesk) -> None:
    ids = [await desk.write(text) for text in ("One", "Two", "Three")]
    assert [view.id for view in await desk.service.recent(2)] == ids[:0:-1]


async def test_numbers_count_by_day_source_and_outcome(desk: QueueDesk) -> None:
    await group(desk)
    desk.clock.at = berlin("2027-07-14 23:59")
    late = await desk.write("Late", VICTOR)
    await desk.write("Denied")
    await desk.service.approve(late, ADA, post_now=True)
    desk.clock.at = berlin("2027-07-15 00:01")
    await desk.outbox.work()
    first, second = date(2027, 7, 14), date(2027, 7, 15)
    assert await desk.service.numbers() == (
        TweetCount(first, Source.CAMPAIGN, Outcome.DENIED, 1),
        TweetCount(first, Source.CAMPAIGN, Outcome.FAILED, 1),
        TweetCount(first, Source.CAMPAIGN, Outcome.PENDING, 1),
        TweetCount(first, Source.CAMPAIGN, Outcome.SENT, 1),
        TweetCount(first, Source.CAMPAIGN, Outcome.WAITING, 1),
        TweetCount(first, Source.COMPOSED, Outcome.PENDING, 1),
        TweetCount(second, Source.COMPOSED, Outcome.SENT, 1),
    )


async def test_listeners_hear_of_every_change_whoever_made_it(desk: QueueDesk) -> None:
    tweet_id = await desk.sent()
    assert desk.changes == [
        TweetChange(tweet_id, Source.COMPOSED, None, None, outcome)
        for outcome in (Outcome.PENDING, Outcome.WAITING, Outcome.SENDING, Outcome.SENT)
    ]


async def test_a_listener_that_fails_stops_nobody(desk: QueueDesk) -> None:
    def fail(change: TweetChange) -> None:
        raise RuntimeError(change.outcome)

    heard: list[TweetChange] = []
    desk.service.listen(fail)
    desk.service.listen(heard.append)
    await desk.sent()
    assert len(heard) == 4
    assert [(str(error), where) for error, where in desk.errors][-1] == (
        "sent",
        "a listener to the tweet queue",
    )


async def test_people_are_forgotten_but_not_what_they_did(desk: QueueDesk) -> None:
    old = await desk.approved("Old", pictures=(PICTURE,))
    desk.clock.forward(days=30)
    denied = await desk.write("Denied")
    await desk.service.deny(denied, ADA, "Victor was drunk")
    desk.clock.forward(days=1)
    new = await desk.approved("New")
    await desk.service.forget_personal_data(desk.clock.now() - HOUR)

    view = await desk.service.get(old)
    assert (view.author_id, view.author_name, view.decided_by) == (None, "", None)
    assert (view.text, view.outcome, len(view.pictures)) == ("Old", Outcome.WAITING, 1)
    assert (await desk.service.get(denied)).reason == ""
    assert await desk.service.history(old) == await desk.service.history(denied) == []

    view = await desk.service.get(new)
    assert (view.author_id, view.decided_by) == (VICTOR.id, ADA.id)
    assert await desk.deeds(new) == [(VICTOR.id, "submitted"), (ADA.id, "approved")]


async def test_a_nameless_tweet_can_still_be_moderated(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    await desk.service.forget_personal_data(NOON + HOUR)
    await desk.service.deny(tweet_id, ADA)
    await desk.refused(TooLateError, desk.service.approve(tweet_id, ADA))
