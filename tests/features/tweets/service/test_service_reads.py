"""Groups, reading, listening, and forgetting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.service import Outcome, TooLateError, TweetChange, TweetCount
from DiscordBot.networks.port import RejectedError
from tests.features.tweets.post_office import NOON, berlin
from tests.features.tweets.queue_harness import ADA, PICTURE, VICTOR

if TYPE_CHECKING:
    from tests.features.tweets.queue_harness import QueueHarness

HOUR = timedelta(hours=1)


async def group(harness: QueueHarness) -> list[int]:
    """Write a pending, an approved, a failed, a denied and a sent tweet."""
    texts = ("Pending", "Approved", "Failed", "Denied", "Sent")
    pending, approved, failed, denied, sent = [
        await harness.write(text, ADA, Source.CAMPAIGN, group_key="talks") for text in texts
    ]
    await harness.service.approve(sent, ADA, bypass=True)
    await harness.outbox.work()
    harness.clock.forward(minutes=2)
    await harness.service.deny(denied, ADA)
    await harness.service.approve(failed, ADA, bypass=True)
    harness.network.troubles.append(RejectedError("No."))
    await harness.outbox.work()
    harness.clock.forward(minutes=2)
    await harness.service.approve(approved, ADA, bypass=True)
    harness.changes.clear()
    return [pending, approved, failed, denied, sent]


async def test_a_group_is_held_and_goes_on(harness: QueueHarness) -> None:
    pending, approved, failed, _, _ = await group(harness)
    assert await harness.service.hold_group("talks", on_hold=True, actor=ADA) == 3
    assert [change.tweet_id for change in harness.changes] == [pending, approved, failed]
    assert (await harness.deeds(approved))[-1] == (ADA.id, "put on hold")
    assert (await harness.service.history(approved))[-1].after == {"on_hold": True}
    assert await harness.service.hold_group("talks", on_hold=True) == 0
    await harness.outbox.work()
    assert [found.post.text for found in harness.network.published] == ["Sent"]

    assert await harness.service.hold_group("talks", on_hold=False) == 3
    assert (await harness.deeds(approved))[-1] == (None, "taken off hold")
    await harness.outbox.work()
    assert [found.post.text for found in harness.network.published] == ["Sent", "Approved"]


async def test_of_a_group_everything_is_cancelled_that_is_not_out(harness: QueueHarness) -> None:
    await group(harness)
    assert await harness.service.cancel_group("talks", ADA, "Over.") == 3
    outcomes = [view.outcome for view in await harness.service.of_group("talks")]
    assert outcomes == [Outcome.CANCELLED] * 3 + [Outcome.DENIED, Outcome.SENT]
    assert await harness.service.cancel_group("talks", None) == 0
    assert await harness.service.cancel_group("nothing", None) == 0


async def test_open_tweets_come_in_the_order_in_which_they_go_out(harness: QueueHarness) -> None:
    await group(harness)
    tomorrow = await harness.write("Tomorrow", not_before=NOON + 24 * HOUR)
    soon = await harness.write("Soon", not_before=NOON + HOUR)
    unknown = await harness.unknown("Unknown")
    found = await harness.service.open_tweets()
    assert [view.text for view in found] == ["Pending", "Approved", "Failed", "Unknown", "Soon", "Tomorrow"]
    assert [view.id for view in found][-3:] == [unknown, soon, tomorrow]


async def test_approved_without_a_network_is_open(harness: QueueHarness) -> None:
    harness.open_with()
    await harness.approved("a" * 999)
    (view,) = await harness.service.open_tweets()
    assert (view.outcome, view.deliveries) == (Outcome.WAITING, ())
    assert harness.service.due_at(view) is None


async def test_the_newest_come_first(harness: QueueHarness) -> None:
    ids = [await harness.write(text) for text in ("One", "Two", "Three")]
    assert [view.id for view in await harness.service.recent(2)] == ids[:0:-1]


async def test_numbers_count_by_day_source_and_outcome(harness: QueueHarness) -> None:
    await group(harness)
    harness.clock.at = berlin("2027-07-14 23:59")
    late = await harness.write("Late", VICTOR)
    await harness.write("Denied")
    await harness.service.approve(late, ADA, post_now=True)
    harness.clock.at = berlin("2027-07-15 00:01")
    await harness.outbox.work()
    first, second = date(2027, 7, 14), date(2027, 7, 15)
    assert await harness.service.numbers() == (
        TweetCount(first, Source.CAMPAIGN, Outcome.DENIED, 1),
        TweetCount(first, Source.CAMPAIGN, Outcome.FAILED, 1),
        TweetCount(first, Source.CAMPAIGN, Outcome.PENDING, 1),
        TweetCount(first, Source.CAMPAIGN, Outcome.SENT, 1),
        TweetCount(first, Source.CAMPAIGN, Outcome.WAITING, 1),
        TweetCount(first, Source.COMPOSED, Outcome.PENDING, 1),
        TweetCount(second, Source.COMPOSED, Outcome.SENT, 1),
    )


async def test_listeners_hear_of_every_change_whoever_made_it(harness: QueueHarness) -> None:
    tweet_id = await harness.sent()
    assert harness.changes == [
        TweetChange(tweet_id, Source.COMPOSED, None, None, outcome)
        for outcome in (Outcome.PENDING, Outcome.WAITING, Outcome.SENDING, Outcome.SENT)
    ]


async def test_a_listener_that_fails_stops_nobody(harness: QueueHarness) -> None:
    def fail(change: TweetChange) -> None:
        raise RuntimeError(change.outcome)

    heard: list[TweetChange] = []
    harness.service.listen(fail)
    harness.service.listen(heard.append)
    await harness.sent()
    assert len(heard) == 4
    assert [(str(error), where) for error, where in harness.errors][-1] == (
        "sent",
        "a listener to the tweet queue",
    )


async def test_people_are_forgotten_but_not_what_they_did(harness: QueueHarness) -> None:
    old = await harness.approved("Old", pictures=(PICTURE,))
    harness.clock.forward(days=30)
    denied = await harness.write("Denied")
    await harness.service.deny(denied, ADA, "Victor was drunk")
    harness.clock.forward(days=1)
    new = await harness.approved("New")
    await harness.service.forget_personal_data(harness.clock.now() - HOUR)

    view = await harness.service.get(old)
    assert (view.author_id, view.author_name, view.decided_by) == (None, "", None)
    assert (view.text, view.outcome, len(view.pictures)) == ("Old", Outcome.WAITING, 1)
    assert (await harness.service.get(denied)).reason == ""
    assert await harness.service.history(old) == await harness.service.history(denied) == []

    view = await harness.service.get(new)
    assert (view.author_id, view.decided_by) == (VICTOR.id, ADA.id)
    assert await harness.deeds(new) == [(VICTOR.id, "submitted"), (ADA.id, "approved")]


async def test_a_nameless_tweet_can_still_be_moderated(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    await harness.service.forget_personal_data(NOON + HOUR)
    await harness.service.deny(tweet_id, ADA)
    await harness.refused(TooLateError, harness.service.approve(tweet_id, ADA))


async def test_the_posts_of_others_are_forgotten_too(harness: QueueHarness) -> None:
    reposted = await harness.sent(
        "Come to my table", retweet_of="7", original_author="Grace", original_link="x"
    )
    harness.clock.forward(minutes=5)
    answered = await harness.sent("See you there!", in_reply_to="8")
    waits = await harness.write("Who comes?", quote_of="9")
    goes_out = await harness.approved("On its way", retweet_of="10")
    await harness.service.forget_personal_data(harness.clock.now() + HOUR)

    view = await harness.service.get(reposted)
    assert (view.retweet_of, view.text, view.original_author, view.original_link) == ("", "", "", "")
    view = await harness.service.get(answered)
    assert (view.in_reply_to, view.text, view.outcome) == ("", "See you there!", Outcome.SENT)
    view = await harness.service.get(waits)
    assert (view.quote_of, view.outcome) == ("", Outcome.CANCELLED)
    # What may still be sent must know what it shows; it is forgotten when that is over.
    assert (await harness.service.get(goes_out)).retweet_of == "10"
