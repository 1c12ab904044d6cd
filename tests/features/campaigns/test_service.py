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
from tests.features.campaigns.desk import ADA, GRACE, CampaignDesk
from tests.features.campaigns.stage import programme
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from DiscordBot.core.database import Database


@pytest.fixture
def desk(database: Database) -> CampaignDesk:
    return CampaignDesk(database)


async def test_creation_queues_what_was_previewed(desk: CampaignDesk) -> None:
    previewed = await desk.draft(random_minutes=30)
    desk.clock.forward(hours=3)

    snapshot = await desk.service.create(previewed.campaign.number, ADA, previewed.digest)

    planned = [(tweet.text, tweet.due) for tweet in previewed.preview.tweets]
    assert [(tweet.text, tweet.not_before) for tweet in snapshot.in_order] == planned
    (first, *_) = snapshot.in_order
    assert first.source is Source.CAMPAIGN
    assert (first.group_key, first.source_key) == ("campaign:1", "campaign:1:T000-1")
    assert first.author_id == ADA.id
    assert snapshot.status is Status.RUNNING
    assert set(desk.told) == {1}


async def test_a_double_click_creates_once(desk: CampaignDesk) -> None:
    number = (await desk.draft()).campaign.number

    results = await asyncio.gather(
        *(desk.service.create(number, actor) for actor in (ADA, GRACE, ADA)), return_exceptions=True
    )

    assert [isinstance(result, CampaignError) for result in results].count(True) == 2
    assert len((await desk.service.snapshot(number)).tweets) == 3


async def test_two_drafts_of_the_same_create_one_campaign(desk: CampaignDesk) -> None:
    drafts = [await desk.draft(name=name) for name in ("Talks", "Sessions")]

    results = await asyncio.gather(
        *(desk.service.create(draft.campaign.number, ADA) for draft in drafts), return_exceptions=True
    )

    (error,) = [result for result in results if isinstance(result, BaseException)]
    assert "exactly these texts" in str(error)


async def test_a_name_is_used_once(desk: CampaignDesk) -> None:
    await desk.create()

    with pytest.raises(CampaignError, match="with this name already"):
        await desk.create("Other: {{ session.title }}", name="TALKS")


async def test_tweets_and_campaign_are_one_transaction(desk: CampaignDesk) -> None:
    previewed = await desk.draft()
    stored = 0
    store = desk.tweets.store

    async def failing(session: object, prepared: object) -> int:
        nonlocal stored
        stored += 1
        if stored == 3:
            raise OperationalError("store", {}, Exception("The disk is full."))
        return await store(session, prepared)  # type: ignore[arg-type]  # as it was called

    desk.tweets.store = failing  # type: ignore[assignment, method-assign]  # the third of them fails
    with pytest.raises(OperationalError):
        await desk.service.create(previewed.campaign.number, ADA)

    snapshot = await desk.service.snapshot(previewed.campaign.number)
    assert (snapshot.status, snapshot.tweets) == (Status.DRAFT, ())


async def test_another_text_or_time_is_not_created(desk: CampaignDesk) -> None:
    previewed = await desk.draft()
    desk.sessions = programme(4)

    with pytest.raises(PreviewRefusedError, match="others than those") as raised:
        await desk.service.create(previewed.campaign.number, ADA, previewed.digest)

    assert len(raised.value.previewed.preview.tweets) == 4
    await desk.service.create(previewed.campaign.number, ADA, raised.value.previewed.digest)


async def test_a_change_of_what_is_not_in_the_texts_is_no_change(desk: CampaignDesk) -> None:
    previewed = await desk.draft()
    desk.sessions = [session.model_copy(update={"room": "Other"}) for session in desk.sessions]

    await desk.service.create(previewed.campaign.number, ADA, previewed.digest)


async def test_a_text_that_is_too_long_blocks_creation(desk: CampaignDesk) -> None:
    previewed = await desk.draft("{{ session.title }}{{ '.' * 5000 }}")

    assert not previewed.can_be_created
    with pytest.raises(PreviewRefusedError, match="what is wrong"):
        await desk.service.create(previewed.campaign.number, ADA, previewed.digest)


async def test_what_the_network_does_not_take_is_named(database: Database) -> None:
    desk = CampaignDesk(database, measure=lambda _: 1)
    previewed = await desk.draft("{{ session.title }}{{ '.' * 300 }}")

    with pytest.raises(CampaignError, match="«Talk number 0» cannot be queued"):
        await desk.service.create(previewed.campaign.number, ADA, previewed.digest)


async def test_texts_are_previewed_as_the_queue_keeps_them(desk: CampaignDesk) -> None:
    previewed = await desk.draft("  e\u0301 {{ session.title }}\r\n\tx ")

    assert previewed.preview.tweets[0].text == "é Talk number 0\n x"


async def test_pausing_tells_listeners_once(desk: CampaignDesk) -> None:
    number = (await desk.create()).campaign.number
    desk.told.clear()

    assert await desk.service.pause(number, ADA) == 3

    assert desk.told == [number]
    assert (await desk.service.snapshot(number)).status is Status.PAUSED
    deeds = [row.action for row in await desk.tweets.history(1)]
    assert deeds == ["submitted", "put on hold"]


async def test_resuming_keeps_the_window_and_the_order(desk: CampaignDesk) -> None:
    number = (await desk.create()).campaign.number
    await desk.service.pause(number, ADA)
    desk.clock.at = berlin("2027-07-16 20:15")

    resumed = await desk.service.resume(number, GRACE)

    expected = [berlin("2027-07-16 20:15"), berlin("2027-07-17 09:00"), berlin("2027-07-17 10:00")]
    assert (resumed.tweets, list(resumed.moved)) == (3, expected)
    assert await desk.times(number) == expected
    assert [tweet.text for tweet in (await desk.service.snapshot(number)).in_order] == [
        f"Talk number {index}" for index in range(3)
    ]


async def test_a_campaign_is_cancelled_once(desk: CampaignDesk) -> None:
    number = (await desk.create()).campaign.number
    await desk.service.pause(number, ADA)

    assert await desk.service.cancel(number, ADA) == 3

    with pytest.raises(CampaignError, match="is cancelled, so it cannot be cancelled"):
        await desk.service.cancel(number, ADA)
    with pytest.raises(CampaignError, match="so it cannot be resumed"):
        await desk.service.resume(number, ADA)


async def test_what_is_in_doubt_when_a_campaign_is_cancelled_is_not_sent_again(desk: CampaignDesk) -> None:
    number = (await desk.create()).campaign.number
    await desk.service.approve(number, {1: 1, 2: 1}, GRACE)
    desk.clock.at = berlin("2027-07-15 10:30")
    deliveries = Deliveries(desk.database, desk.network.name)
    first, second = [
        await deliveries.begin(
            delivery.id,
            desk.clock.now(),
            desk.network.price,
            account=desk.network.account,
            budget_left=None,
        )
        for delivery in await deliveries.open()
    ]
    assert first is not None
    assert second is not None
    await deliveries.unknown(first, "No answer.", desk.clock.now())

    assert await desk.service.cancel(number, ADA) == 1

    for attempt in (first, second):
        await deliveries.waiting(attempt, "It is not there.", desk.clock.now(), desk.clock.now())
    assert await deliveries.open() == []


async def test_tweets_of_another_campaign_are_left_alone(desk: CampaignDesk) -> None:
    first = await desk.create()
    second = await desk.create("Other: {{ session.title }}", name="Second")
    foreign = {tweet.id: tweet.revision for tweet in second.tweets}

    assert await desk.service.approve(first.campaign.number, foreign, GRACE) == {}
    assert await desk.service.deny(first.campaign.number, foreign, GRACE) == {}

    assert {tweet.outcome for tweet in (await desk.service.snapshot(2)).tweets} == {"pending"}


async def test_an_unknown_number_is_told(desk: CampaignDesk) -> None:
    for number in (1, 0, 2**70):
        with pytest.raises(NoSuchCampaignError):
            await desk.service.create(number, ADA)


async def test_old_drafts_are_forgotten_and_campaigns_kept(desk: CampaignDesk) -> None:
    await desk.create()
    await desk.draft(name="Draft")

    await desk.rows.forget_drafts(desk.clock.now() + timedelta(seconds=1))
    await desk.rows.forget_people()

    (left,) = await desk.rows.all()
    assert (left.name, left.state, left.queued_by) == ("Talks", CampaignState.QUEUED, None)


async def test_a_draft_that_was_changed_meanwhile_is_not_changed_again(desk: CampaignDesk) -> None:
    read = (await desk.draft()).campaign
    await desk.drafts.with_new_seed(read.number)

    with pytest.raises(CampaignError, match="Somebody has changed this draft"):
        await desk.rows.change(read, template="x")


async def test_an_edit_after_reading_is_not_approved_with_the_others(desk: CampaignDesk) -> None:
    snapshot = await desk.create()
    read = {tweet.id: tweet.revision for tweet in snapshot.tweets}
    await desk.tweets.edit(2, ADA, "Something else")

    results = await desk.service.approve(snapshot.campaign.number, read, GRACE)

    assert [type(results[tweet_id]).__name__ for tweet_id in (1, 2, 3)] == [
        "NoneType",
        "ChangedMeanwhileError",
        "NoneType",
    ]


async def test_a_slow_account_is_told_in_the_preview(desk: CampaignDesk) -> None:
    assert not (await desk.draft(interval_minutes=2)).is_slowed
    assert (await desk.draft(interval_minutes=1)).is_slowed is False

    desk = CampaignDesk(desk.database, min_gap_seconds=61)

    assert (await desk.draft(interval_minutes=1)).is_slowed
