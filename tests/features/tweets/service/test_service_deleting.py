"""Deleting tweets that are out, also when only some networks do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.models import DeliveryStatus
from DiscordBot.features.tweets.service import NotAllowedError, Outcome, TooLateError
from DiscordBot.networks.port import NotNowError, Perhaps
from tests.features.tweets.post_office import PaperNetwork
from tests.features.tweets.queue_harness import ADA, EVE, GRACE, VERA, VICTOR
from tests.features.tweets.service.test_service_deliveries import set_status

if TYPE_CHECKING:
    from tests.features.tweets.queue_harness import QueueHarness


async def test_a_sent_tweet_is_deleted_and_that_is_written_down(harness: QueueHarness) -> None:
    tweet_id = await harness.sent()
    (deletion,) = await harness.service.delete(tweet_id, ADA)
    assert (deletion.title, deletion.problem) == ("Paper", "")
    assert harness.network.deleted == ["1001"]
    view = await harness.service.get(tweet_id)
    assert (view.outcome, view.deliveries[0].status) == (Outcome.DELETED, DeliveryStatus.DELETED)
    assert (await harness.deeds(tweet_id))[-2:] == [
        (ADA.id, "told to be deleted"),
        (ADA.id, "deleted on the network"),
    ]
    assert harness.changes[-1].outcome is Outcome.DELETED
    assert await harness.service.open_tweets() == ()
    await harness.refused(TooLateError, harness.service.delete(tweet_id, ADA), match="has been deleted")


async def test_a_repost_is_taken_back_by_its_original(harness: QueueHarness) -> None:
    tweet_id = await harness.sent("The original", retweet_of="77")
    await harness.service.delete(tweet_id, ADA)
    assert harness.network.deleted == ["77"]


async def test_who_may_approve_may_delete(harness: QueueHarness) -> None:
    tweet_id = await harness.sent()
    for person in (VICTOR, VERA, EVE):
        await harness.refused(NotAllowedError, harness.service.delete(tweet_id, person))
    harness.policy = "volunteers_moderate"
    await harness.service.delete(tweet_id, VERA)
    assert harness.network.deleted == ["1001"]


async def test_also_when_tweets_are_switched_off(harness: QueueHarness) -> None:
    tweet_id = await harness.sent()
    harness.policy = "off"
    await harness.refused(NotAllowedError, harness.service.delete(tweet_id, VERA))
    await harness.service.delete(tweet_id, GRACE)
    assert (await harness.service.get(tweet_id)).outcome is Outcome.DELETED


async def test_what_is_not_out_cannot_be_deleted(harness: QueueHarness) -> None:
    for tweet_id in (await harness.write(), await harness.failed("Two"), await harness.asked_about("Three")):
        await harness.refused(TooLateError, harness.service.delete(tweet_id, ADA))
    assert harness.network.deleted == []


@pytest.mark.parametrize("trouble", [NotNowError("X asks to slow down."), Perhaps("X did not answer.")])
async def test_what_one_network_does_not_delete_can_be_tried_again(
    harness: QueueHarness, trouble: Exception
) -> None:
    elsewhere = PaperNetwork(harness.clock, name="elsewhere", title="Elsewhere")
    harness.open_with(harness.network, elsewhere)
    tweet_id = await harness.sent()
    await set_status(harness, DeliveryStatus.SENT, network="elsewhere", remote_id="2002")
    harness.network.deletion_troubles.append(trouble)
    assert [(one.title, one.problem) for one in await harness.service.delete(tweet_id, ADA)] == [
        ("Paper", str(trouble)),
        ("Elsewhere", ""),
    ]
    view = await harness.service.get(tweet_id)
    assert (view.outcome, [*view.is_out]) == (Outcome.SENT, ["paper"])
    assert [one.problem for one in view.deliveries] == [str(trouble), ""]
    assert (ADA.id, "not deleted on the network") in await harness.deeds(tweet_id)

    await harness.service.delete(tweet_id, GRACE)
    view = await harness.service.get(tweet_id)
    assert (view.outcome, [one.problem for one in view.deliveries]) == (Outcome.DELETED, ["", ""])
    assert elsewhere.deleted == ["2002"]


@pytest.mark.parametrize("status", [DeliveryStatus.WAITING, DeliveryStatus.FAILED])
async def test_what_is_deleted_goes_out_nowhere_else(harness: QueueHarness, status: DeliveryStatus) -> None:
    elsewhere = PaperNetwork(harness.clock, name="elsewhere", title="Elsewhere")
    harness.open_with(harness.network, elsewhere)
    tweet_id = await harness.sent()
    await set_status(harness, status, network="elsewhere")
    await harness.service.delete(tweet_id, ADA)
    view = await harness.service.get(tweet_id)
    assert (view.outcome, [one.network for one in view.deliveries]) == (Outcome.DELETED, ["paper"])


async def test_what_is_being_sent_elsewhere_is_waited_for(harness: QueueHarness) -> None:
    elsewhere = PaperNetwork(harness.clock, name="elsewhere", title="Elsewhere")
    harness.open_with(harness.network, elsewhere)
    tweet_id = await harness.sent()
    await set_status(harness, DeliveryStatus.SENDING, network="elsewhere")
    await harness.refused(TooLateError, harness.service.delete(tweet_id, ADA), match="being sent")
    assert harness.network.deleted == []


async def test_an_error_of_ours_on_one_network_is_reported_and_the_others_go_on(
    harness: QueueHarness,
) -> None:
    elsewhere = PaperNetwork(harness.clock, name="elsewhere")
    harness.open_with(harness.network, elsewhere)
    tweet_id = await harness.sent()
    await set_status(harness, DeliveryStatus.SENT, network="elsewhere", remote_id="2002")
    harness.network.deletion_troubles.append(RuntimeError("a bug"))
    problems = [one.problem for one in await harness.service.delete(tweet_id, ADA)]
    assert problems == ["Paper gave no answer that the bot understands.", ""]
    assert [str(error) for error, _ in harness.errors] == ["a bug"]


async def test_what_only_a_human_has_seen_is_theirs_to_delete(harness: QueueHarness) -> None:
    tweet_id = await harness.asked_about()
    await harness.service.mark_sent(tweet_id, ADA)
    (deletion,) = await harness.service.delete(tweet_id, ADA)
    assert "delete it on Paper itself" in deletion.problem
    assert (await harness.service.get(tweet_id)).outcome is Outcome.SENT


async def test_the_posts_of_another_account_are_left_alone(harness: QueueHarness) -> None:
    tweet_id = await harness.sent()
    harness.network.account = "somebody else"
    (deletion,) = await harness.service.delete(tweet_id, ADA)
    assert "Another account" in deletion.problem
    assert harness.network.deleted == []
