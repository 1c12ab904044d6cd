"""Bots without Discord that are killed while they post, and others that go on where they stopped.

python -m tests.crash.tweets FOLDER

FOLDER holds `networks.json`: address and account on each network; the networks outlive them. Each line of
standard input is a life, as JSON; for each, a line says how it ended. All share one database, in a process of
their own each, made by fork, so that the imports are paid for once.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time as time_of_day
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import aiohttp
from sqlalchemy import event
from sqlalchemy.orm import Session

from DiscordBot.core.clock import SystemClock
from DiscordBot.core.database import Database
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.features.tweets.intake.draft import Actor, Draft
from DiscordBot.features.tweets.models import DeliveryStatus, Source
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy
from DiscordBot.features.tweets.service import TweetService
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.networks.port import Perhaps
from DiscordBot.networks.posting_window import PostingWindow
from tests.crash.networks import networks_of
from tests.databases import database_url, sql
from tests.features.tweets.post_office import AfterAccepting, PaperNetwork
from tests.quick_databases import compile_once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from DiscordBot.networks.port import Network

ADA = Actor(1, "Ada", is_organizer=True)
FINISHED_AFTER = 600.0
"""Seconds after which a life that was not killed has had enough time for everything."""


@dataclass(frozen=True)
class Life:
    """What a bot does: it approves `approve`, and ends when everything approved is sent or asked of a human.

    First a human tells of the tweets in `settle`, by their ids, whether they are there. It is killed
    `seconds` after its beginning, or at its `step`-th moment that matters, or never.
    """

    approve: list[int]
    between_readings: float
    seconds: float | None = None
    step: int | None = None
    settle: dict[str, bool] = field(default_factory=dict)


class Countdown:
    """Ends this process, as if by `kill -9`, at the n-th moment that matters; never if n is None.

    Such are: after each commit of the database, and around each request to the network. Before a commit
    all is as after the one before it, or after the request in between.
    """

    def __init__(self, n: int | None) -> None:
        self._left = n

    def watch_commits(self) -> None:
        event.listen(Session, "after_commit", self._step)

    def watched_requests(self) -> aiohttp.TraceConfig:
        trace = aiohttp.TraceConfig()
        for signal_of in (trace.on_request_start, trace.on_request_headers_sent, trace.on_request_end):
            signal_of.append(self._step_of_request)
        return trace

    async def _step_of_request(self, *_: object) -> None:
        self._step()

    def _step(self, *_: object) -> None:
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


@asynccontextmanager
async def running_bot(
    folder: Path,
    session: aiohttp.ClientSession,
    on_error: Callable[[BaseException, str], object],
    retry_policy: RetryPolicy | None = None,
) -> AsyncIterator[tuple[TweetService, list[Outbox]]]:
    """Build a queue with its outboxes as the bot does; nothing has begun."""
    clock = SystemClock(ZoneInfo("Europe/Berlin"))
    database = Database(database_url(folder / "bot.db"))
    await database.start()
    networks = networks_of(folder, session, database, clock)
    async with queue_on(database, clock, networks, on_error, retry_policy) as built:
        yield built
    await database.close()


@asynccontextmanager
async def queue_on(
    database: Database,
    clock: Clock,
    networks: Sequence[Network],
    on_error: Callable[[BaseException, str], object],
    retry_policy: RetryPolicy | None = None,
) -> AsyncIterator[tuple[TweetService, list[Outbox]]]:
    scheduler = Scheduler(clock, on_error=on_error, describe=repr)
    service = TweetService(database, clock, networks=networks, policy=lambda: "organizers", on_error=on_error)
    outboxes = [
        Outbox(
            database,
            clock,
            network,
            scheduler,
            changed=service.changed,
            on_error=on_error,
            retry_policy=retry_policy,
        )
        for network in networks
    ]
    for outbox in outboxes:
        service.listen(partial(wake, outbox))
    scheduler.start()
    yield service, outboxes
    await scheduler.close()


def wake(outbox: Outbox, _change: object) -> None:
    outbox.wake()


def stop(error: BaseException, where: str) -> None:
    """Let no error go unnoticed: the life ends with a status that no kill gives."""
    sys.excepthook(type(error), error, error.__traceback__)
    sys.stderr.write(f"in {where}\n")
    sys.stderr.flush()
    os._exit(1)


async def live(folder: Path, life: Life, begin: Callable[[], None]) -> None:
    """Live, and call `begin` at its beginning."""
    countdown = Countdown(life.step)
    retry_policy = RetryPolicy(
        first=timedelta(seconds=0.05),
        longest=timedelta(seconds=0.2),
        between_readings=timedelta(seconds=life.between_readings),
    )
    async with (
        asyncio.timeout(FINISHED_AFTER),
        aiohttp.ClientSession(trace_configs=[countdown.watched_requests()]) as session,
        running_bot(folder, session, stop, retry_policy) as (service, outboxes),
    ):
        begin()
        countdown.watch_commits()
        await work(service, outboxes, life)


async def work(service: TweetService, outboxes: list[Outbox], life: Life) -> None:
    changed = asyncio.Event()
    service.listen(lambda _: changed.set())
    for outbox in outboxes:
        await outbox.begin()
    for told_id, is_there in life.settle.items():
        await (service.mark_sent if is_there else service.send_again)(int(told_id), ADA)
    for tweet_id in life.approve:
        # An earlier life may have come so far.
        if (await service.get(tweet_id)).outcome is Outcome.PENDING:
            await service.approve(tweet_id, ADA, bypass=True)
    while life.seconds is not None or await has_more_to_send(service):
        await changed.wait()
        changed.clear()


async def has_more_to_send(service: TweetService) -> bool:
    return any(not is_settled(view) for view in await service.open_tweets())


def is_settled(view: TweetSnapshot) -> bool:
    """Tell whether the bot can do nothing more for a tweet, which nobody has approved or is asked about."""
    done = {DeliveryStatus.SENT, DeliveryStatus.FAILED}
    return view.outcome is Outcome.PENDING or all(
        delivery.status in done or delivery.ask_human for delivery in view.deliveries
    )


def run(folder: Path, life: Life) -> int:
    """Let a life happen, and return its exit status: negative for the signal that ended it."""
    begun, begin = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(begun)
        try:
            asyncio.run(live(folder, life, lambda: os.close(begin)))
        except BaseException:  # noqa: BLE001 - a fork must end here, whatever happens
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    os.close(begin)
    # Nothing comes through the pipe but its end.
    os.read(begun, 1)
    os.close(begun)
    if life.seconds is not None:
        time.sleep(life.seconds)
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def deliveries(folder: Path) -> dict[str, dict[int, str]]:
    """Return how far each approved tweet is on each network; "asked" of a human is one more."""
    query = "SELECT network, tweet_id, CASE WHEN ask_human THEN 'asked' ELSE status END FROM delivery"
    found: dict[str, dict[int, str]] = {}
    for network, tweet_id, status in sql(database_url(folder / "bot.db"), query):
        found.setdefault(network, {})[int(tweet_id)] = status
    return found


async def warm_up() -> None:
    """Let SQLAlchemy compile what lives ask of a database, once for all of them: forks take it along."""
    clock = SystemClock(ZoneInfo("Europe/Berlin"))
    network = PaperNetwork(clock, PostingWindow(time_of_day(), time_of_day(), clock.timezone))
    network.troubles.append(AfterAccepting(Perhaps("It did not answer.")))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(database_url(Path(folder) / "bot.db"))
        await database.start()
        async with queue_on(database, clock, [network], stop) as (service, outboxes):
            sent = asyncio.Event()
            service.listen(lambda change: sent.set() if change.outcome is Outcome.SENT else None)
            await outboxes[0].begin()
            submitted = await service.submit(Draft(text="Hello", source=Source.COMPOSED, author=ADA))
            await service.approve(submitted.tweet_id, ADA, bypass=True)
            await sent.wait()
            await service.open_tweets()
        await database.close()


def main(folder: Path) -> None:
    compile_once()
    asyncio.run(warm_up())
    for line in sys.stdin:
        status = run(folder, Life(**json.loads(line)))
        report = {"status": status, "deliveries": deliveries(folder)}
        print(json.dumps(report), flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]))
