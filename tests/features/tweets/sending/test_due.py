from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.service import Outcome
from tests.features.tweets.post_office import NOON, berlin
from tests.features.tweets.queue_harness import ADA, VICTOR

if TYPE_CHECKING:
    from datetime import datetime

    from tests.features.tweets.queue_harness import QueueHarness

HOUR = timedelta(hours=1)
NIGHT, MORNING = berlin("2027-07-14 03:00"), berlin("2027-07-14 09:00")


async def due(harness: QueueHarness, tweet_id: int) -> datetime | None:
    return harness.service.due_at(await harness.service.get(tweet_id))


async def test_a_tweet_goes_out_at_once_in_the_window(harness: QueueHarness) -> None:
    assert await due(harness, await harness.write("Pending")) == NOON
    assert await due(harness, await harness.approved("Approved")) == NOON


async def test_a_tweet_waits_for_its_time_and_for_the_window(harness: QueueHarness) -> None:
    assert await due(harness, await harness.write("Soon", not_before=NOON + HOUR)) == NOON + HOUR
    night = await harness.write("Night", not_before=NIGHT + 24 * HOUR)
    assert await due(harness, night) == MORNING + 24 * HOUR
    harness.clock.at = NIGHT
    assert await due(harness, await harness.write("Now")) == MORNING


async def test_a_planned_time_that_has_passed_means_now(harness: QueueHarness) -> None:
    tweet_id = await harness.write(not_before=NOON + HOUR)
    harness.clock.forward(hours=2)
    assert await due(harness, tweet_id) == NOON + 2 * HOUR


async def test_posted_now_it_ignores_the_window(harness: QueueHarness) -> None:
    harness.clock.at = NIGHT
    tweet_id = await harness.write()
    await harness.service.approve(tweet_id, ADA, post_now=True)
    assert await due(harness, tweet_id) == NIGHT


async def test_what_people_write_ignores_the_window_if_that_is_for_automatic_tweets(
    harness: QueueHarness,
) -> None:
    harness.clock.at = NIGHT
    written, from_feed = await harness.write("Lost: a cat"), await harness.write("News", source=Source.NEWS)

    assert [await due(harness, tweet_id) for tweet_id in (written, from_feed)] == [MORNING, MORNING]
    harness.posting_windows = "automatic"
    assert [await due(harness, tweet_id) for tweet_id in (written, from_feed)] == [NIGHT, MORNING]


async def test_after_a_refusal_for_now_the_next_try_counts(harness: QueueHarness) -> None:
    view = await harness.service.get(await harness.approved())
    later = (replace(view.deliveries[0], next_try_at=NOON + HOUR),)
    assert harness.service.due_at(replace(view, deliveries=later)) == NOON + HOUR


async def test_what_does_not_go_out_is_never_due(harness: QueueHarness) -> None:
    denied = await harness.write("Denied")
    await harness.service.deny(denied, ADA)
    held = await harness.approved("Held", group_key="campaign")
    await harness.service.hold_group("campaign", on_hold=True)
    failed = await harness.failed("Failed")
    harness.clock.forward(minutes=2)
    unknown = await harness.unknown("Unknown")
    never = [denied, held, failed, unknown]
    assert [await due(harness, tweet_id) for tweet_id in never] == [None] * 4
    assert (await harness.service.get(unknown)).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("hours", [1, 30])
async def test_what_comes_too_late_is_never_due(harness: QueueHarness, hours: int) -> None:
    harness.clock.at = berlin("2027-07-14 20:59")
    tweet_id = await harness.write(author=VICTOR, not_after=harness.clock.now() + hours * HOUR)
    harness.clock.forward(minutes=2)
    expected = None if hours == 1 else MORNING + 24 * HOUR
    assert await due(harness, tweet_id) == expected


async def test_of_several_networks_the_first_that_still_waits_counts(harness: QueueHarness) -> None:
    view = await harness.service.get(await harness.approved())
    elsewhere = replace(view.deliveries[0], network="elsewhere")
    assert harness.service.due_at(replace(view, deliveries=(elsewhere,))) is None
