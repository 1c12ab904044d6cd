"""Bots that post on four networks at once and are killed at random, while all networks have a bad day.

python -m tests.crash.four_networks [KILLS] [SEED] prints what became of everything that was approved.
"""

from __future__ import annotations

import asyncio
import html
import re
import sys
import tempfile
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

import aiohttp
from mastodon_mock.testing.server import MockServer

from sandbox.bluesky.server import BlueskyStandIn
from sandbox.linkedin.server import PAGE, LinkedInStandIn
from sandbox.unreliable import UnreliableServer
from sandbox.x.failures import Moment, XFailure, XFailures
from sandbox.x.rates import LIMITS
from sandbox.x.server import XStandIn
from tests.crash.nursery import KILLED, Nursery, open_nursery
from tests.networks.twitter.x_account import credentials_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

NAMES = ("twitter", "mastodon", "bluesky", "linkedin")
NEVER_APPROVED = 10
KILLS_FOR_A_TWEET = 4
LOST = (XFailure.CUT_OFF, XFailure.SERVER_ERROR, XFailure.HTML, XFailure.TIME_OUT, XFailure.DOWN)
BAD_DAYS = [
    *((kind, moment) for kind in LOST for moment in Moment),
    *[(XFailure.RATE_LIMITED, Moment.BEFORE)] * 2,
    *[(XFailure.LATE, Moment.BEFORE)] * 5,
]
BAD_SHARE = 0.3
MOST_STEPS = 150


class Posted(Protocol):
    """Reads what is on a network, as everybody sees it."""

    async def __call__(self) -> list[str]:
        """Return the texts, each as often as it is there."""


@dataclass(frozen=True)
class Place:
    """A network that outlives the bots: how it is reached, what spoils requests, and what is there."""

    told: dict[str, Any]
    failures: XFailures
    posted: Posted


@dataclass
class Counts:
    """What became of everything, by network: texts that are not there, twice there, and never approved.

    `asked` are those of which a human told whether they are there, `begun` what was being sent when a bot was
    killed, `spoilt` the requests that failed.
    """

    lost: dict[str, list[str]] = field(default_factory=dict)
    doubled: dict[str, list[str]] = field(default_factory=dict)
    unapproved: dict[str, list[str]] = field(default_factory=dict)
    posted: dict[str, int] = field(default_factory=dict)
    spoilt: dict[str, int] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    begun: Counter[str] = field(default_factory=Counter)
    not_sent: list[str] = field(default_factory=list)
    kills: int = 0

    @property
    def is_clean(self) -> bool:
        wrong = (self.lost, self.doubled, self.unapproved)
        return not self.not_sent and not any(texts for by in wrong for texts in by.values())


@dataclass(frozen=True)
class World:
    """The networks, and the bots that post on them."""

    places: dict[str, Place]
    nursery: Nursery

    async def finish(self, approved: list[int], counts: Counts, **how: Any) -> None:  # noqa: ANN401 - of Life
        """Let a bot do everything that is left; a human looks where it asks them to."""
        settle: dict[int, bool] = {}
        while True:
            finished = await self.nursery.live(approved, settle=settle, **how)
            assert finished["status"] == 0
            asked = {
                (name, int(tweet_id))
                for name, statuses in finished["deliveries"].items()
                for tweet_id, status in statuses.items()
                if status == "asked"
            }
            if not asked:
                break
            counts.asked.update(name for name, _ in asked)
            settle = {}
            for name, tweet_id in asked:
                settle[tweet_id] = self.nursery.texts[tweet_id] in await self.places[name].posted()
        counts.not_sent = [
            f"{name} {tweet_id} {status}"
            for name, statuses in finished["deliveries"].items()
            for tweet_id, status in statuses.items()
            if status != "sent"
        ]

    async def take_stock(self, approved: Iterable[int], counts: Counts) -> None:
        """Compare what is on the networks with what was approved."""
        wanted = {self.nursery.texts[tweet_id] for tweet_id in approved}
        for name, place in self.places.items():
            there = Counter(await place.posted())
            counts.lost[name] = sorted(wanted - there.keys())
            counts.doubled[name] = sorted(text for text, times in there.items() if times > 1)
            counts.unapproved[name] = sorted(there.keys() - wanted)
            counts.posted[name] = there.total()
            counts.spoilt[name] = len(place.failures.met)


@asynccontextmanager
async def open_world(
    folder: Path, texts: Iterable[str], names: Iterable[str] = NAMES
) -> AsyncIterator[World]:
    """Start the networks with these names; nobody has approved anything yet."""
    async with open_places(names) as places:
        told = {name: place.told for name, place in places.items()}
        async with open_nursery(folder, told, texts) as nursery:
            yield World(places, nursery)


@asynccontextmanager
async def open_places(names: Iterable[str] = NAMES) -> AsyncIterator[dict[str, Place]]:
    """Start the networks with these names."""
    async with AsyncExitStack() as stack:
        yield {name: await _PLACES[name](stack) for name in names}


async def storm(folder: Path, kills: int, seed: int) -> Counts:
    """Kill so many bots at random moments, let the last one finish, and count."""
    tweets = max(1, kills // KILLS_FOR_A_TWEET)
    texts = [f"Tweet {number} of #PyCon (at {number}:00)" for number in range(tweets + NEVER_APPROVED)]
    dice, counts = Random(seed), Counts()  # noqa: S311 - no secret
    async with open_world(folder, texts) as world:
        approved = list(world.nursery.texts)[:tweets]
        for number, place in enumerate(world.places.values()):
            place.failures.fail_at_random(seed + number, BAD_SHARE, kinds=BAD_DAYS, seconds=0.15)
        lives = 0
        while counts.kills < kills:
            lives += 1
            # How far a bot comes in a time depends on the machine, how far it comes in steps does not.
            moment: dict[str, Any] = (
                {"seconds": dice.uniform(0.05, 1.0)} if lives % 2 else {"step": dice.randint(1, MOST_STEPS)}
            )
            killed = await world.nursery.live(
                approved[: (counts.kills + 1) * tweets // kills], between_readings=1, **moment
            )
            # Sometimes everything is done before.
            counts.kills += killed["status"] == KILLED
            for name, statuses in killed["deliveries"].items():
                counts.begun[name] += sum(status == "sending" for status in statuses.values())
        for place in world.places.values():
            place.failures.recover()
        await world.finish(approved, counts, between_readings=1)
        await world.take_stock(approved, counts)
    return counts


async def _x(stack: AsyncExitStack) -> Place:
    # None of the stand-ins must save the bot from posting twice.
    x = XStandIn(
        refuses_duplicates=False,
        limits=dict.fromkeys(LIMITS, 10**6),
        visible_after=timedelta(seconds=0.2),
    )
    told = {"base_url": await x.start(), "account": asdict(credentials_of(x))}
    stack.push_async_callback(x.stop)

    async def posted() -> list[str]:
        return [post.text for post in x.posts]

    return Place(told, x.failures, posted)


async def _mastodon(stack: AsyncExitStack) -> Place:
    server = stack.enter_context(MockServer())
    headers = {"Authorization": "Bearer alice_token"}
    session = await stack.enter_async_context(aiohttp.ClientSession(server.base_url, headers=headers))
    async with session.get("/api/v1/accounts/verify_credentials") as answer:
        me = (await answer.json())["id"]

    async def posted() -> list[str]:
        texts: list[str] = []
        query = {"limit": "40"}
        while True:
            async with session.get(f"/api/v1/accounts/{me}/statuses", params=query) as answer:
                page = await answer.json()
            if not page:
                return texts
            texts += [html.unescape(re.sub("<[^>]+>", "", status["content"])) for status in page]
            query["max_id"] = page[-1]["id"]

    account = {"id": me, "handle": "alice@here", "token": "alice_token"}
    return await _unreliable(stack, server.base_url, account, posted)


async def _bluesky(stack: AsyncExitStack) -> Place:
    stand_in = BlueskyStandIn()
    await stand_in.start()
    stack.push_async_callback(stand_in.stop)

    async def posted() -> list[str]:
        return [post["text"] for post in stand_in.posts()]

    user = stand_in.user
    account = {"did": user.did, "handle": user.handle, "app_password": user.app_password}
    return await _unreliable(stack, stand_in.base_url, account, posted)


async def _linkedin(stack: AsyncExitStack) -> Place:
    stand_in = LinkedInStandIn(refuses_duplicates=False, visible_after=timedelta(seconds=0.2))
    await stand_in.start()
    stack.push_async_callback(stand_in.stop)

    async def posted() -> list[str]:
        return [post.text for post in stand_in.posts]

    ends = (datetime.now(UTC) + timedelta(days=60)).isoformat()
    account = {"author": PAGE, "name": "PyCon Example", "token": "linkedin-token", "ends_at": ends}
    return await _unreliable(stack, stand_in.base_url, account, posted)


async def _unreliable(stack: AsyncExitStack, target: str, account: dict[str, str], posted: Posted) -> Place:
    way = UnreliableServer(target)
    base_url = await way.start()
    stack.push_async_callback(way.stop)
    return Place({"base_url": base_url, "account": account}, way.failures, posted)


_PLACES = {"twitter": _x, "mastodon": _mastodon, "bluesky": _bluesky, "linkedin": _linkedin}


def main(kills: int = 500, seed: int = 4) -> None:
    with tempfile.TemporaryDirectory() as folder:
        counts = asyncio.run(storm(Path(folder), kills, seed))
    print(f"{counts.kills} bots were killed, seed {seed}")  # noqa: T201 - a program that tells
    for name in NAMES:
        wrong = {
            "lost": counts.lost[name],
            "doubled": counts.doubled[name],
            "unapproved": counts.unapproved[name],
        }
        told = ", ".join(f"{len(texts)} {word}" for word, texts in wrong.items())
        print(  # noqa: T201 - as above
            f"{name}: {counts.posted[name]} posted, {told}; {counts.asked[name]} asked of a human, "
            f"{counts.begun[name]} on their way when a bot was killed, {counts.spoilt[name]} requests spoilt"
        )
        for word, texts in wrong.items():
            if texts:
                print(f"  {word}: {texts}")  # noqa: T201 - as above
    print("not sent:", counts.not_sent or "none")  # noqa: T201 - as above
    sys.exit(not counts.is_clean)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
