"""A bot without Discord that waits, takes over, and does what the agenda says until its end.

It says `waiting`, `ready` when it has taken over and loaded what it needs, and everything that goes wrong on
standard error. A folder holds `networks.json` as for `tests.crash.tweets`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import traceback
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from benchmarks.shop import Shop
from DiscordBot.bot import FAILED, NO_LONGER_ACTIVE
from DiscordBot.core.active_bot.ending import end_soon
from DiscordBot.core.active_bot.lease import holding
from DiscordBot.core.active_bot.lock import lock_of
from DiscordBot.core.clock import SystemClock
from DiscordBot.core.database import Database
from DiscordBot.core.http.http_client import open_session
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.discord_ui.outgoing import others_take
from DiscordBot.features.programme.announcing.announcements import Announcer
from DiscordBot.features.programme.announcing.destinations import Destination, SessionTime
from DiscordBot.features.registration.models import Claim, ClaimState
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.tweets.intake.draft import Draft, DraftPicture
from DiscordBot.features.tweets.models import Source, Tweet, TweetStatus
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy
from DiscordBot.features.tweets.service import TweetService
from sandbox.pretix.server import PretixStandIn
from tests.crash.networks import networks_of
from tests.crash.takeover.agenda import (
    LEAD_MINUTES,
    PICTURES_EVERY,
    PLACES,
    ROOM,
    Agenda,
    is_approved,
    rivals,
    tweet_text,
)
from tests.crash.tweets import ADA
from tests.features.registration.rules import FakeMembers, Rules
from tests.networks.twitter.x_account import PNG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    import aiohttp

    from DiscordBot.core.active_bot.lease import Lease
    from DiscordBot.features.programme.schedule.sessions import Session
    from tests.clocks import StoppedClock

TICKETS = 3_000
LOOK_SECONDS = 0.2
PLAN_EVERY = 10
BUSY_MILLISECONDS = 5_000
PICTURES = (DraftPicture(content=PNG, media_type="image/png", width=1, height=1, alt_text="A cat"),)
RETRIES = RetryPolicy(
    first=timedelta(seconds=0.2), longest=timedelta(seconds=1), between_readings=timedelta(seconds=3)
)


def complain(error: BaseException, where: str) -> None:
    """Note what goes wrong; much has to when the database is cut off."""
    sys.stderr.write(f"{os.getpid()}, {where}: {''.join(traceback.format_exception(error))}\n")


@dataclass(frozen=True)
class HttpPoster:
    """A channel at the venue."""

    session: aiohttp.ClientSession
    address: str

    async def post(self, sessions: Sequence[Session], nonce: str, *, plain: bool = False) -> None:
        del nonce, plain
        content = [[session.key, session.start.isoformat()] for session in sessions]
        async with self.session.post(self.address, json=content) as answer:
            answer.raise_for_status()

    async def posted(self) -> frozenset[SessionTime]:
        async with self.session.get(self.address) as answer:
            return frozenset(
                SessionTime(key, datetime.fromisoformat(start)) for key, start in await answer.json()
            )


class HttpMembers(FakeMembers):
    """The members at the venue, all of them known from the beginning as Discord's gateway tells them."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        super().__init__()
        self._session = session
        self._address = address

    async def load(self) -> None:
        """Learn who has which roles."""
        async with self._session.get(f"{self._address}/members") as answer:
            self.roles = {user_id: frozenset(given) for user_id, given in await answer.json()}

    async def roles_of(self, user_id: int) -> frozenset[int]:
        return self.roles.get(user_id, frozenset())

    async def change(
        self, user_id: int, *, add: frozenset[int], remove: frozenset[int], nickname: str | None
    ) -> None:
        before = await self.roles_of(user_id)
        after = (before | add) - remove
        if after == before and nickname is None:
            return
        change = {"add": sorted(add), "remove": sorted(remove)}
        async with self._session.patch(f"{self._address}/members/{user_id}", json=change) as answer:
            answer.raise_for_status()
        self.roles[user_id] = after


@dataclass
class Bot:
    """The three parts of a bot whose work can be lost or done twice."""

    database: Database
    venue: str
    session: aiohttp.ClientSession
    tweets: TweetService
    outbox: Outbox
    rules: Rules
    members: HttpMembers
    announcer: Announcer
    agenda: Agenda = field(default_factory=lambda: Agenda(0, 0, 0, 0))
    is_ending: bool = False
    approved: int = 0
    announced: int = 0
    registered: set[int] = field(default_factory=set)
    sessions: list[Session] = field(default_factory=list)

    async def load(self) -> None:
        """Learn from the database what former bots have done, and finish what they began."""
        await self.rules.store.open()
        await self.members.load()
        await self.look()
        async with self.database.read() as session:
            granted = select(Claim.position_id).where(col(Claim.state) == ClaimState.GRANTED)
            held = set((await session.execute(granted)).scalars())
            tweets = await session.execute(select(Tweet.source_key, Tweet.status))
            known: dict[str | None, TweetStatus] = dict(tweets.all())
        positions = {order.code: order.positions[0].id for order in self.rules.store.orders()}
        self.registered = {
            number for number, order in enumerate(shop().orders) if positions[order.code] in held
        }
        while known.get(key := f"takeover:{self.approved}") is not None and (
            known[key] is not TweetStatus.PENDING or not is_approved(self.approved)
        ):
            self.approved += 1
        await self.outbox.begin()
        await self.rules.service.follow_changes()
        await self.announcer.plan()

    async def work(self) -> None:
        """Do what comes up until the bot is ending: nothing waits for what others have left undone."""
        await asyncio.gather(*map(self._again, (self.look, self._tweet, self._register, self._announce)))

    async def _again(self, work: Callable[[], Awaitable[object]]) -> None:
        while not self.is_ending:
            await self._try(work())
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Ask what there is to do."""
        async with self.session.get(f"{self.venue}/agenda") as answer:
            self.agenda = Agenda(*await answer.json())
        self.sessions[:] = self.agenda.all_sessions

    async def _try(self, work: Awaitable[object]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - people try again, and so does this
            complain(error, "work")

    async def _announce(self) -> None:
        if self.announced % PLAN_EVERY == 0:
            await self.announcer.plan()
        self.announced += 1
        await self.announcer.announce()

    async def _tweet(self) -> None:
        while not self.is_ending and self.approved < self.agenda.tweets:
            number = self.approved
            draft = Draft(
                text=tweet_text(number),
                source=Source.NEWS,
                source_key=f"takeover:{number}",
                pictures=PICTURES if number % PICTURES_EVERY == 0 else (),
            )
            tweet_id = (await self.tweets.submit(draft)).tweet_id
            if is_approved(number) and (await self.tweets.get(tweet_id)).status is TweetStatus.PENDING:
                await self.tweets.approve(tweet_id, ADA, bypass=True)
            self.approved += 1

    async def _register(self) -> None:
        for number in sorted({*range(self.agenda.tickets)} - self.registered):
            # As in a bot that leaves: what has come up, whoever is next does.
            if self.is_ending:
                return
            order = shop().orders[number]
            name = order.positions[0].attendee_name or ""
            register = self.rules.service.register
            await asyncio.gather(*(register(user_id, order.code, name) for user_id in rivals(number)))
            self.registered.add(number)


def shop() -> Shop:
    """Return the shop, the same in every process."""
    return _SHOP


_SHOP = Shop(TICKETS)


@asynccontextmanager
async def active_bot(database: Database, lease: Lease, venue: str, folder: Path) -> AsyncIterator[Bot]:
    """Build a bot as the real one builds its parts; nothing has begun."""
    clock = SystemClock(ZoneInfo("Europe/Berlin"))
    scheduler = Scheduler(clock, on_error=complain, describe=repr)
    async with open_session(others_take(lease)) as session:
        (network,) = networks_of(folder, session, database, clock)
        tweets = TweetService(
            database, clock, networks=[network], policy=lambda: "organizers", on_error=complain
        )
        outbox = Outbox(
            database,
            clock,
            network,
            scheduler,
            changed=tweets.changed,
            on_error=complain,
            retry_policy=RETRIES,
        )
        tweets.listen(lambda _: outbox.wake())
        # It only asks the clock what time it is.
        rules_clock = cast("StoppedClock", clock)
        store = TicketStore(database, shop(), clock, source="takeover")
        members = HttpMembers(session, venue)
        rules = Rules(database, store, PretixStandIn([], [], "", "", ""), members, rules_clock)
        sessions: list[Session] = []
        destinations = [
            Destination(place, HttpPoster(session, f"{venue}/places/{place}"), lambda: LEAD_MINUTES, room)
            for place, room in zip(PLACES, (None, ROOM), strict=True)
        ]
        announcer = Announcer(
            database,
            clock,
            destinations,
            sessions=lambda: sessions,
            on_error=complain,
            write_log=lambda line: complain(RuntimeError(line), "log"),
        )
        scheduler.start()
        yield Bot(database, venue, session, tweets, outbox, rules, members, announcer, sessions=sessions)
        await scheduler.close()


async def live(number: str, url: str, venue: str, folder: Path) -> int:
    """Wait, be active, and return the exit status as the real bot does."""
    loop, stopped, task = asyncio.get_running_loop(), asyncio.Event(), asyncio.current_task()
    loop.add_signal_handler(signal.SIGTERM, lambda: task and task.cancel())
    lock = lock_of(url, password="", now=datetime.now(UTC))
    database = Database(url, busy_timeout_milliseconds=BUSY_MILLISECONDS)
    if lock is None:
        raise ValueError("nobody can take over a database in memory")
    said: list[str] = []

    def say_once(_: str) -> None:
        if not said:
            say(f"{number} waiting")
            said.append("waiting")

    async with holding(lock, database, wait=True, on_waiting=say_once) as lease:
        await lease.begin()
        async with active_bot(database, lease, venue, folder) as bot:
            loop.add_signal_handler(signal.SIGTERM, stopped.set)
            await bot.load()
            say(f"{number} ready")
            working = asyncio.create_task(bot.work())
            endings = [asyncio.create_task(ending) for ending in (lease.wait_until_over(), stopped.wait())]
            await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
            end_soon(NO_LONGER_ACTIVE if lease.is_over else FAILED)
            bot.is_ending = True
            await working
            for ending in endings:
                ending.cancel()
        await database.close()
        return NO_LONGER_ACTIVE if lease.is_over else 0


def say(line: str) -> None:
    """Tell the stage."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(number: str, url: str, venue: str, folder: str) -> NoReturn:
    """Live in this process, and end it."""
    try:
        status = asyncio.run(live(number, url, venue, Path(folder)))
    except asyncio.CancelledError:
        # Ended while it waited.
        status = 0
    except BaseException as error:  # noqa: BLE001 - a fork must end here, whatever happens
        complain(error, "life")
        status = 1
    sys.stderr.flush()
    os._exit(status)
