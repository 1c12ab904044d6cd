"""What the whole bot costs while nothing happens; `python -m benchmarks.rest` prints only this.

Everything is on, but no account on X is connected: reading X is no rest. It has the 1,000 orders and 120
sessions of the made-up conference.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from benchmarks.measured import Measured, print_each
from benchmarks.whole_bot import surroundings, until_idle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECONDS = 120.0


async def measurements() -> AsyncIterator[Measured]:
    """Watch two minutes."""
    async with surroundings(everything_on=True) as around, around.bot() as bot:
        await until_idle(bot)
        await asyncio.sleep(SECONDS / 2)
        await bot.requests()
        statements, processor = await bot.statements(), bot.processor_seconds
        await asyncio.sleep(SECONDS)
        minutes = SECONDS / 60
        took = (bot.processor_seconds - processor) / minutes * 1e3
        asked = (await bot.statements() - statements) / minutes
        requests = len(await bot.requests()) / minutes
    yield Measured("At rest, a minute: statements of SQL", f"{asked:.0f}", "8, of the sign of life")
    yield Measured("At rest, a minute: processor", f"{took:.0f} ms", "", "22 ms of planning alone")
    yield Measured("At rest, a minute: requests to Discord", f"{requests:.0f}", "0", "0.1")


if __name__ == "__main__":
    print_each(measurements)
