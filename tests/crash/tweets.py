"""Bots without Discord that are killed while they post, and others that go on where they stopped.

python -m tests.crash.tweets FOLDER

FOLDER holds `x.json`: address and keys of an X that outlives them. Each line of standard input is a life,
as JSON; for each, a line says how it ended. All share one database, in a process of their own each, made by
fork, so that the imports are paid for once.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time as wall_time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import aiohttp
from sqlalchemy import event
from sqlalchemy.orm import Session

from DiscordBot.core.clock import SystemClock
from DiscordBot.core.database import Database
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.features.tweets.intake.draft import Actor
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy
from DiscordBot.features.tweets.service import TweetService
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.networks.posting_window import PostingWindow
from DiscordBot.networks.twitter.account.budget import Budget
from DiscordBot.networks.twitter.api.client import Credentials
from DiscordBot.networks.twitter.api.session import XSession
from DiscordBot.networks.twitter.network import TwitterNetwork
from tests.databases import database_url, sql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from DiscordBot.core.clock import Clock

ADA = Actor(1, "Ada", is_organizer=True)
TIMEOUT_SECONDS = 2.0
FINISHED_AFTER = 60.0
"""Seconds after which a life that was not killed has had enough time for everything."""


@dataclass(frozen=True)
class Life:
    """What a bot does: it approves `approve`, and ends when everything approved is sent.

    It is killed `seconds` after its beginning, or at its `step`-th moment that matters, or never.
    """

    approve: list[int]
    between_readings: float
    seconds: float | None = None
    step: int | None = None


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
) -> AsyncIterator[tuple[TweetService, Outbox]]:
    """Build a queue with its outbox as the bot does; nothing has begun."""
    clock = SystemClock(ZoneInfo("Europe/Berlin"))
    database = Database(database_url(folder / "bot.db"))
    await database.start()
    scheduler = Scheduler(clock, on_error=on_error, describe=repr)
    network = network_of(folder, session, database, clock)
    service = TweetService(
        database, clock, networks=[network], policy=lambda: "organizers", on_error=on_error
    )
    outbox = Outbox(
        database,
        clock,
        network,
        scheduler,
        changed=service.changed,
        on_error=on_error,
        retry_policy=retry_policy,
    )
    service.listen(lambda _: outbox.wake())
    scheduler.start()
    yield service, outbox
    await scheduler.close()
    await database.close()


def network_of(
    folder: Path, session: aiohttp.ClientSession, database: Database, clock: Clock
) -> TwitterNetwork:
    """Build the real network, with the account of `x.json` and little patience."""
    told = json.loads((folder / "x.json").read_text())
    budget = Budget(database, clock, Decimal(1_000), tell=sys.exit)
    credentials = Credentials(**told["credentials"])
    return TwitterNetwork(
        XSession(session, told["base_url"], timeout=TIMEOUT_SECONDS),
        window=PostingWindow(wall_time(), wall_time(), clock.timezone),
        min_gap_seconds=0,
        credentials=lambda: credentials,
        why_paused=budget.why_paused,
        spent=budget.charge,
        on_refusal=never_on_refusal,
    )


async def never_on_refusal(reason: str) -> None:
    raise RuntimeError(reason)


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
        running_bot(folder, session, stop, retry_policy) as (service, outbox),
    ):
        begin()
        countdown.watch_commits()
        await work(service, outbox, life)


async def work(service: TweetService, outbox: Outbox, life: Life) -> None:
    changed = asyncio.Event()
    service.listen(lambda _: changed.set())
    await outbox.begin()
    for tweet_id in life.approve:
        # An earlier life may have come so far.
        if (await service.get(tweet_id)).outcome is Outcome.PENDING:
            await service.approve(tweet_id, ADA, bypass=True)
    while life.seconds is not None or await has_more_to_send(service):
        await changed.wait()
        changed.clear()


async def has_more_to_send(service: TweetService) -> bool:
    return any(view.outcome is not Outcome.PENDING for view in await service.open_tweets())


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


def deliveries(folder: Path) -> dict[int, str]:
    """Return how far each approved tweet is."""
    rows = sql(database_url(folder / "bot.db"), "SELECT tweet_id, status FROM delivery")
    return {int(tweet_id): status for tweet_id, status in rows}


def main(folder: Path) -> None:
    for line in sys.stdin:
        status = run(folder, Life(**json.loads(line)))
        report = {"status": status, "deliveries": deliveries(folder)}
        print(json.dumps(report), flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]))
