"""The whole bot as a process of its own, as `bot.py` starts it, with all else outside of it, over sockets."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import sys
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from sandbox import conference
from sandbox.conference.programme import everything
from sandbox.demo.configuration import write_config
from sandbox.pretalx.server import PretalxStandIn
from sandbox.pretix.server import PretixStandIn
from sandbox.x.server import XStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

BOT = """
import signal, sys
import discord.gateway, discord.http, sqlalchemy.event, sqlalchemy.engine, yarl
from DiscordBot.bot import main
from DiscordBot.discord_ui.cards import keeper
discord.http.Route.BASE = f"http://127.0.0.1:{sys.argv[1]}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{sys.argv[1]}/gateway")
keeper.AT_ONCE = int(sys.argv[3])
statements = [0]
@sqlalchemy.event.listens_for(sqlalchemy.engine.Engine, "before_cursor_execute")
def count(*_):
    statements[0] += 1
signal.signal(signal.SIGUSR1, lambda *_: print("statements", statements[0], flush=True))
sys.exit(main(["--config", sys.argv[2]]))
"""
CARDS_AT_ONCE = 20
OTHERS = """
[job_board]
source = "jobs.csv"
[news]
feed = "http://127.0.0.1:9/feed"
"""
READY = b"Ready."
IDLE_SECONDS = 1.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class WholeBot:
    """A bot that runs, and its Discord, which listens on `discord_url`."""

    process: asyncio.subprocess.Process
    discord_url: str
    session: aiohttp.ClientSession

    @property
    def processor_seconds(self) -> float:
        """The processor's time that it has taken so far, all threads together."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def mebibytes(self) -> float:
        """What is resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    async def statements(self) -> int:
        """Return how many statements of SQL it has run."""
        self.process.send_signal(signal.SIGUSR1)
        async for line in _output(self.process):
            if line.startswith(b"statements "):
                return int(line.split()[1])
        raise RuntimeError("The bot has ended.")

    async def requests(self) -> list[list[str]]:
        """Return method and path of what it has asked Discord for since this was called last."""
        async with self.session.get(f"{self.discord_url}/people/requests") as response:
            found: list[list[str]] = await response.json()
            return found

    async def join(self, count: int) -> None:
        """Let so many people join the server."""
        async with self.session.post(f"{self.discord_url}/people/join", json=count):
            pass

    async def register(self, typed: list[tuple[str, str]]) -> list[float]:
        """Let those who joined submit orders and names at once; return after how long each was answered."""
        async with self.session.post(f"{self.discord_url}/people/register", json=typed) as response:
            seconds: list[float] = await response.json()
            return seconds


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything that a bot finds when it starts, one after the other if need be."""

    config: Path
    discord_url: str
    session: aiohttp.ClientSession

    @property
    def database_url(self) -> str:
        """The address of the bots' database."""
        return f"sqlite+aiosqlite:///{self.config.parent / 'bot.db'}"

    @asynccontextmanager
    async def bot(self, *, cards_at_once: int = CARDS_AT_ONCE) -> AsyncIterator[WholeBot]:
        """Run a bot, and give it when it is ready."""
        port = self.discord_url.rpartition(":")[2]
        async with AsyncExitStack() as stack:
            process = await _started(stack, "-c", BOT, port, str(self.config), str(cards_at_once))
            await _until_ready(process)
            yield WholeBot(process, self.discord_url, self.session)


@asynccontextmanager
async def surroundings(
    *,
    orders: Iterable[dict[str, Any]] | None = None,
    everything_on: bool = False,
    discord_seconds: float = 0.0,
    database: str = "",
) -> AsyncIterator[Surroundings]:
    """Open a Discord, each of whose answers takes `discord_seconds`, and the services beside it.

    Without an address the bot's `database` is a file.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        config = await _configured(folder, stack, orders, everything_on=everything_on, database=database)
        server = await _started(stack, "-m", "benchmarks.discord_server", str(discord_seconds))
        port = int(await _output(server).readline())
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Surroundings(config, f"http://127.0.0.1:{port}", session)


async def until_idle(bot: WholeBot) -> None:
    """Wait until what the start brings is done."""
    before = -1.0
    while bot.processor_seconds > before:
        before = bot.processor_seconds
        await asyncio.sleep(IDLE_SECONDS)


async def _until_ready(process: asyncio.subprocess.Process) -> None:
    """Read what the bot logs until it says that it is ready, and let it go on writing."""
    said = []
    async for line in _output(process):
        said.append(line)
        if line.rstrip().endswith(READY):
            return
    raise RuntimeError(b"".join(said).decode())


def _output(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    if process.stdout is None:
        raise RuntimeError("It was started without a pipe.")
    return process.stdout


async def _started(stack: AsyncExitStack, *arguments: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "DISCORD_BOT_TOKEN": secrets.token_hex(16)},
        limit=2**20,
    )
    stack.push_async_callback(_ended, process)
    return process


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    await process.communicate()


async def _configured(
    folder: Path,
    stack: AsyncExitStack,
    orders: Iterable[dict[str, Any]] | None,
    *,
    everything_on: bool,
    database: str,
) -> Path:
    token = secrets.token_hex(16)
    shop = PretixStandIn(
        conference.items(),
        conference.orders() if orders is None else orders,
        token,
        conference.ORGANIZER,
        conference.EVENT,
    )
    programme, x = PretalxStandIn(everything(), token, conference.EVENT), XStandIn(name=conference.NAME)
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
            "DISCORD_BOT_TOKEN": token,
            "PRETIX_TOKEN": token,
            "PRETALX_TOKEN": token,
            "PRETIX_WEBHOOK_SECRET": secrets.token_hex(16),
            "TWITTER_CLIENT": x.keys.consumer_key,
            "TWITTER_CLIENTSECRET": x.keys.consumer_secret,
            "TWITTER_TOKEN_KEY": secrets.token_hex(16),
        },
        x_url=urls[2] if everything_on else None,
        database=database,
    )
    if everything_on:
        with file.open("a", encoding="utf-8") as config:
            config.write(OTHERS)
        (folder / "jobs.csv").write_text("Title,Company\nPythonista,Example Inc.\n", encoding="utf-8")
    return file


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
