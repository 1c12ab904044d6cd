"""How long an approved tweet takes to be on each network, a stand-in for it."""

from __future__ import annotations

import asyncio
import json
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import aiohttp

from benchmarks.measured import Measured, print_each
from DiscordBot.features.tweets.intake.draft import Actor, Draft
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.snapshots import Outcome
from tests.crash.four_networks import NAMES, open_places
from tests.crash.networks import FILE
from tests.crash.tweets import running_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetChange

TWEETS = 30
ADA, GRACE = Actor(1, "Ada", is_organizer=True), Actor(2, "Grace", is_organizer=True)


async def measurements() -> AsyncIterator[Measured]:
    """Approve one tweet after the other, each when the one before is posted; on each network, then on all."""
    async with _queue() as service:
        posted = asyncio.Event()
        service.listen(lambda change: _note(change, posted))
        for networks in (*((name,) for name in NAMES), None):
            where = "all four at once" if networks is None else networks[0]
            texts = [f"Measured {number}, {where}" for number in range(TWEETS)]
            seconds = [await _until_posted(service, posted, text, networks) for text in texts]
            value = f"{median(seconds) * 1e3:.0f} ms, at most {max(seconds) * 1e3:.0f} ms"
            yield Measured(f"Approval to posted, {where}, median of {TWEETS}", value, "2 s")


async def _until_posted(
    service: TweetService, posted: asyncio.Event, text: str, networks: tuple[str, ...] | None
) -> float:
    draft = Draft(text=text, source=Source.COMPOSED, author=GRACE, networks=networks)
    tweet_id = (await service.submit(draft)).tweet_id
    posted.clear()
    began = perf_counter()
    await service.approve(tweet_id, ADA)
    await posted.wait()
    return perf_counter() - began


def _note(change: TweetChange, posted: asyncio.Event) -> None:
    if change.outcome is Outcome.SENT:
        posted.set()


@asynccontextmanager
async def _queue() -> AsyncIterator[TweetService]:
    """Run queue and outboxes as the bot does, without a gap between two tweets."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_places() as places, aiohttp.ClientSession() as session:
            told = {name: place.told for name, place in places.items()}
            (Path(folder) / FILE).write_text(json.dumps(told))
            async with running_bot(Path(folder), session, _stop) as (service, outboxes):
                for outbox in outboxes:
                    await outbox.begin()
                yield service


def _stop(error: BaseException, where: str) -> None:
    raise RuntimeError(where) from error


if __name__ == "__main__":
    print_each(measurements)
