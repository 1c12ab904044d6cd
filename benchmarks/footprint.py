"""How long the bot takes to load, and what memory it keeps; `python -m benchmarks.footprint` prints this.

Each number is of a process of its own. Loading counts the processor's time, so that other work on the
machine does not, and what is resident afterwards. At rest is half a second after the bot has done all that
a start brings, with the 1,000 orders and 120 sessions of the made-up conference; pretix, pretalx and X are
outside of the process, the simulated Discord is in it: what that alone takes is given beside.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measured import Measured
from sandbox import conference
from sandbox.conference.programme import everything
from sandbox.demo.world import write_config
from sandbox.pretalx.server import PretalxStandIn
from sandbox.pretix.server import PretixStandIn
from sandbox.x.server import XStandIn

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
SIMULATED_DISCORD = f"""
import discord, simcord
{RESIDENT}
print(resident())
"""
AT_REST = f"""
import asyncio, gc, logging, sys
from pathlib import Path

from DiscordBot.bot import create_bot
from DiscordBot.config import load_config

import simcord
from sandbox.conference.server import build_server
from sandbox.settling import settle_patiently
{RESIDENT}
async def main():
    settle_patiently()
    config = load_config(Path(sys.argv[1]), environment={{}}, need_discord_token=False)
    env = simcord.Env(create_bot(config))
    build_server(env)
    await env.start()
    await asyncio.sleep(0.5)
    await env.settle()
    gc.collect()
    print(resident())
    await env.bot.close()
    await env.shutdown()

logging.disable(logging.CRITICAL)
asyncio.run(main())
"""
OTHERS = """
[job_board]
source = "jobs.csv"
[news]
feed = "http://127.0.0.1:9/feed"
"""


async def measurements() -> AsyncIterator[Measured]:
    """Measure loading, and the bot at rest: registration and programme only, and with everything on."""
    loaded = [tuple(map(float, (await _printed(LOADING)).split())) for _ in range(TIMES)]
    seconds, mebibytes = min(loaded)
    yield Measured("Loading DiscordBot.bot", f"{seconds:.2f} s", "wanted: <= 0.9 s")
    yield Measured("Resident then", f"{mebibytes:.0f} MiB", "wanted: <= 90 MiB")
    simulated = float(await _printed(SIMULATED_DISCORD))
    beside = f"discord.py and the simulated Discord alone: {simulated:.0f} MiB; wanted: <= "
    for what, wanted in (("registration and programme", 120), ("everything on", 150)):
        rest = await _at_rest(everything_on=wanted > 120)  # noqa: PLR2004 - the second of the two
        yield Measured(f"Resident at rest, {what}", f"{rest:.0f} MiB", f"{beside}{wanted} MiB")


async def _at_rest(*, everything_on: bool) -> float:
    """Return how many MiB the bot keeps."""
    token = secrets.token_hex(16)
    shop = PretixStandIn(
        conference.items(), conference.orders(), token, conference.ORGANIZER, conference.EVENT
    )
    programme, x = PretalxStandIn(everything(), token, conference.EVENT), XStandIn(name=conference.NAME)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = []
        for stand_in in (shop, programme, x):
            urls.append(await stand_in.start())
            stack.push_async_callback(stand_in.stop)
        file = write_config(
            folder,
            base_url=urls[0],
            pretalx_url=urls[1],
            webhook_port=_free_port(),
            given={
                "PRETIX_TOKEN": token,
                "PRETALX_TOKEN": token,
                "PRETIX_WEBHOOK_SECRET": secrets.token_hex(16),
                "TWITTER_CLIENT": x.keys.consumer_key,
                "TWITTER_CLIENTSECRET": x.keys.consumer_secret,
                "TWITTER_TOKEN_KEY": secrets.token_hex(16),
            },
            x_url=urls[2] if everything_on else None,
        )
        if everything_on:
            with file.open("a", encoding="utf-8") as config:
                config.write(OTHERS)
            (folder / "jobs.csv").write_text("Title,Company\nPythonista,Example Inc.\n", encoding="utf-8")
        return float(await _printed(AT_REST, str(file)))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


async def _printed(program: str, *arguments: str) -> str:
    """Run a program and return what it prints. Raises `subprocess.CalledProcessError`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-c", program, *arguments), stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "the bot", printed)
    return printed.decode()


async def _main() -> None:
    async for measured in measurements():
        print(f"{measured.what}: {measured.value}  {measured.comparison}")


if __name__ == "__main__":
    asyncio.run(_main())
