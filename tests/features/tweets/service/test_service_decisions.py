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
from tests.features.tweets.queue_desk import ADA, EVE, GRACE, PICTURE, VERA, VICTOR

if TYPE_CHECKING:
    from DiscordBot.features.tweets.service import TweetSnapshot
    from tests.features.tweets.queue_desk import QueueDesk

HOUR = timedelta(hours=1)
STAMP = rf"<t:{int(NOON.timestamp())}:R>"


async def test_an_approved_tweet_waits_for_every_network(desk: QueueDesk) -> None:
    tweet_id = await desk.approved()
    view = await desk.service.get(tweet_id)
    assert (view.status, view.outcome) == (TweetStatus.APPROVED, Outcome.WAITING)
    assert (view.decided_by, view.decided_at, view.bypass, view.post_now) == (ADA.id, NOON, False, False)
    assert [delivery.network for delivery in view.deliveries] == ["paper"]
    assert await desk.deeds(tweet_id) == [(VICTOR.id, "submitted"), (ADA.id, "approved")]
    assert [change.outcome for change in desk.changes] == [Outcome.PENDING, Outcome.WAITING]


async def test_a_denied_tweet_says_why(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    await desk.service.deny(tweet_id, ADA, " Too loud. ")
    view = await desk.service.get(tweet_id)
    assert (view.outcome, view.reason, view.decided_by) == (Outcome.DENIED, "Too loud.", ADA.id)
    assert view.deliveries == ()
    row = (await desk.service.history(tweet_id))[-1]
    assert (row.before, row.after) == (
        {"reason": "", "status": "pending"},
        {"reason": "Too loud.", "status": "denied"},
    )


async def test_the_slower_moderator_reads_who_was_faster(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    await desk.service.deny(tweet_id, ADA)
    faster = rf"^<@1> was faster: this tweet was denied {STAMP}\.$"
    await desk.refused(TooLateError, desk.service.approve(tweet_id, GRACE), match=faster)
    await desk.refused(TooLateError, desk.service.edit(tweet_id, VICTOR, "New"), match=faster)
    await desk.refused(
        TooLateError, desk.service.deny(tweet_id, ADA), match=rf"^You have denied this tweet {STAMP}\.$"
    )
    await desk.service.forget_personal_data(NOON + HOUR)
    await desk.refused(
        TooLateError, desk.service.deny(tweet_id, GRACE), match=rf"^This tweet was denied {STAMP}\.$"
    )


async def test_who_wants_to_deny_an_approved_tweet_reads_how_to_withdraw_it(desk: QueueDesk) -> None:
    tweet_id = await desk.approved()
    late = desk.service.deny(tweet_id, GRACE)
    await desk.refused(
        TooLateError, late, match=r"was approved <t:\d+:R>\. If it should not go out, cancel it"
    )
    await desk.outbox.work()
    await desk.refused(TooLateError, desk.service.deny(tweet_id, GRACE), match=r"was approved <t:\d+:R>\.$")


async def test_fifty_moderators_at_once_have_one_outcome(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    moderators = [replace(ADA, id=100 + n) for n in range(50)]
    results = await asyncio.gather(
        *(
            (desk.service.deny if n % 2 else desk.service.approve)(tweet_id, moderator)
            for n, moderator in enumerate(moderators)
        ),
        return_exceptions=True,
    )
    winner = moderators[results.index(None)]
    slower = [str(result) for result in results if isinstance(result, TooLateError)]
    view = await desk.service.get(tweet_id)
    assert results.count(None) == 1
    faster = f"<@{winner.id}> was faster: this tweet was {view.status} {STAMP}."
    assert [sentence.startswith(faster) for sentence in slower] == [True] * 49
    assert view.decided_by == winner.id
    assert await desk.deeds(tweet_id) == [(VICTOR.id, "submitted"), (winner.id, view.status)]
    assert len(desk.changes) == 2


async def test_nobody_approves_their_own_tweet_but_expressly(desk: QueueDesk) -> None:
    desk.policy = "volunteers_moderate"
    of_victor, of_ada = await desk.write(author=VICTOR), await desk.write(author=ADA)
    own = desk.service.approve(of_victor, VICTOR, bypass=True)
    await desk.refused(NotAllowedError, own, match="ask somebody else")
    await desk.refused(NotAllowedError, desk.service.approve(of_ada, ADA), match="Approve my own tweet")
    await desk.refused(NotAllowedError, desk.service.approve(of_ada, ADA, post_now=True))

    view = await desk.service.get(of_ada)
    assert desk.service.needs_bypass(ADA, view)
    assert not desk.service.needs_bypass(GRACE, view)
    await desk.service.approve(of_ada, ADA, bypass=True)
    assert (await desk.service.get(of_ada)).bypass
    assert (await desk.deeds(of_ada))[-1] == (ADA.id, "approved by its own author")

    await desk.service.approve(of_victor, VERA, bypass=True)
    assert not (await desk.service.get(of_victor)).bypass


async def test_posting_now_ignores_the_planned_time(desk: QueueDesk) -> None:
    tweet_id = await desk.write(not_before=NOON + HOUR)
    await desk.service.approve(tweet_id, ADA, post_now=True)
    view = await desk.service.get(tweet_id)
    assert (view.post_now, view.not_before, view.outcome) == (True, None, Outcome.WAITING)


async def test_what_waits_already_can_be_told_to_go_out_now(desk: QueueDesk) -> None:
    tweet_id = await desk.write(author=GRACE, not_before=NOON + HOUR)
    await desk.service.approve(tweet_id, ADA)
    # It is approved by somebody else already, so its author may hurry it.
    assert not desk.service.needs_bypass(GRACE, await desk.service.get(tweet_id))
    await desk.service.approve(tweet_id, GRACE, post_now=True)
    view = await desk.service.get(tweet_id)
    assert (view.post_now, view.not_before, view.decided_by, view.bypass) == (True, None, ADA.id, False)
    assert len(view.deliveries) == 1
    assert (await desk.deeds(tweet_id))[-1] == (GRACE.id, "told to go out at once")
    await desk.refused(TooLateError, desk.service.approve(tweet_id, ADA, post_now=True))


async def test_nobody_approves_a_text_that_they_have_not_read(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    await desk.service.edit(tweet_id, VICTOR, "Something else", revision=1)
    for late in (
        desk.service.approve(tweet_id, ADA, revision=1),
        desk.service.deny(tweet_id, ADA, revision=1),
        desk.service.edit(tweet_id, ADA, "A third", revision=1),
    ):
        await desk.refused(ChangedMeanwhileError, late, match="read it again")
    await desk.service.approve(tweet_id, ADA, revision=2)


async def test_an_edit_voids_the_approval(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    await desk.service.approve(tweet_id, ADA, post_now=True)
    await desk.service.edit(tweet_id, VICTOR, " Better ")
    view = await desk.service.get(tweet_id)
    assert (view.text, view.revision, view.outcome) == ("Better", 2, Outcome.PENDING)
    assert (view.deliveries, view.decided_by, view.decided_at, view.post_now) == ((), None, None, False)
    row = (await desk.service.history(tweet_id))[-1]
    assert (row.actor_id, row.action) == (VICTOR.id, "edited")
    assert row.before["text"] == "Hello"
    assert row.after["text"] == "Better"
    assert row.after["delivery paper"] is None
    await desk.outbox.work()
    assert desk.network.published == []

    await desk.service.approve(tweet_id, ADA)
    await desk.outbox.work()
    assert [found.post.text for found in desk.network.published] == ["Better"]


async def test_an_edit_of_nothing_voids_nothing(desk: QueueDesk) -> None:
    tweet_id = await desk.approved()
    await desk.service.edit(tweet_id, VICTOR, "Hello ")
    desk.policy = "volunteers_trusted"
    await desk.service.edit(tweet_id, VICTOR, "Hello\n")
    assert (await desk.service.get(tweet_id)).outcome is Outcome.WAITING
    assert len(await desk.deeds(tweet_id)) == 2


async def test_trusted_authors_edit_without_approval_but_only_their_own(desk: QueueDesk) -> None:
    desk.policy = "volunteers_trusted"
    tweet_id = await desk.write()
    await desk.service.edit(tweet_id, VICTOR, "Better")
    view = await desk.service.get(tweet_id)
    assert (view.text, view.outcome) == ("Better", Outcome.WAITING)
    assert [deed for _, deed in await desk.deeds(tweet_id)][-2:] == ["edited", "approved without moderation"]
    await desk.service.edit(tweet_id, VERA, "Worse")
    assert (await desk.service.get(tweet_id)).outcome is Outcome.PENDING


async def test_an_edit_is_measured(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    await desk.refused(DraftError, desk.service.edit(tweet_id, VICTOR, "a" * 281), match="281")
    await desk.refused(DraftError, desk.service.edit(tweet_id, VICTOR, " "), match="no text")


async def test_a_retweet_cannot_be_edited(desk: QueueDesk) -> None:
    tweet_id = await desk.write("", retweet_of="7")
    await desk.refused(DraftError, desk.service.edit(tweet_id, ADA, "Text"), match="retweet")


async def test_rescheduling_keeps_the_approval_but_not_the_hurry(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    await desk.service.approve(tweet_id, ADA, post_now=True)
    await desk.service.reschedule(tweet_id, VICTOR, NOON + HOUR)
    view = await desk.service.get(tweet_id)
    assert (view.not_before, view.post_now, view.outcome) == (NOON + HOUR, False, Outcome.WAITING)
    rows = len(await desk.deeds(tweet_id))
    await desk.service.reschedule(tweet_id, VICTOR, NOON + HOUR)
    assert len(await desk.deeds(tweet_id)) == rows
    await desk.service.reschedule(tweet_id, VICTOR, None)
    assert (await desk.service.get(tweet_id)).not_before is None


async def test_times_that_cannot_be_are_refused(desk: QueueDesk) -> None:
    tweet_id = await desk.write(not_after=NOON + HOUR)
    past, late = NOON - HOUR, NOON + HOUR
    await desk.refused(DraftError, desk.service.reschedule(tweet_id, VICTOR, past), match="has passed")
    await desk.refused(DraftError, desk.service.reschedule(tweet_id, VICTOR, late), match="no sense after")
    desk.clock.forward(hours=1)
    await desk.refused(DraftError, desk.service.approve(tweet_id, ADA), match="no sense after")
    await desk.refused(DraftError, desk.service.reschedule(tweet_id, VICTOR, None), match="no sense after")


async def test_a_tweet_can_be_cancelled_until_it_goes_out(desk: QueueDesk) -> None:
    tweets = [await desk.write("Pending"), await desk.approved("Approved"), await desk.failed("Failed")]
    await desk.service.reschedule(tweets[1], ADA, NOON + HOUR)
    for tweet_id in tweets:
        await desk.service.cancel(tweet_id, VICTOR, "Not now.")
        view = await desk.service.get(tweet_id)
        assert (view.outcome, view.reason, view.deliveries) == (Outcome.CANCELLED, "Not now.", ())
    desk.clock.forward(hours=2)
    await desk.outbox.work()
    assert desk.network.published == []


async def test_the_source_of_a_tweet_may_cancel_it(desk: QueueDesk) -> None:
    tweet_id = await desk.approved()
    await desk.service.cancel(tweet_id, None, "The session was cancelled.")
    assert (await desk.deeds(tweet_id))[-1] == (None, "cancelled")
    late = desk.service.approve(tweet_id, ADA)
    await desk.refused(TooLateError, late, match="^This tweet was cancelled <t:")


async def test_the_roles_of_the_moment_count(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    service = desk.service
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
        await desk.refused(NotAllowedError, attempt)
    desk.policy = "volunteers_moderate"
    await service.approve(tweet_id, VERA)


@pytest.mark.parametrize("number", [0, -1, 7, 2**31, 2**63, 10**30])
async def test_forged_numbers_name_no_tweet(desk: QueueDesk, number: int) -> None:
    for attempt in (
        desk.service.approve(number, ADA),
        desk.service.edit(number, ADA, "Text"),
        desk.service.get(number),
        desk.service.history(number),
        desk.service.pictures(number),
    ):
        await desk.refused(NoSuchTweetError, attempt, match="/tweet queue")


async def test_many_are_approved_each_by_itself(desk: QueueDesk) -> None:
    first, second, denied = [await desk.write(text) for text in ("First", "Second", "Denied")]
    own = await desk.write("Own", ADA)
    await desk.service.deny(denied, GRACE)
    results = await desk.service.approve_all([first, denied, own, 99, second], ADA)
    assert [type(result) for result in results.values()] == [
        type(None),
        TooLateError,
        NotAllowedError,
        NoSuchTweetError,
        type(None),
    ]
    assert await desk.service.approve_all([own], ADA, bypass=True) == {own: None}
    assert await outcomes(desk, first, second, own) == [Outcome.WAITING] * 3


async def outcomes(desk: QueueDesk, *tweet_ids: int) -> list[Outcome]:
    views: list[TweetSnapshot] = [await desk.service.get(tweet_id) for tweet_id in tweet_ids]
    return [view.outcome for view in views]


async def test_a_denied_tweet_is_taken_up_again(desk: QueueDesk) -> None:
    tweet_id = await desk.write()
    await desk.refused(TooLateError, desk.service.reopen(tweet_id, ADA), match="waits for approval")
    await desk.service.deny(tweet_id, ADA, "Not now")
    await desk.refused(NotAllowedError, desk.service.reopen(tweet_id, EVE))

    await desk.service.reopen(tweet_id, GRACE)

    tweet = await desk.service.get(tweet_id)
    assert (tweet.outcome, tweet.reason, tweet.decided_by) == (Outcome.PENDING, "", None)
    assert (await desk.deeds(tweet_id))[-1] == (GRACE.id, "taken up again")
    await desk.service.approve(tweet_id, ADA)
    await desk.outbox.work()
    assert [found.post.text for found in desk.network.published] == ["Hello"]


async def test_other_pictures_void_an_approval(desk: QueueDesk) -> None:
    tweet_id = await desk.approved(pictures=(PICTURE, PICTURE))
    other = replace(PICTURE, alt_text="A line")
    await desk.refused(NotAllowedError, desk.service.change_pictures(tweet_id, EVE, [other]))
    await desk.refused(DraftError, desk.service.change_pictures(tweet_id, VICTOR, [other] * 5))

    await desk.service.change_pictures(tweet_id, VICTOR, [other])

    tweet = await desk.service.get(tweet_id)
    assert (tweet.outcome, tweet.revision) == (Outcome.PENDING, 2)
    assert [picture.alt_text for picture in tweet.pictures] == ["A line"]
    assert (await desk.deeds(tweet_id))[-1] == (VICTOR.id, "given other pictures")

    await desk.service.change_pictures(tweet_id, VICTOR, [])
    assert (await desk.service.get(tweet_id)).pictures == ()
