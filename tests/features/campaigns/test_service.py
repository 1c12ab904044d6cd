from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from DiscordBot.features.campaigns.errors import CampaignError, NoSuchCampaignError
from DiscordBot.features.campaigns.models import CampaignState
from DiscordBot.features.campaigns.planning.planner import PreviewRefusedError
from DiscordBot.features.campaigns.snapshot import Status
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.sending.deliveries import Deliveries
from DiscordBot.networks.port import Measure
from tests.features.campaigns.harness import ADA, GRACE, CampaignHarness
from tests.features.campaigns.stage import programme
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from DiscordBot.core.database import Database


@pytest.fixture
def harness(database: Database) -> CampaignHarness:
    return CampaignHarness(database)


async def test_creation_queues_what_was_previewed(harness: CampaignHarness) -> None:
    previewed = await harness.draft(random_minutes=30)
    harness.clock.forward(hours=3)

    snapshot = await harness.service.create(previewed.campaign.number, ADA, previewed.digest)

    planned = [(tweet.text, tweet.due) for tweet in previewed.preview.tweets]
    assert [(tweet.text, tweet.not_before) for tweet in snapshot.in_order] == planned
    (first, *_) = snapshot.in_order
    assert first.source is Source.CAMPAIGN
    assert (first.group_key, first.source_key) == ("campaign:1", "campaign:1:T000-1")
    assert first.author_id == ADA.id
    assert snapshot.status is Status.RUNNING
    assert set(harness.told) == {1}


async def test_a_double_click_creates_once(harness: CampaignHarness) -> None:
    number = (await harness.draft()).campaign.number

    results = await asyncio.gather(
        *(harness.service.create(number, actor) for actor in (ADA, GRACE, ADA)), return_exceptions=True
    )

    assert [isinstance(result, CampaignError) for result in results].count(True) == 2
    assert len((await harness.service.snapshot(number)).tweets) == 3


async def test_two_drafts_of_the_same_create_one_campaign(harness: CampaignHarness) -> None:
    drafts = [await harness.draft(name=name) for name in ("Talks", "Sessions")]

    results = await asyncio.gather(
        *(harness.service.create(draft.campaign.number, ADA) for draft in drafts), return_exceptions=True
    )

    (error,) = [result for result in results if isinstance(result, BaseException)]
    assert "exactly these texts" in str(error)


async def test_a_name_is_used_once(harness: CampaignHarness) -> None:
    await harness.create()

    with pytest.raises(CampaignError, match="with this name already"):
        await harness.create("Other: {{ session.title }}", name="TALKS")


async def test_tweets_and_campaign_are_one_transaction(harness: CampaignHarness) -> None:
    previewed = await harness.draft()
    stored = 0
    store = harness.tweets.store

    async def failing(session: object, prepared: object) -> int:
        nonlocal stored
        stored += 1
        if stored == 3:
            raise OperationalError("store", {}, Exception("The disk is full."))
        return await store(session, prepared)  # type: ignore[arg-type]  # as it was called

    harness.tweets.store = failing  # type: ignore[assignment, method-assign]  # the third of them fails
    with pytest.raises(OperationalError):
        await harness.service.create(previewed.campaign.number, ADA)

    snapshot = await harness.service.snapshot(previewed.campaign.number)
    assert (snapshot.status, snapshot.tweets) == (Status.DRAFT, ())


async def test_another_text_or_time_is_not_created(harness: CampaignHarness) -> None:
    previewed = await harness.draft()
    harness.sessions = programme(4)

    with pytest.raises(PreviewRefusedError, match="changed since you read") as raised:
        await harness.service.create(previewed.campaign.number, ADA, previewed.digest)

    assert len(raised.value.previewed.preview.tweets) == 4
    await harness.service.create(previewed.campaign.number, ADA, raised.value.previewed.digest)


async def test_a_change_of_what_is_not_in_the_texts_is_no_change(harness: CampaignHarness) -> None:
    previewed = await harness.draft()
    harness.sessions = [session.model_copy(update={"room": "Other"}) for session in harness.sessions]

    await harness.service.create(previewed.campaign.number, ADA, previewed.digest)


async def test_a_text_that_is_too_long_blocks_creation(harness: CampaignHarness) -> None:
    previewed = await harness.draft("{{ session.title }}{{ '.' * 5000 }}")

    assert not previewed.can_be_created
    with pytest.raises(PreviewRefusedError, match="what is wrong"):
        await harness.service.create(previewed.campaign.number, ADA, previewed.digest)


async def test_what_the_network_does_not_take_is_named(
    harness: CampaignHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def other_rules(text: str) -> Measure:
        return Measure(len(text), 3)

    previewed = await harness.draft()
    monkeypatch.setattr(harness.network, "measure", other_rules)

    with pytest.raises(CampaignError, match="«Talk number 0» cannot be queued"):
        await harness.service.create(previewed.campaign.number, ADA, previewed.digest)


async def test_texts_are_previewed_as_the_queue_keeps_them(harness: CampaignHarness) -> None:
    previewed = await harness.draft("  e\u0301 {{ session.title }}\r\n\tx ")

    assert previewed.preview.tweets[0].text == "é Talk number 0\n x"


async def test_pausing_tells_listeners_once(harness: CampaignHarness) -> None:
    number = (await harness.create()).campaign.number
    harness.told.clear()

    assert await harness.service.pause(number, ADA) == 3

    assert harness.told == [number]
    assert (await harness.service.snapshot(number)).status is Status.PAUSED
    deeds = [row.action for row in await harness.tweets.history(1)]
    assert deeds == ["submitted", "put on hold"]


async def test_resuming_keeps_the_window_and_the_order(harness: CampaignHarness) -> None:
    number = (await harness.create()).campaign.number
    await harness.service.pause(number, ADA)
    harness.clock.at = berlin("2027-07-16 20:15")

    resumed = await harness.service.resume(number, GRACE)

    expected = [berlin("2027-07-16 20:15"), berlin("2027-07-17 09:00"), berlin("2027-07-17 10:00")]
    assert (resumed.tweets, list(resumed.moved)) == (3, expected)
    assert await harness.times(number) == expected
    assert [tweet.text for tweet in (await harness.service.snapshot(number)).in_order] == [
        f"Talk number {index}" for index in range(3)
    ]


async def test_a_campaign_is_cancelled_once(harness: CampaignHarness) -> None:
    number = (await harness.create()).campaign.number
    await harness.service.pause(number, ADA)

    assert await harness.service.cancel(number, ADA) == 3

    with pytest.raises(CampaignError, match="is cancelled, so it cannot be cancelled"):
        await harness.service.cancel(number, ADA)
    with pytest.raises(CampaignError, match="so it cannot be resumed"):
        await harness.service.resume(number, ADA)


async def test_what_is_in_doubt_when_a_campaign_is_cancelled_is_not_sent_again(
    harness: CampaignHarness,
) -> None:
    number = (await harness.create()).campaign.number
    await harness.service.approve(number, {1: 1, 2: 1}, GRACE)
    harness.clock.at = berlin("2027-07-15 10:30")
    deliveries = Deliveries(harness.database, harness.network.name)
    first, second = [
        await deliveries.begin(
            delivery.id,
            harness.clock.now(),
            harness.network.price,
            account=harness.network.account,
            budget_left=None,
        )
        for delivery in await deliveries.open()
    ]
    assert first is not None
    assert second is not None
    await deliveries.unknown(first, "No answer.", harness.clock.now())

    assert await harness.service.cancel(number, ADA) == 1

    for attempt in (first, second):
        await deliveries.waiting(attempt, "It is not there.", harness.clock.now(), harness.clock.now())
    assert await deliveries.open() == []


async def test_tweets_of_another_campaign_are_left_alone(harness: CampaignHarness) -> None:
    first = await harness.create()
    second = await harness.create("Other: {{ session.title }}", name="Second")
    foreign = {tweet.id: tweet.revision for tweet in second.tweets}

    assert await harness.service.approve(first.campaign.number, foreign, GRACE) == {}
    assert await harness.service.deny(first.campaign.number, foreign, GRACE) == {}

    assert {tweet.outcome for tweet in (await harness.service.snapshot(2)).tweets} == {"pending"}


async def test_an_unknown_number_is_told(harness: CampaignHarness) -> None:
    for number in (1, 0, 2**70):
        with pytest.raises(NoSuchCampaignError):
            await harness.service.create(number, ADA)


async def test_old_drafts_are_forgotten_and_campaigns_kept(harness: CampaignHarness) -> None:
    await harness.create()
    await harness.draft(name="Draft")

    await harness.rows.forget_drafts(harness.clock.now() + timedelta(seconds=1))
    await harness.rows.forget_people()

    (left,) = await harness.rows.all()
    assert (left.name, left.state, left.queued_by) == ("Talks", CampaignState.QUEUED, None)


async def test_a_draft_that_was_changed_meanwhile_is_not_changed_again(harness: CampaignHarness) -> None:
    read = (await harness.draft()).campaign
    await harness.drafts.with_new_seed(read.number)

    with pytest.raises(CampaignError, match="Somebody has changed this draft"):
        await harness.rows.change(read, template="x")


async def test_an_edit_after_reading_is_not_approved_with_the_others(harness: CampaignHarness) -> None:
    snapshot = await harness.create()
    read = {tweet.id: tweet.revision for tweet in snapshot.tweets}
    await harness.tweets.edit(2, ADA, "Something else")

    results = await harness.service.approve(snapshot.campaign.number, read, GRACE)

    assert [type(results[tweet_id]).__name__ for tweet_id in (1, 2, 3)] == [
        "NoneType",
        "ChangedMeanwhileError",
        "NoneType",
    ]


async def test_a_slow_account_is_told_in_the_preview(harness: CampaignHarness) -> None:
    assert not (await harness.draft(interval_minutes=2)).is_slowed
    assert (await harness.draft(interval_minutes=1)).is_slowed is False

    harness = CampaignHarness(harness.database, min_gap_seconds=61)

    assert (await harness.draft(interval_minutes=1)).is_slowed
