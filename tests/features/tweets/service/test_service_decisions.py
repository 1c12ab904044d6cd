"""Approving, denying, editing, rescheduling, cancelling."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.models import TweetStatus
from DiscordBot.features.tweets.service import (
    ChangedMeanwhileError,
    DraftError,
    NoSuchTweetError,
    NotAllowedError,
    Outcome,
    TooLateError,
)
from tests.features.tweets.post_office import NOON
from tests.features.tweets.queue_harness import ADA, EVE, GRACE, PICTURE, VERA, VICTOR

if TYPE_CHECKING:
    from DiscordBot.features.tweets.service import TweetSnapshot
    from tests.features.tweets.queue_harness import QueueHarness

HOUR = timedelta(hours=1)
STAMP = rf"<t:{int(NOON.timestamp())}:R>"


async def test_an_approved_tweet_waits_for_every_network(harness: QueueHarness) -> None:
    tweet_id = await harness.approved()
    view = await harness.service.get(tweet_id)
    assert (view.status, view.outcome) == (TweetStatus.APPROVED, Outcome.WAITING)
    assert (view.decided_by, view.decided_at, view.bypass, view.post_now) == (ADA.id, NOON, False, False)
    assert [delivery.network for delivery in view.deliveries] == ["paper"]
    assert await harness.deeds(tweet_id) == [(VICTOR.id, "submitted"), (ADA.id, "approved")]
    assert [change.outcome for change in harness.changes] == [Outcome.PENDING, Outcome.WAITING]


async def test_a_denied_tweet_says_why(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    await harness.service.deny(tweet_id, ADA, " Too loud. ")
    view = await harness.service.get(tweet_id)
    assert (view.outcome, view.reason, view.decided_by) == (Outcome.DENIED, "Too loud.", ADA.id)
    assert view.deliveries == ()
    row = (await harness.service.history(tweet_id))[-1]
    assert (row.before, row.after) == (
        {"reason": "", "status": "pending"},
        {"reason": "Too loud.", "status": "denied"},
    )


async def test_the_slower_moderator_reads_who_was_faster(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    await harness.service.deny(tweet_id, ADA)
    faster = rf"^<@1> was faster: this tweet was denied {STAMP}\.$"
    await harness.refused(TooLateError, harness.service.approve(tweet_id, GRACE), match=faster)
    await harness.refused(TooLateError, harness.service.edit(tweet_id, VICTOR, "New"), match=faster)
    await harness.refused(
        TooLateError, harness.service.deny(tweet_id, ADA), match=rf"^You have denied this tweet {STAMP}\.$"
    )
    await harness.service.forget_personal_data(NOON + HOUR)
    await harness.refused(
        TooLateError, harness.service.deny(tweet_id, GRACE), match=rf"^This tweet was denied {STAMP}\.$"
    )


async def test_who_wants_to_deny_an_approved_tweet_reads_how_to_withdraw_it(harness: QueueHarness) -> None:
    tweet_id = await harness.approved()
    late = harness.service.deny(tweet_id, GRACE)
    await harness.refused(
        TooLateError, late, match=r"was approved <t:\d+:R>\. If it should not go out, cancel it"
    )
    await harness.outbox.work()
    await harness.refused(
        TooLateError, harness.service.deny(tweet_id, GRACE), match=r"was approved <t:\d+:R>\.$"
    )


async def test_fifty_moderators_at_once_have_one_outcome(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    moderators = [replace(ADA, id=100 + n) for n in range(50)]
    results = await asyncio.gather(
        *(
            (harness.service.deny if n % 2 else harness.service.approve)(tweet_id, moderator)
            for n, moderator in enumerate(moderators)
        ),
        return_exceptions=True,
    )
    winner = moderators[results.index(None)]
    slower = [str(result) for result in results if isinstance(result, TooLateError)]
    view = await harness.service.get(tweet_id)
    assert results.count(None) == 1
    assert [sentence.startswith(f"<@{winner.id}> ") for sentence in slower] == [True] * 49
    assert view.decided_by == winner.id
    assert await harness.deeds(tweet_id) == [(VICTOR.id, "submitted"), (winner.id, view.status)]
    assert len(harness.changes) == 2


async def test_nobody_approves_their_own_tweet_but_expressly(harness: QueueHarness) -> None:
    harness.policy = "volunteers_moderate"
    of_victor, of_ada = await harness.write(author=VICTOR), await harness.write(author=ADA)
    own = harness.service.approve(of_victor, VICTOR, bypass=True)
    await harness.refused(NotAllowedError, own, match="ask somebody else")
    await harness.refused(NotAllowedError, harness.service.approve(of_ada, ADA), match="Approve my own tweet")
    await harness.refused(NotAllowedError, harness.service.approve(of_ada, ADA, post_now=True))

    view = await harness.service.get(of_ada)
    assert harness.service.needs_bypass(ADA, view)
    assert not harness.service.needs_bypass(GRACE, view)
    await harness.service.approve(of_ada, ADA, bypass=True)
    assert (await harness.service.get(of_ada)).bypass
    assert (await harness.deeds(of_ada))[-1] == (ADA.id, "approved by its own author")

    await harness.service.approve(of_victor, VERA, bypass=True)
    assert not (await harness.service.get(of_victor)).bypass


async def test_posting_now_ignores_the_planned_time(harness: QueueHarness) -> None:
    tweet_id = await harness.write(not_before=NOON + HOUR)
    await harness.service.approve(tweet_id, ADA, post_now=True)
    view = await harness.service.get(tweet_id)
    assert (view.post_now, view.not_before, view.outcome) == (True, None, Outcome.WAITING)


async def test_what_waits_already_can_be_told_to_go_out_now(harness: QueueHarness) -> None:
    tweet_id = await harness.write(author=GRACE, not_before=NOON + HOUR)
    await harness.service.approve(tweet_id, ADA)
    # It is approved by somebody else already, so its author may hurry it.
    assert not harness.service.needs_bypass(GRACE, await harness.service.get(tweet_id))
    await harness.service.approve(tweet_id, GRACE, post_now=True)
    view = await harness.service.get(tweet_id)
    assert (view.post_now, view.not_before, view.decided_by, view.bypass) == (True, None, ADA.id, False)
    assert len(view.deliveries) == 1
    assert (await harness.deeds(tweet_id))[-1] == (GRACE.id, "told to go out at once")
    await harness.refused(TooLateError, harness.service.approve(tweet_id, ADA, post_now=True))


async def test_nobody_approves_a_text_that_they_have_not_read(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    await harness.service.edit(tweet_id, VICTOR, "Something else", revision=1)
    for late in (
        harness.service.approve(tweet_id, ADA, revision=1),
        harness.service.deny(tweet_id, ADA, revision=1),
        harness.service.edit(tweet_id, ADA, "A third", revision=1),
    ):
        await harness.refused(ChangedMeanwhileError, late, match="read it again")
    await harness.service.approve(tweet_id, ADA, revision=2)


async def test_an_edit_voids_the_approval(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    await harness.service.approve(tweet_id, ADA, post_now=True)
    await harness.service.edit(tweet_id, VICTOR, " Better ")
    view = await harness.service.get(tweet_id)
    assert (view.text, view.revision, view.outcome) == ("Better", 2, Outcome.PENDING)
    assert (view.deliveries, view.decided_by, view.decided_at, view.post_now) == ((), None, None, False)
    row = (await harness.service.history(tweet_id))[-1]
    assert (row.actor_id, row.action) == (VICTOR.id, "edited")
    assert row.before["text"] == "Hello"
    assert row.after["text"] == "Better"
    assert row.after["delivery paper"] is None
    await harness.outbox.work()
    assert harness.network.published == []

    await harness.service.approve(tweet_id, ADA)
    await harness.outbox.work()
    assert [found.post.text for found in harness.network.published] == ["Better"]


async def test_an_edit_of_nothing_voids_nothing(harness: QueueHarness) -> None:
    tweet_id = await harness.approved()
    await harness.service.edit(tweet_id, VICTOR, "Hello ")
    harness.policy = "volunteers_trusted"
    await harness.service.edit(tweet_id, VICTOR, "Hello\n")
    assert (await harness.service.get(tweet_id)).outcome is Outcome.WAITING
    assert len(await harness.deeds(tweet_id)) == 2


async def test_trusted_authors_edit_without_approval_but_only_their_own(harness: QueueHarness) -> None:
    harness.policy = "volunteers_trusted"
    tweet_id = await harness.write()
    await harness.service.edit(tweet_id, VICTOR, "Better")
    view = await harness.service.get(tweet_id)
    assert (view.text, view.outcome) == ("Better", Outcome.WAITING)
    assert [deed for _, deed in await harness.deeds(tweet_id)][-2:] == [
        "edited",
        "approved without moderation",
    ]
    await harness.service.edit(tweet_id, VERA, "Worse")
    assert (await harness.service.get(tweet_id)).outcome is Outcome.PENDING


async def test_an_edit_is_measured(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    await harness.refused(DraftError, harness.service.edit(tweet_id, VICTOR, "a" * 281), match="281")
    await harness.refused(DraftError, harness.service.edit(tweet_id, VICTOR, " "), match="no text")


async def test_a_retweet_cannot_be_edited(harness: QueueHarness) -> None:
    tweet_id = await harness.write("", retweet_of="7")
    await harness.refused(DraftError, harness.service.edit(tweet_id, ADA, "Text"), match="retweet")


async def test_rescheduling_keeps_the_approval_but_not_the_hurry(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    await harness.service.approve(tweet_id, ADA, post_now=True)
    await harness.service.reschedule(tweet_id, VICTOR, NOON + HOUR)
    view = await harness.service.get(tweet_id)
    assert (view.not_before, view.post_now, view.outcome) == (NOON + HOUR, False, Outcome.WAITING)
    rows = len(await harness.deeds(tweet_id))
    await harness.service.reschedule(tweet_id, VICTOR, NOON + HOUR)
    assert len(await harness.deeds(tweet_id)) == rows
    await harness.service.reschedule(tweet_id, VICTOR, None)
    assert (await harness.service.get(tweet_id)).not_before is None


async def test_times_that_cannot_be_are_refused(harness: QueueHarness) -> None:
    tweet_id = await harness.write(not_after=NOON + HOUR)
    past, late = NOON - HOUR, NOON + HOUR
    await harness.refused(DraftError, harness.service.reschedule(tweet_id, VICTOR, past), match="has passed")
    await harness.refused(
        DraftError, harness.service.reschedule(tweet_id, VICTOR, late), match="not be posted after"
    )
    harness.clock.forward(hours=1)
    await harness.refused(DraftError, harness.service.approve(tweet_id, ADA), match="not be posted after")
    await harness.refused(
        DraftError, harness.service.reschedule(tweet_id, VICTOR, None), match="not be posted after"
    )


async def test_when_a_tweet_is_too_late_can_be_changed_with_its_time(harness: QueueHarness) -> None:
    tweet_id = await harness.approved(not_after=NOON + HOUR)
    await harness.service.reschedule(tweet_id, VICTOR, NOON + 3 * HOUR, not_after=NOON + 5 * HOUR)
    await harness.service.reschedule(tweet_id, VICTOR, NOON + 2 * HOUR)

    view = await harness.service.get(tweet_id)
    assert (view.not_before, view.not_after, view.outcome) == (
        NOON + 2 * HOUR,
        NOON + 5 * HOUR,
        Outcome.WAITING,
    )
    await harness.service.reschedule(tweet_id, VICTOR, None, not_after=None)
    assert (await harness.service.get(tweet_id)).not_after is None


async def test_a_tweet_can_be_cancelled_until_it_goes_out(harness: QueueHarness) -> None:
    tweets = [
        await harness.write("Pending"),
        await harness.approved("Approved"),
        await harness.failed("Failed"),
    ]
    await harness.service.reschedule(tweets[1], ADA, NOON + HOUR)
    for tweet_id in tweets:
        await harness.service.cancel(tweet_id, VICTOR, "Not now.")
        view = await harness.service.get(tweet_id)
        assert (view.outcome, view.reason, view.deliveries) == (Outcome.CANCELLED, "Not now.", ())
    harness.clock.forward(hours=2)
    await harness.outbox.work()
    assert harness.network.published == []


async def test_the_source_of_a_tweet_may_cancel_it(harness: QueueHarness) -> None:
    tweet_id = await harness.approved()
    await harness.service.cancel(tweet_id, None, "The session was cancelled.")
    assert (await harness.deeds(tweet_id))[-1] == (None, "cancelled")
    late = harness.service.approve(tweet_id, ADA)
    await harness.refused(TooLateError, late, match="^This tweet was cancelled <t:")


async def test_the_roles_of_the_moment_count(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    service = harness.service
    for attempt in (
        service.approve(tweet_id, VERA),
        service.approve(tweet_id, VERA, post_now=True),
        service.deny(tweet_id, VERA),
        service.edit(tweet_id, VERA, "Mine"),
        service.reschedule(tweet_id, VERA, None),
        service.cancel(tweet_id, VERA),
        service.cancel(tweet_id, replace(VICTOR, is_volunteer=False)),
        service.approve(tweet_id, replace(ADA, is_organizer=False)),
        service.retry(tweet_id, EVE),
        service.mark_sent(tweet_id, EVE),
        service.send_again(tweet_id, EVE),
        service.cancel_group("group", VERA),
    ):
        await harness.refused(NotAllowedError, attempt)
    harness.policy = "volunteers_moderate"
    await service.approve(tweet_id, VERA)


@pytest.mark.parametrize("number", [0, -1, 7, 2**31, 2**63, 10**30])
async def test_forged_numbers_name_no_tweet(harness: QueueHarness, number: int) -> None:
    for attempt in (
        harness.service.approve(number, ADA),
        harness.service.edit(number, ADA, "Text"),
        harness.service.get(number),
        harness.service.history(number),
        harness.service.pictures(number),
    ):
        await harness.refused(NoSuchTweetError, attempt, match="/tweet queue")


async def test_many_are_approved_each_by_itself(harness: QueueHarness) -> None:
    first, second, denied = [await harness.write(text) for text in ("First", "Second", "Denied")]
    own = await harness.write("Own", ADA)
    await harness.service.deny(denied, GRACE)
    results = await harness.service.approve_all([first, denied, own, 99, second], ADA)
    assert [type(result) for result in results.values()] == [
        type(None),
        TooLateError,
        NotAllowedError,
        NoSuchTweetError,
        type(None),
    ]
    assert await harness.service.approve_all([own], ADA, bypass=True) == {own: None}
    assert await outcomes(harness, first, second, own) == [Outcome.WAITING] * 3


async def outcomes(harness: QueueHarness, *tweet_ids: int) -> list[Outcome]:
    views: list[TweetSnapshot] = [await harness.service.get(tweet_id) for tweet_id in tweet_ids]
    return [view.outcome for view in views]


async def test_a_denied_tweet_is_taken_up_again(harness: QueueHarness) -> None:
    tweet_id = await harness.write()
    await harness.refused(TooLateError, harness.service.reopen(tweet_id, ADA), match="waits for approval")
    await harness.service.deny(tweet_id, ADA, "Not now")
    await harness.refused(NotAllowedError, harness.service.reopen(tweet_id, EVE))

    await harness.service.reopen(tweet_id, GRACE)

    tweet = await harness.service.get(tweet_id)
    assert (tweet.outcome, tweet.reason, tweet.decided_by) == (Outcome.PENDING, "", None)
    assert (await harness.deeds(tweet_id))[-1] == (GRACE.id, "taken up again")
    await harness.service.approve(tweet_id, ADA)
    await harness.outbox.work()
    assert [found.post.text for found in harness.network.published] == ["Hello"]


async def test_other_pictures_void_an_approval(harness: QueueHarness) -> None:
    tweet_id = await harness.approved(pictures=(PICTURE, PICTURE))
    other = replace(PICTURE, alt_text="A line")
    await harness.refused(NotAllowedError, harness.service.change_pictures(tweet_id, EVE, [other]))
    await harness.refused(DraftError, harness.service.change_pictures(tweet_id, VICTOR, [other] * 5))

    await harness.service.change_pictures(tweet_id, VICTOR, [other])

    tweet = await harness.service.get(tweet_id)
    assert (tweet.outcome, tweet.revision) == (Outcome.PENDING, 2)
    assert [picture.alt_text for picture in tweet.pictures] == ["A line"]
    assert (await harness.deeds(tweet_id))[-1] == (VICTOR.id, "given other pictures")

    await harness.service.change_pictures(tweet_id, VICTOR, [])
    assert (await harness.service.get(tweet_id)).pictures == ()
