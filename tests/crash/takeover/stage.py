"""Lets bots take over from each other in all ways, and counts what was lost or done twice."""

from __future__ import annotations

import asyncio
import json
import signal
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from sqlmodel import select

from benchmarks.shop import Shop
from DiscordBot.bot import NO_LONGER_ACTIVE
from DiscordBot.core.clock import SystemClock
from DiscordBot.core.database import Database
from DiscordBot.features.registration.models import Claim
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from DiscordBot.features.tweets.models import Delivery, DeliveryStatus
from sandbox.x.rates import LIMITS
from sandbox.x.server import XStandIn
from tests.crash.networks import FILE
from tests.crash.takeover.agenda import PLACES, is_approved, rivals, tweet_text
from tests.crash.takeover.bot import TICKETS
from tests.crash.takeover.nursery import Life, Nursery, open_nursery
from tests.crash.takeover.proxy import open_proxy
from tests.crash.takeover.venue import Venue
from tests.networks.twitter.x_account import credentials_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

LOG = "bots.log"
FINISHED_SECONDS = 180.0
LIFE_SECONDS = 120.0
"""Nothing that a bot says or does takes longer, on whatever machine."""


class Ending(StrEnum):
    """How the active bot ends, or seems to."""

    KILLED = "killed (SIGKILL)"
    STOPPED = "stopped (SIGSTOP, later SIGCONT)"
    CUT_OFF = "cut off from the database"
    LEAVES = "leaves in order (SIGTERM)"


STATUSES = {
    Ending.KILLED: -signal.SIGKILL,
    Ending.STOPPED: NO_LONGER_ACTIVE,
    Ending.CUT_OFF: NO_LONGER_ACTIVE,
    Ending.LEAVES: 0,
}


@dataclass
class Result:
    """`seconds` are the times to take over by how the former bot ended; the rest should be empty."""

    seconds: dict[Ending, list[float]] = field(default_factory=dict)
    expected: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unapproved: list[str] = field(default_factory=list)
    statuses: list[tuple[Ending, int | None]] = field(default_factory=list)

    @property
    def wrong_statuses(self) -> list[tuple[Ending, int | None]]:
        return [(ending, status) for ending, status in self.statuses if status != STATUSES[ending]]


@dataclass
class Stage:
    """Runs `bots` at a time on the database at `url`; `on_takeover` hears of the result so far."""

    url: str
    folder: Path
    venue: Venue
    x: XStandIn
    nursery: Nursery
    open: AsyncExitStack
    bots: int
    on_takeover: Callable[[Result], object] = lambda _: None
    lives: list[Life] = field(default_factory=list)
    result: Result = field(default_factory=Result)
    random: Random = field(default_factory=lambda: Random(2027))  # noqa: S311 - no secret
    _ends: list[asyncio.Task[None]] = field(default_factory=list)

    async def run(self, endings: Sequence[Ending]) -> Result:
        """Let bots take over from each other, finish the work, and count."""
        for _ in range(self.bots):
            await self._start()
        active = await self._wait_for_one_of([(life, life.is_ready) for life in self.lives])
        for ending in endings:
            active = await self._take_over(active, ending)
            self.on_takeover(self.result)
        self.venue.close()
        await self._wait_until_finished()
        # Those that wait first, lest they take over.
        for life in sorted(self.lives, key=lambda life: life is active):
            life.send(signal.SIGTERM)
            await asyncio.wait_for(life.has_ended.wait(), LIFE_SECONDS)
        await asyncio.gather(*self._ends)
        await self._count()
        return self.result

    async def _start(self) -> None:
        proxy, url = None, self.url
        if make_url(url).get_backend_name() != "sqlite":
            proxy, url = await self.open.enter_async_context(open_proxy(url))
        self.lives.append(self.nursery.start(proxy, url, self.venue.address, str(self.folder)))

    async def _wait_for_one_of(self, events: Sequence[tuple[Life, asyncio.Event]]) -> Life:
        """Return the first life whose event has come."""
        waiting = {asyncio.create_task(event.wait()): life for life, event in events}
        done, others = await asyncio.wait(waiting, timeout=LIFE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        if not done:
            raise TimeoutError((self.folder / LOG).read_text()[-3000:])
        return waiting[done.pop()]

    async def _take_over(self, former: Life, ending: Ending) -> Life:
        others = [life for life in self.lives if life is not former]
        await self._wait_for_one_of([(life, life.waits) for life in others])
        await asyncio.sleep(self.random.uniform(0.3, 1.5))
        began = asyncio.get_running_loop().time()
        match ending:
            case Ending.KILLED:
                former.send(signal.SIGKILL)
            case Ending.STOPPED:
                former.send(signal.SIGSTOP)
            case Ending.LEAVES:
                former.send(signal.SIGTERM)
            case Ending.CUT_OFF if former.proxy is not None:
                former.proxy.cut()
        self.lives.remove(former)
        active = await self._wait_for_one_of([(life, life.is_ready) for life in others])
        self.result.seconds.setdefault(ending, []).append(active.ready_at - began)
        self._ends.append(asyncio.create_task(self._see_off(former, ending)))
        await self._start()
        return active

    async def _see_off(self, former: Life, ending: Ending) -> None:
        if ending is Ending.STOPPED:
            await asyncio.sleep(self.random.uniform(0, 2))
            former.send(signal.SIGCONT)
        with suppress(TimeoutError):
            await asyncio.wait_for(former.has_ended.wait(), LIFE_SECONDS)
        self.result.statuses.append((ending, former.status))

    async def _wait_until_finished(self) -> None:
        agenda, database = self.venue.agenda(), Database(self.url)
        approved = sum(map(is_approved, range(agenda.tweets)))
        try:
            async with asyncio.timeout(FINISHED_SECONDS):
                while True:
                    async with database.read() as session:
                        rows = (await session.execute(select(Delivery.status))).scalars().all()
                        claims = (await session.execute(select(Claim.position_id))).scalars().all()
                    settled = rows.count(DeliveryStatus.SENT) + rows.count(DeliveryStatus.FAILED)
                    announced = len(self.venue.posted) >= agenda.sessions * len(PLACES)
                    registered = len(self.venue.roles) >= agenda.tickets <= len(claims)
                    if settled >= approved and announced and registered:
                        return
                    await asyncio.sleep(0.2)
        except TimeoutError:
            # What is missing is counted as lost.
            return
        finally:
            await database.close()

    async def _count(self) -> None:
        agenda, result = self.venue.agenda(), self.result
        posts = Counter(post.text for post in self.x.posts)
        wanted = {tweet_text(number) for number in range(agenda.tweets) if is_approved(number)}
        result.unapproved += sorted(posts.keys() - wanted)
        keys = {(place, session.key) for place in PLACES for session in agenda.all_sessions}
        result.lost += sorted(wanted - posts.keys()) + sorted(map(str, keys - self.venue.posted.keys()))
        for counter in (posts, self.venue.posted):
            result.doubled += [str(what) for what, times in counter.items() if times > 1]
        await self._count_tickets(agenda.tickets)
        pictures = sum(bool(post.media) for post in self.x.posts)
        result.expected.update(
            tweets=len(wanted), pictures=pictures, announcements=len(keys), registrations=agenda.tickets
        )

    async def _count_tickets(self, tickets: int) -> None:
        database = Database(self.url)
        async with database.read() as session:
            claims = await session.execute(select(Claim.position_id, Claim.user_id))
            holders: dict[int, int | None] = dict(claims.all())
        await database.close()
        for number, order in enumerate(Shop(TICKETS).orders[:tickets]):
            have_roles = [user_id for user_id in rivals(number) if self.venue.roles.get(user_id)]
            what = f"ticket {number}: {have_roles}, {holders.get(order.positions[0].id)}"
            if len(have_roles) > 1:
                self.result.doubled.append(what)
            elif have_roles != [holders.get(order.positions[0].id)]:
                self.result.lost.append(what)


@asynccontextmanager
async def open_stage(url: str, folder: Path, *, bots: int = 2) -> AsyncIterator[Stage]:
    """Make the tables and fill the copy of the shop; open X and the venue."""
    database = Database(url)
    await database.start()
    clock = SystemClock(ZoneInfo("Europe/Berlin"))
    store = TicketStore(database, Shop(TICKETS), clock, source="takeover")
    await store.open()
    await store.refresh()
    await database.close()
    # X must not save the bot from posting twice.
    x = XStandIn(
        refuses_duplicates=False,
        limits=dict.fromkeys(LIMITS, 10**6),
        visible_after=timedelta(seconds=0.2),
    )
    told = {"base_url": await x.start(), "account": asdict(credentials_of(x))}
    (folder / FILE).write_text(json.dumps({"twitter": told}))
    async with Venue() as venue, AsyncExitStack() as stack, open_nursery(folder / LOG) as nursery:
        yield Stage(url, folder, venue, x, nursery, stack, bots)
    await x.stop()
