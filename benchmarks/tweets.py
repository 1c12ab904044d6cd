"""How long an approved tweet takes to be on X, a stand-in for it."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import aiohttp

from benchmarks.measured import Measured, print_each
from DiscordBot.core.clock import SystemClock
from DiscordBot.core.database import Database
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.features.tweets.intake.draft import Actor, Draft
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.service import TweetService
from DiscordBot.features.tweets.snapshots import Outcome
from sandbox.x.server import XStandIn
from tests.networks.twitter.x_account import account_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.features.tweets.snapshots import TweetChange

TWEETS = 50
VERA, ADA = Actor(1, "Vera", is_volunteer=True), Actor(2, "Ada", is_organizer=True)


async def measurements() -> AsyncIterator[Measured]:
    """Approve one tweet after the other, each when the one before is posted."""
    seconds = []
    async with _queue() as service:
        posted = asyncio.Event()
        service.listen(lambda change: _note(change, posted))
        for number in range(TWEETS):
            draft = Draft(text=f"Measured {number}", source=Source.COMPOSED, author=VERA)
            tweet_id = (await service.submit(draft)).tweet_id
            posted.clear()
            began = perf_counter()
            await service.approve(tweet_id, ADA)
            await posted.wait()
            seconds.append(perf_counter() - began)
    value = f"{median(seconds) * 1e3:.0f} ms, at most {max(seconds) * 1e3:.0f} ms"
    yield Measured(f"Approval to posted, median of {TWEETS}", value, "2 s")


def _note(change: TweetChange, posted: asyncio.Event) -> None:
    if change.outcome is Outcome.SENT:
        posted.set()


@asynccontextmanager
async def _queue() -> AsyncIterator[TweetService]:
    """Run queue and outbox as the bot does, without a gap between two tweets."""
    clock, x = SystemClock(ZoneInfo("Europe/Berlin")), XStandIn()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}")
        await database.start()
        scheduler = Scheduler(clock, on_error=_stop, describe=repr)
        async with aiohttp.ClientSession() as session:
            await x.start()
            network = account_of(x, session).network
            service = TweetService(
                database, clock, networks=[network], policy=lambda: "volunteers_post", on_error=_stop
            )
            outbox = Outbox(database, clock, network, scheduler, changed=service.changed, on_error=_stop)
            service.listen(lambda _: outbox.wake())
            scheduler.start()
            await outbox.begin()
            yield service
            await scheduler.close()
        await database.close()
    await x.stop()


def _stop(error: BaseException, where: str) -> None:
    raise RuntimeError(where) from error


if __name__ == "__main__":
    print_each(measurements)
