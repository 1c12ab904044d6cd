"""How long hundreds who register at once wait; `python -m benchmarks.burst` prints only this.

The whole bot as it is started, with a Discord that takes 50 ms for each answer: everybody submits at the
same moment what `/register` asks for, and waits for the answer. The processor's time is the bot's. Both kinds
of database are measured, PostgreSQL only where it is installed.
"""

from __future__ import annotations

from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.measured import Measured, print_each
from benchmarks.whole_bot import surroundings, until_idle
from sandbox import conference
from tests.crash.takeover.engines import POSTGRESQL, SQLITE
from tests.postgres import is_installed, running_postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

DISCORD_SECONDS = 0.05
SIZES = ((100, "all 1.0 s", "2.3 s"), (400, "all 2.0 s, median 1.2 s", "5.8 s"))


async def measurements() -> AsyncIterator[Measured]:
    """Let 100 register at once, and 400."""
    for engine in (SQLITE, POSTGRESQL) if is_installed() else (SQLITE,):
        for size, goal, before in SIZES:
            with _database(engine) as database:
                answered, processor = await _register(size, database)
            ours = f"all {max(answered):.2f} s, median {median(answered):.2f} s"
            # What was measured before was measured on SQLite.
            formerly = (before, "17.8 ms") if engine == SQLITE else ("", "")
            what = f"{size} register at once, {DISCORD_SECONDS * 1e3:.0f} ms a request, {engine}"
            yield Measured(what, ours, goal, formerly[0])
            yield Measured("Processor for each of them", f"{processor * 1e3:.1f} ms", "6 ms", formerly[1])


@contextmanager
def _database(engine: str) -> Iterator[str]:
    if engine == SQLITE:
        yield ""
        return
    with running_postgres() as url:
        yield url


async def _register(size: int, database: str) -> tuple[list[float], float]:
    """Return after how long each was answered, and the processor's seconds for each."""
    orders = [order for order in conference.orders() if _is_simple(order)]
    typed = [(order["code"], order["positions"][0]["attendee_name"]) for order in orders[:size]]
    async with (
        surroundings(orders=orders, discord_seconds=DISCORD_SECONDS, database=database) as around,
        around.bot() as bot,
    ):
        await bot.join(size)
        await until_idle(bot)
        before = bot.processor_seconds
        answered = await bot.register(typed)
        return answered, (bot.processor_seconds - before) / size


def _is_simple(order: dict[str, Any]) -> bool:
    positions = order["positions"]
    is_paid = order["status"] == "p" and not order["testmode"]
    return is_paid and len(positions) == 1 and bool(positions[0]["attendee_name"])


if __name__ == "__main__":
    print_each(measurements)
