"""What is measured of registration."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.measured import Measured, print_each
from benchmarks.shop import Shop
from DiscordBot.core.database import Database
from DiscordBot.features.registration.matching.names import LONGEST_NAME, likeness
from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.shop.ticket_store import TicketStore
from sandbox import conference
from sandbox.pretix.server import PretixStandIn
from tests.clocks import StoppedClock
from tests.features.registration.rules import FakeMembers, Rules

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.features.registration.shop.port import OrderSource

SMALL = 10_000
MEMBERS = 200


async def measurements() -> AsyncIterator[Measured]:
    """Measure everything, one after the other."""
    yield await _start()
    async for measured in _registrations():
        yield measured
    yield _names()
    yield _longest_names()


@asynccontextmanager
async def stored(shop: Shop) -> AsyncIterator[tuple[Database, TicketStore]]:
    """Give a store that has loaded the shop, and its database."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}")
        await database.start()
        try:
            store = store_of(database, shop)
            await store.open()
            await store.refresh()
            yield database, store
        finally:
            await database.close()


def store_of(database: Database, shop: OrderSource) -> TicketStore:
    """Return a store of tickets that asks this shop."""
    return TicketStore(database, shop, StoppedClock(conference.TIMEZONE), source="benchmark")


async def _start() -> Measured:
    shop = Shop(SMALL)
    async with stored(shop) as (database, _):
        # Opening asks pretix for nothing, so that it makes no difference that it is down.
        again = TicketStore(database, Shop(0), StoppedClock(conference.TIMEZONE), source="benchmark")
        began = perf_counter()
        await again.open()
        seconds = perf_counter() - began
        if len(again) != SMALL or not again.is_ready:
            raise RuntimeError("The start is broken.")
        return Measured(f"Start with {SMALL:,} tickets, pretix down", f"{seconds:.2f} s", "2 s")


async def _registrations() -> AsyncIterator[Measured]:
    shop = Shop(SMALL)
    async with stored(shop) as (database, store):
        members = FakeMembers()
        never_asked = PretixStandIn([], [], "", "", "")
        rules = Rules(database, store, never_asked, members, StoppedClock(conference.TIMEZONE))
        for user_id in range(MEMBERS):
            members.join(user_id)
        typed = [(order.code, order.positions[0].attendee_name or "") for order in shop.orders[:MEMBERS]]
        began = perf_counter()
        outcomes = await asyncio.gather(*(rules.service.register(n, *what) for n, what in enumerate(typed)))
        seconds = perf_counter() - began
        if {outcome.result for outcome in outcomes} != {Result.REGISTERED}:
            raise RuntimeError("Registering is broken.")
        ours = f"{seconds:.2f} s, {seconds / MEMBERS * 1e3:.1f} ms each"
        yield Measured(f"The rules of {MEMBERS} registrations at once, without Discord", ours)

        began = perf_counter()
        await rules.service.follow_changes()
        seconds = perf_counter() - began
        yield Measured(f"Looking whether {MEMBERS} members are in line", f"{seconds * 1e3:.0f} ms")


def _names() -> Measured:
    names = [order.positions[0].attendee_name or "" for order in Shop(2_000).orders]
    began = perf_counter()
    for one, other in zip(names, reversed(names), strict=True):
        likeness(one, other)
    return Measured("Comparing two names", f"{len(names) / (perf_counter() - began):,.0f} per second")


def _longest_names() -> Measured:
    words = [chr(0x4E00 + number) for number in range(LONGEST_NAME // 2)]
    began = perf_counter()
    likeness(" ".join(words), " ".join(reversed(words)))
    took = f"{(perf_counter() - began) * 1e3:.1f} ms"
    return Measured(f"Comparing two names of {LONGEST_NAME} characters", took, "100 ms")


if __name__ == "__main__":
    print_each(measurements)
