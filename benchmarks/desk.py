"""Look-up and search among very many tickets; `python -m benchmarks.desk` prints only this.

The processor's time. The memory is that of a process of its own, which reads what an earlier one has stored.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from benchmarks.footprint import printed_by
from benchmarks.measured import Measured, print_each
from benchmarks.registration import store_of
from benchmarks.shop import Shop
from DiscordBot.core.database import Database
from DiscordBot.features.registration.matching.attendees import find_attendee
from DiscordBot.features.registration.matching.order_search import OrderSearch
from DiscordBot.features.registration.shop.order_code import parse_order_code

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Order

LOOK_UPS, SEARCHES = 20_000, 200
SMALL, LARGE = 10_000, 100_000
READING = """
import asyncio, gc, sys
from benchmarks.registration import store_of
from benchmarks.shop import Shop
from DiscordBot.core.database import Database

def resident():
    with open("/proc/self/status") as status:
        (line,) = (line for line in status if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024

async def main():
    database = Database(sys.argv[1])
    store = store_of(database, Shop(0))
    gc.collect()
    before = resident()
    await store.open()
    gc.collect()
    print(resident() - before)
    await database.close()

asyncio.run(main())
"""


async def measurements() -> AsyncIterator[Measured]:
    """Measure among few tickets and among many."""
    small = await _measured(SMALL)
    large = await _measured(LARGE)
    for name, size, ratio in (
        ("small", SMALL, ""),
        ("large", LARGE, f"{large['look-up'] / small['look-up']:.2f} of {SMALL:,}"),
    ):
        seconds = (small if name == "small" else large)["look-up"]
        yield Measured(f"Look-up among {size:,} tickets", f"{seconds * 1e6:.1f} µs", "10 µs", "35 µs", ratio)
    ours = f"median {large['search'] * 1e3:.1f} ms, at most {large['slowest'] * 1e3:.1f} ms"
    yield Measured(f"Search by name among {LARGE:,} tickets", ours, "5 ms", "216 ms")
    yield Measured(f"{LARGE:,} tickets in memory", f"{large['memory']:.0f} MiB", "150 MiB", "349 MiB")


async def _measured(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}"
        database = Database(url)
        await database.start()
        store = store_of(database, Shop(size))
        await store.open()
        await store.refresh()
        orders = [*store.orders()]
        figures = {"look-up": _look_up(store, orders), **await _search(store, orders)}
        await database.close()
        printed = await printed_by(READING, url)
        return figures | {"memory": float(printed)}


def _look_up(store: TicketStore, orders: Sequence[Order]) -> float:
    """Return the seconds from what somebody typed to their tickets."""
    step = max(1, len(orders) // LOOK_UPS)
    typed = [(order.code.lower(), order.positions[0].attendee_name or "") for order in orders[::step]]
    began = process_time()
    for code_text, name in typed:
        code = parse_order_code(code_text)
        order = store.get(code.code) if code is not None else None
        if order is None or not find_attendee(order, name):
            raise RuntimeError("The look-up is broken.")
    return (process_time() - began) / len(typed)


async def _search(store: TicketStore, orders: Sequence[Order]) -> dict[str, float]:
    """Search for names as they are, with a typo, without a part, as initials, and for nobody."""
    unasked: Any = None
    search = OrderSearch(store, unasked, str)
    seconds = []
    for number, order in enumerate(orders[:: max(1, len(orders) // SEARCHES)]):
        name = order.positions[0].attendee_name or ""
        words = name.split()
        ways = (
            name,
            name[:-2] + "x" + name[-1:],
            words[-1],
            f"{words[0][0]}. {words[-1]}",
            f"{words[0]} Nobody",
        )
        began = process_time()
        await search.find(name=ways[number % len(ways)])
        seconds.append(process_time() - began)
    return {"search": median(seconds), "slowest": max(seconds)}


if __name__ == "__main__":
    print_each(measurements)
