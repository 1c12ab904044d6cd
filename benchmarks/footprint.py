"""How long the bot takes to load, and what memory it keeps; `python -m benchmarks.footprint` prints this.

Each number is of a process of its own. Loading counts the processor's time, so that other work on the
machine does not, and what is resident afterwards. At rest is when all is done that a start brings, with the
1,000 orders and 120 sessions of the made-up conference; all that the bot speaks to is outside of its process.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.measured import Measured, print_each
from benchmarks.whole_bot import surroundings, until_idle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TIMES = 5
RESIDENT = """
def resident():
    with open("/proc/self/status") as status:
        (line,) = (line for line in status if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
"""
LOADING = f"""
import time
{RESIDENT}
began = time.process_time()
import DiscordBot.bot
print(time.process_time() - began, resident())
"""


async def measurements() -> AsyncIterator[Measured]:
    """Measure loading, and the bot at rest: registration and programme only, and with everything on."""
    loaded = [tuple(map(float, (await printed_by(LOADING)).split())) for _ in range(TIMES)]
    seconds, mebibytes = min(loaded)
    yield Measured("Loading DiscordBot.bot", f"{seconds:.2f} s", "0.9 s")
    yield Measured("Resident then", f"{mebibytes:.0f} MiB", "90 MiB")
    for what, everything_on, goal in (
        ("registration and programme", False, "120 MiB"),
        ("everything on", True, "150 MiB"),
    ):
        async with surroundings(everything_on=everything_on) as around, around.bot() as bot:
            await until_idle(bot)
            yield Measured(f"Resident at rest, {what}", f"{bot.mebibytes:.0f} MiB", goal)


async def printed_by(program: str, *arguments: str) -> str:
    """Run a program and return what it prints. Raises `subprocess.CalledProcessError`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-c", program, *arguments), stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "the bot", printed)
    return printed.decode()


if __name__ == "__main__":
    print_each(measurements)
