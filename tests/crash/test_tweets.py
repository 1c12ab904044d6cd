"""Bots that are killed (SIGKILL) while they post: each approved tweet is on X once, and nothing else is."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from DiscordBot.tweets.draft import Draft, DraftPicture
from DiscordBot.tweets.models import Source
from sandbox.x import XStandIn
from sandbox.x_failures import Moment, XFailure
from sandbox.x_rates import LIMITS
from tests.crash.tweets import ADA, running_bot
from tests.sandbox.x_app import PNG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

ROOT = Path(__file__).parents[2]
KILLS, TWEETS = 200, 100
KILLED = -9
LOST = [
    (kind, moment)
    for kind in (XFailure.CUT_OFF, XFailure.SERVER_ERROR, XFailure.HTML, XFailure.TIME_OUT, XFailure.DOWN)
    for moment in Moment
]

BAD_DAYS = [*LOST, (XFailure.RATE_LIMITED, Moment.BEFORE), *[(XFailure.LATE, Moment.BEFORE)] * 10]

PICTURES = (DraftPicture(content=PNG, media_type="image/png", width=1, height=1, alt_text="A cat"),)

pytestmark = pytest.mark.crash


@dataclass
class Nursery:
    """Where bots live and die, beside the X that outlives them. `approved` are texts by ids."""

    folder: Path
    x: XStandIn
    process: asyncio.subprocess.Process
    texts: dict[int, str]

    async def live(self, **life: Any) -> dict[str, Any]:  # noqa: ANN401 - of a Life
        """Let a bot live, and return how it ended and how far the deliveries are."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(life).encode() + b"\n")
        line = await self.process.stdout.readline()
        report: dict[str, Any] = json.loads(line)
        assert report["status"] in {0, KILLED}, life
        return report

    def posted(self) -> Counter[str]:
        return Counter(post.text for post in self.x.posts)


@asynccontextmanager
async def open_nursery(folder: Path, texts: Iterable[str], **of_x: Any) -> AsyncIterator[Nursery]:  # noqa: ANN401 - of XStandIn
    """Submit tweets that nobody has approved yet."""
    # X must not save the bot from posting twice.
    x = XStandIn(refuses_duplicates=False, limits=dict.fromkeys(LIMITS, 10**6), **of_x)
    base_url = await x.start()
    credentials = {
        "user_id": x.account.id,
        "username": x.account.username,
        "consumer_key": x.keys.consumer_key,
        "consumer_secret": x.keys.consumer_secret,
        "token": x.keys.access_token,
        "token_secret": x.keys.access_token_secret,
    }
    (folder / "x.json").write_text(json.dumps({"base_url": base_url, "credentials": credentials}))
    errors: list[BaseException] = []
    async with (
        aiohttp.ClientSession() as session,
        running_bot(folder, session, lambda error, _: errors.append(error)) as (service, _),
    ):
        drafts = [
            Draft(text=text, source=Source.COMPOSED, author=ADA, pictures=PICTURES if number % 3 == 0 else ())
            for number, text in enumerate(texts)
        ]
        ids = {(await service.submit(draft)).tweet_id: draft.text for draft in drafts}
    assert errors == []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.crash.tweets", str(folder)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    yield Nursery(folder, x, process, ids)
    assert process.stdin is not None
    process.stdin.close()
    assert await process.wait() == 0
    await x.stop()


async def test_each_approved_tweet_is_posted_once_however_often_the_bot_is_killed(tmp_path: Path) -> None:
    dice = Random(4)
    texts = [f"Tweet {number}" for number in range(TWEETS + 10)]
    async with open_nursery(tmp_path, texts, visible_after=timedelta(seconds=0.2)) as nursery:
        approved = list(nursery.texts)[:TWEETS]
        nursery.x.failures.fail_at_random(4, 0.6, kinds=BAD_DAYS, seconds=0.15)
        states: Counter[str] = Counter()
        for kill in range(KILLS):
            to_approve = approved[: (kill + 1) * TWEETS // KILLS]
            report = await nursery.live(approve=to_approve, between_readings=1, seconds=dice.uniform(0.05, 0.4))
            states.update(set(report["deliveries"].values()))
        nursery.x.failures.recover()
        report = await nursery.live(approve=approved, between_readings=1)

        assert report["status"] == 0
        assert nursery.posted() == dict.fromkeys((nursery.texts[tweet_id] for tweet_id in approved), 1)
        assert report["deliveries"] == {str(tweet_id): "sent" for tweet_id in approved}
        print(states, Counter(f"{what[1]} {what[2]}" for what in nursery.x.failures.met))


@pytest.mark.parametrize("moment", [None, *Moment])
async def test_killed_at_every_step_of_an_approval_and_its_posting(
    tmp_path: Path, moment: Moment | None
) -> None:
    """Without failures, and with an answer lost before and after X has accepted the tweet."""
    async with open_nursery(tmp_path, map("Killed at step {}".format, range(1, 150))) as nursery:
        failures, states = nursery.x.failures, Counter[str]()
        for step, tweet_id in enumerate(nursery.texts, start=1):
            if moment is not None:
                failures.fail_next(XFailure.CUT_OFF, moment=moment, on="POST /2/tweets")
            killed = await nursery.live(approve=[tweet_id], between_readings=0.05, step=step)
            states[killed["deliveries"].get(str(tweet_id), "pending")] += 1
            failures.recover()
            if killed["status"] == 0:
                break
            finished = await nursery.live(approve=[tweet_id], between_readings=0.05)
            assert finished["status"] == 0
            assert finished["deliveries"][str(tweet_id)] == "sent"
            assert nursery.posted()[nursery.texts[tweet_id]] == 1
        else:
            pytest.fail("There were more steps than tweets.")

        print(states)
        assert set(nursery.posted().values()) == {1}
        assert len(nursery.x.posts) == step
