"""Bots that are killed (SIGKILL) while they post on four networks: each approved tweet is on each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.x.failures import Moment, XFailure
from tests.crash.four_networks import Counts, open_world, storm

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 25
MOST_STEPS = 151
POSTS = {
    "mastodon": "POST /api/v1/statuses",
    "bluesky": "POST /xrpc/com.atproto.repo.putRecord",
    "linkedin": "POST /rest/posts",
}

pytestmark = pytest.mark.crash


async def test_each_approved_tweet_is_everywhere_once_however_often_the_bot_is_killed(tmp_path: Path) -> None:
    counts = await storm(tmp_path, KILLS, seed=4)
    assert counts.is_clean, counts
    # They were killed while networks were asked, and networks had a bad day.
    assert sum(counts.begun.values()) >= 5
    assert min(counts.spoilt.values()) > 0
    # What has a key, or a list that can be trusted, is settled without a human.
    assert set(counts.asked) <= {"linkedin"}


async def test_killed_step_by_step_while_answers_are_lost(tmp_path: Path) -> None:
    """Each time the networks have accepted the tweet, and connections are cut off before they say so.

    Three networks at once go their steps in any order, so every second one shows as much as all do.
    """
    counts, steps = Counts(), range(1, MOST_STEPS, 2)
    texts = [f"Killed at step {step}" for step in steps]
    async with open_world(tmp_path, texts, POSTS) as world:
        seen: dict[str, set[str]] = {name: set() for name in POSTS}
        approved: list[int] = []
        for step, tweet_id in zip(steps, world.nursery.texts, strict=True):
            approved.append(tweet_id)
            for name, place in world.places.items():
                place.failures.fail_next(XFailure.CUT_OFF, moment=Moment.AFTER, on=POSTS[name])
            killed = await world.nursery.live([tweet_id], step=step)
            for name in POSTS:
                seen[name].add(killed["deliveries"].get(name, {}).get(str(tweet_id), "pending"))
                world.places[name].failures.recover()
            if killed["status"] == 0:
                break
            # What LinkedIn leaves open is asked of a human in the end.
            await world.nursery.live([tweet_id])
        await world.finish(approved, counts)
        await world.take_stock(approved, counts)
    assert counts.is_clean, counts
    assert MOST_STEPS > step > 40
    for statuses in seen.values():
        assert statuses >= {"pending", "waiting", "sending", "unknown", "sent"}
