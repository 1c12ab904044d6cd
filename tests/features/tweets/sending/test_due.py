from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.service import Outcome
from tests.features.tweets.post_office import NOON, berlin
from tests.features.tweets.queue_desk import ADA, VICTOR

if TYPE_CHECKING:
    from datetime import datetime

    from tests.features.tweets.queue_desk import QueueDesk

HOUR = timedelta(hours=1)
NIGHT, MORNING = berlin("2027-07-14 03:00"), berlin("2027-07-14 09:00")


async def due(desk: QueueDesk, tweet_id: int) -> datetime | None:
    return desk.service.due_at(await desk.service.get(tweet_id))


async def test_a_tweet_goes_out_at_once_in_the_window(desk: QueueDesk) -> None:
    assert await due(desk, await desk.write("Pending")) == NOON
    assert await due(desk, await desk.approved("Approved")) == NOON


async def test_a_tweet_waits_for_its_time_and_for_the_window(desk: QueueDesk) -> None:
    assert await due(desk, await desk.write("Soon", not_before=NOON + HOUR)) == NOON + HOUR
    night = await desk.write("Night", not_before=NIGHT + 24 * HOUR)
    assert await due(desk, night) == MORNING + 24 * HOUR
    desk.clock.at = NIGHT
    assert await due(desk, await desk.write("Now")) == MORNING


async def test_a_planned_time_that_has_passed_means_now(desk: QueueDesk) -> None:
    tweet_id = await desk.write(not_before=NOON + HOUR)
    desk.clock.forward(hours=2)
    assert await due(desk, tweet_id) == NOON + 2 * HOUR


async def test_posted_now_it_ignores_the_window(desk: QueueDesk) -> None:
    desk.clock.at = NIGHT
    tweet_id = await desk.write()
    await desk.service.approve(tweet_id, ADA, post_now=True)
    assert await due(desk, tweet_id) == NIGHT


async def test_after_a_refusal_for_now_the_next_try_counts(desk: QueueDesk) -> None:
    view = await desk.service.get(await desk.approved())
    later = (replace(view.deliveries[0], next_try_at=NOON + HOUR),)
    assert desk.service.due_at(replace(view, deliveries=later)) == NOON + HOUR


async def test_what_does_not_go_out_is_never_due(desk: QueueDesk) -> None:
    denied = await desk.write("Denied")
    await desk.service.deny(denied, ADA)
    held = await desk.approved("Held", group_key="campaign")
    await desk.service.hold_group("campaign", on_hold=True)
    failed = await desk.failed("Failed")
    desk.clock.forward(minutes=2)
    unknown = await desk.unknown("Unknown")
    never = [denied, held, failed, unknown]
    assert [await due(desk, tweet_id) for tweet_id in never] == [None] * 4
    assert (await desk.service.get(unknown)).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("hours", [1, 30])
async def test_what_comes_too_late_is_never_due(desk: QueueDesk, hours: int) -> None:
    desk.clock.at = berlin("2027-07-14 20:59")
    tweet_id = await desk.write(author=VICTOR, not_after=desk.clock.now() + hours * HOUR)
    desk.clock.forward(minutes=2)
    expected = None if hours == 1 else MORNING + 24 * HOUR
    assert await due(desk, tweet_id) == expected


async def test_of_several_networks_the_first_that_still_waits_counts(desk: QueueDesk) -> None:
    view = await desk.service.get(await desk.approved())
    elsewhere = replace(view.deliveries[0], network="elsewhere")
    assert desk.service.due_at(replace(view, deliveries=(elsewhere,))) is None
