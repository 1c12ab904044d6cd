"""The whole bot, twice, as `bot.py` starts it: one is active on Discord, the other one takes over."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.whole_bot import BOT, CARDS_AT_ONCE, Surroundings, surroundings
from DiscordBot.bot import NO_LONGER_ACTIVE
from tests.crash.takeover.engines import POSTGRESQL, SQLITE, database_on
from tests.crash.takeover.proxy import open_proxy
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.crash


@dataclass
class RunningBot:
    """A process of a bot, and what it has said so far."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    async def until_it_says(self, text: str) -> None:
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self.said or text not in self.said[-1]:
                line = await self.process.stdout.readline()
                assert line, self.said
                self.said.append(line.decode())

    async def end(self, number: int) -> int:
        """Send a signal and return the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        rest, _ = await asyncio.wait_for(self.process.communicate(), PATIENCE_SECONDS)
        self.said += rest.decode().splitlines()
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def begun(world: Surroundings, folder: Path) -> AsyncIterator[RunningBot]:
    """Start a bot that waits if it has to."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-c", BOT, world.discord_url.rpartition(":")[2]),
        *(str(world.config), str(CARDS_AT_ONCE)),
        cwd=ROOT,
        env={**os.environ, "DISCORD_BOT_TOKEN": "a-token-of-no-use", "TMPDIR": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield RunningBot(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def let_wait(config: Path, url: str) -> None:
    lines = config.read_text().splitlines()
    at = lines.index("[database]")
    lines[at + 1] = f'url = "{url}"\nstandby = true'
    config.write_text("\n".join(lines))


@pytest.mark.parametrize("engine", [SQLITE, POSTGRESQL])
async def test_one_is_active_and_the_other_takes_over_without_a_word_of_the_former(
    tmp_path: Path, engine: str
) -> None:
    """On PostgreSQL the former one is stopped and goes on later, on SQLite it is killed."""
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(surroundings())
        let_wait(world.config, stack.enter_context(database_on(engine, tmp_path)))
        former = await stack.enter_async_context(begun(world, tmp_path))
        await former.until_it_says("Ready.")
        present = await stack.enter_async_context(begun(world, tmp_path))
        await present.until_it_says(f"Waiting: process {former.process.pid} on ")
        assert await requests(world)

        former.process.send_signal(signal.SIGSTOP if engine == POSTGRESQL else signal.SIGKILL)
        await present.until_it_says("Ready.")
        await requests(world)

        if engine == POSTGRESQL:
            assert await former.end(signal.SIGCONT) == NO_LONGER_ACTIVE
            assert any("Another bot is the active one by now" in line for line in former.said)
            assert not [method for method, _ in await requests(world) if method != "GET"]
        assert await present.end(signal.SIGTERM) == 0
        assert not any("Exception closing connection" in line for line in present.said)
        # It says that it is away, as the active one does.
        assert "PATCH" in {method for method, _ in await requests(world)}


async def test_one_that_is_cut_off_from_its_database_ends_all_the_same(tmp_path: Path) -> None:
    """All that it waits for then comes after a minute at most, one after the other."""
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(surroundings())
        url = stack.enter_context(database_on(POSTGRESQL, tmp_path))
        proxy, passed = await stack.enter_async_context(open_proxy(url))
        let_wait(world.config, passed)
        bot = await stack.enter_async_context(begun(world, tmp_path))
        await bot.until_it_says("Ready.")
        proxy.cut()
        await bot.end(signal.SIGTERM)


async def requests(world: Surroundings) -> list[list[str]]:
    """Return what Discord was asked for since this was called last."""
    async with world.session.get(f"{world.discord_url}/people/requests") as response:
        found: list[list[str]] = await response.json()
        return found
