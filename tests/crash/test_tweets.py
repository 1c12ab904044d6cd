"""Bots that are killed (SIGKILL) while they post: each approved tweet is on X once, and nothing else is."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from DiscordBot.features.tweets.intake.draft import Draft, DraftPicture
from DiscordBot.features.tweets.models import Source
from sandbox.x.failures import Moment, XFailure
from sandbox.x.rates import LIMITS
from sandbox.x.server import XStandIn
from tests.crash.tweets import ADA, Life, running_bot
from tests.databases import database_url, sql
from tests.networks.twitter.x_account import PNG, credentials_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

ROOT = Path(__file__).parents[2]
KILLS, TWEETS = 200, 100
MOST_STEPS = 200
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
    """Where bots live and die, beside the X that outlives them. `texts` are the tweets' by their ids."""

    folder: Path
    x: XStandIn
    process: asyncio.subprocess.Process
    texts: dict[int, str]

    async def live(
        self,
        approve: list[int],
        *,
        between_readings: float = 0.05,
        seconds: float | None = None,
        step: int | None = None,
    ) -> dict[str, Any]:
        """Let a bot live, and return how it ended and how far the deliveries are; see `Life`."""
        life = Life(approve, between_readings, seconds, step)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(life)).encode() + b"\n")
        line = await self.process.stdout.readline()
        report: dict[str, Any] = json.loads(line)
        assert report["status"] in {0, KILLED}, life
        return report

    def posted(self) -> Counter[str]:
        return Counter(post.text for post in self.x.posts)

    def story(self, text: str) -> list[tuple[str, str]]:
        """Return what happened to a tweet and when, on X and in the bots' own words."""
        query = "SELECT text, at, action, after FROM tweet_audit JOIN tweet ON tweet.id = tweet_id"
        rows = sql(database_url(self.folder / "bot.db"), query)
        told = [(at, f"{action}{after}") for of, at, action, after in rows if of == text]
        there = [(str(post.created_at), "is on X") for post in self.x.posts if post.text == text]
        return sorted(told + there)


@asynccontextmanager
async def open_nursery(folder: Path, texts: Iterable[str], **of_x: Any) -> AsyncIterator[Nursery]:  # noqa: ANN401 - of XStandIn
    """Submit tweets that nobody has approved yet."""
    # X must not save the bot from posting twice.
    x = XStandIn(refuses_duplicates=False, limits=dict.fromkeys(LIMITS, 10**6), **of_x)
    base_url = await x.start()
    (folder / "x.json").write_text(
        json.dumps({"base_url": base_url, "credentials": asdict(credentials_of(x))})
    )
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
    """X fails in all ways as well, and its lists lag behind."""
    dice = Random(4)  # noqa: S311 - no secret
    texts = map("Tweet {}".format, range(TWEETS + 10))
    async with open_nursery(tmp_path, texts, visible_after=timedelta(seconds=0.2)) as nursery:
        approved = list(nursery.texts)[:TWEETS]
        nursery.x.failures.fail_at_random(4, 0.6, kinds=BAD_DAYS, seconds=0.15)
        seen: Counter[str] = Counter()
        for kill in range(1, KILLS + 1):
            to_approve = approved[: kill * TWEETS // KILLS]
            killed = await nursery.live(to_approve, between_readings=1, seconds=dice.uniform(0.05, 0.4))
            assert killed["status"] == KILLED
            seen.update(set(killed["deliveries"].values()))
        nursery.x.failures.recover()
        finished = await nursery.live(approved, between_readings=1)

        assert finished["status"] == 0
        posted = nursery.posted()
        assert {text: nursery.story(text) for text, times in posted.items() if times > 1} == {}
        assert posted.keys() == {nursery.texts[tweet_id] for tweet_id in approved}
        assert finished["deliveries"] == {str(tweet_id): "sent" for tweet_id in approved}
        # It was killed while X was asked, and not only while it had nothing to do.
        assert seen["sending"] >= 5


@pytest.mark.parametrize("moment", [None, *Moment])
async def test_killed_at_every_step_of_an_approval_and_its_posting(
    tmp_path: Path, moment: Moment | None
) -> None:
    """Without failures, and with a connection cut off before and after X has accepted the tweet."""
    async with open_nursery(tmp_path, map("Killed at step {}".format, range(1, MOST_STEPS))) as nursery:
        seen: set[str] = set()
        for step, tweet_id in enumerate(nursery.texts, start=1):
            if moment is not None:
                nursery.x.failures.fail_next(XFailure.CUT_OFF, moment=moment, on="POST /2/tweets")
            killed = await nursery.live([tweet_id], step=step)
            seen.add(killed["deliveries"].get(str(tweet_id), "pending"))
            nursery.x.failures.recover()
            if killed["status"] == 0:
                break
            finished = await nursery.live([tweet_id])
            assert finished["status"] == 0
            assert finished["deliveries"][str(tweet_id)] == "sent"
            assert nursery.posted()[nursery.texts[tweet_id]] == 1, step

        assert MOST_STEPS > step > 15
        assert set(nursery.posted().values()) == {1}
        assert len(nursery.x.posts) == step
        assert seen >= {"pending", "waiting", "sending", "sent", *(["unknown"] if moment else [])}
