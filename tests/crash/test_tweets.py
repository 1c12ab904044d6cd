"""Bots that are killed (SIGKILL) while they post: each approved tweet is on X once, and nothing else is."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.x.failures import Moment, XFailure
from sandbox.x.rates import LIMITS
from sandbox.x.server import XStandIn
from tests.crash.nursery import KILLED, Nursery, open_nursery
from tests.networks.twitter.x_account import credentials_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

KILLS, TWEETS = 200, 100
MOST_STEPS = 200
LOST = [
    (kind, moment)
    for kind in (XFailure.CUT_OFF, XFailure.SERVER_ERROR, XFailure.HTML, XFailure.TIME_OUT, XFailure.DOWN)
    for moment in Moment
]

BAD_DAYS = [*LOST, (XFailure.RATE_LIMITED, Moment.BEFORE), *[(XFailure.LATE, Moment.BEFORE)] * 10]

pytestmark = pytest.mark.crash


@dataclass
class XNursery:
    """Where bots live and die, beside the X that outlives them."""

    x: XStandIn
    nursery: Nursery

    async def live(self, approve: list[int], **how: Any) -> Report:  # noqa: ANN401 - of Life
        """Let a bot live, and return how it ended and how far the deliveries are; see `Life`."""
        told = await self.nursery.live(approve, **how)
        return Report(told["status"], told["deliveries"].get("twitter", {}))

    def posted(self) -> Counter[str]:
        return Counter(post.text for post in self.x.posts)

    def story(self, text: str) -> list[tuple[str, str]]:
        """Return what happened to a tweet and when, on X and in the bots' own words."""
        there = [(str(post.created_at), "is on X") for post in self.x.posts if post.text == text]
        return sorted(self.nursery.story(text) + there)


@dataclass(frozen=True)
class Report:
    """How a life ended, and how far each tweet is on X."""

    status: int
    deliveries: dict[str, str]


@asynccontextmanager
async def open_x(folder: Path, texts: Iterable[str], **of_x: Any) -> AsyncIterator[XNursery]:  # noqa: ANN401 - of XStandIn
    """Submit tweets that nobody has approved yet."""
    # X must not save the bot from posting twice.
    x = XStandIn(refuses_duplicates=False, limits=dict.fromkeys(LIMITS, 10**6), **of_x)
    networks = {"twitter": {"base_url": await x.start(), "account": asdict(credentials_of(x))}}
    async with open_nursery(folder, networks, texts) as nursery:
        yield XNursery(x, nursery)
    await x.stop()


async def test_each_approved_tweet_is_posted_once_however_often_the_bot_is_killed(tmp_path: Path) -> None:
    """X fails in all ways as well, and its lists lag behind."""
    dice = Random(4)  # noqa: S311 - no secret
    texts = map("Tweet {}".format, range(TWEETS + 10))
    async with open_x(tmp_path, texts, visible_after=timedelta(seconds=0.2)) as nursery:
        approved = list(nursery.nursery.texts)[:TWEETS]
        nursery.x.failures.fail_at_random(4, 0.6, kinds=BAD_DAYS, seconds=0.15)
        seen: Counter[str] = Counter()
        for kill in range(1, KILLS + 1):
            to_approve = approved[: kill * TWEETS // KILLS]
            killed = await nursery.live(to_approve, between_readings=1, seconds=dice.uniform(0.05, 0.4))
            assert killed.status == KILLED
            seen.update(set(killed.deliveries.values()))
        nursery.x.failures.recover()
        finished = await nursery.live(approved, between_readings=1)

        assert finished.status == 0
        posted = nursery.posted()
        assert {text: nursery.story(text) for text, times in posted.items() if times > 1} == {}
        assert posted.keys() == {nursery.nursery.texts[tweet_id] for tweet_id in approved}
        assert finished.deliveries == {str(tweet_id): "sent" for tweet_id in approved}
        # It was killed while X was asked, and not only while it had nothing to do.
        assert seen["sending"] >= 5


@pytest.mark.parametrize("moment", [None, *Moment])
async def test_killed_at_every_step_of_an_approval_and_its_posting(
    tmp_path: Path, moment: Moment | None
) -> None:
    """Without failures, and with a connection cut off before and after X has accepted the tweet."""
    async with open_x(tmp_path, map("Killed at step {}".format, range(1, MOST_STEPS))) as nursery:
        seen: set[str] = set()
        for step, tweet_id in enumerate(nursery.nursery.texts, start=1):
            if moment is not None:
                nursery.x.failures.fail_next(XFailure.CUT_OFF, moment=moment, on="POST /2/tweets")
            killed = await nursery.live([tweet_id], step=step)
            seen.add(killed.deliveries.get(str(tweet_id), "pending"))
            nursery.x.failures.recover()
            if killed.status == 0:
                break
            finished = await nursery.live([tweet_id])
            assert finished.status == 0
            assert finished.deliveries[str(tweet_id)] == "sent"
            assert nursery.posted()[nursery.nursery.texts[tweet_id]] == 1, step

        assert MOST_STEPS > step > 15
        assert set(nursery.posted().values()) == {1}
        assert len(nursery.x.posts) == step
        assert seen >= {"pending", "waiting", "sending", "sent", *(["unknown"] if moment else [])}
