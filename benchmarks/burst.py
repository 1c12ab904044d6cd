"""How long hundreds who register at once wait; `python -m benchmarks.burst` prints only this.

The whole bot as it is started, with a Discord that takes 50 ms for each answer: everybody submits at the
same moment what `/register` asks for, and waits for the answer. The processor's time is the bot's.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.measured import Measured, print_each
from benchmarks.whole_bot import surroundings, until_idle
from sandbox import conference

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DISCORD_SECONDS = 0.05


async def measurements() -> AsyncIterator[Measured]:
    """Let 100 register at once, and 400."""
    orders = [order for order in conference.orders() if _is_simple(order)]
    for size, goal, former in ((100, "all 1.0 s", "2.3 s"), (400, "all 2.0 s, median 1.2 s", "5.8 s")):
        typed = [(order["code"], order["positions"][0]["attendee_name"]) for order in orders[:size]]
        async with (
            surroundings(orders=orders, discord_seconds=DISCORD_SECONDS) as around,
            around.bot() as bot,
        ):
            await bot.join(size)
            await until_idle(bot)
            before = bot.processor_seconds
            answered = await bot.register(typed)
            processor = (bot.processor_seconds - before) / size
            ours = f"all {max(answered):.2f} s, median {median(answered):.2f} s"
        yield Measured(
            f"{size} register at once, {DISCORD_SECONDS * 1e3:.0f} ms a request", ours, goal, former
        )
        yield Measured("Processor for each of them", f"{processor * 1e3:.1f} ms", "6 ms", "17.8 ms")


def _is_simple(order: dict[str, Any]) -> bool:
    positions = order["positions"]
    is_paid = order["status"] == "p" and not order["testmode"]
    return is_paid and len(positions) == 1 and bool(positions[0]["attendee_name"])


if __name__ == "__main__":
    print_each(measurements)
