"""`python -m sandbox.demo`: the bot on a simulated Discord in the browser; no account, no token.

Ends with Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
import tempfile
import webbrowser
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
from pydantic import ValidationError

from DiscordBot.bot import create_bot
from DiscordBot.config.sections import Rehearsal
from sandbox import conference
from sandbox.demo.loopback import listen
from sandbox.demo.mentions import Mentions
from sandbox.demo.networks import DemoNetworks, open_networks
from sandbox.demo.page import DemoPage
from sandbox.demo.proxy import PreviewProxy
from sandbox.demo.rehearsal import DemoRehearsal
from sandbox.demo.stage import Stage
from sandbox.demo.tour import Tour
from sandbox.demo.world import open_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import discord
    from aiohttp import web

    from DiscordBot.config import Config

WELCOME = """
  {name} is open.

  {url}

  {what_to_do}
  Nothing here leaves this machine. Ctrl-C ends it.
"""
REGISTER = "You are Ada, who bought a ticket. Press Register and follow the panel on the right."
WATCH = "This is a rehearsal. See the clock in the panel on the right, and which channels have news."
PATIENCE_SECONDS = 15.0
"""How long a visitor's press waits for the bot at most; while it waits nobody else can act."""
SPEED = 60.0
"""Of a rehearsal: an hour in a minute."""


@asynccontextmanager
async def demo(
    folder: Path,
    port: int,
    make_bot: Callable[[Config], discord.Client],
    rehearsal: DemoRehearsal | None = None,
) -> AsyncIterator[str]:
    """Run the demo with its files in `folder`; yields the address of its page.

    If `port` is taken, or 0, it is a free one. What happens in a `rehearsal` happens from the start on;
    its own `make_bot` is to be given.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        networks = await stack.enter_async_context(open_networks(session)) if rehearsal is None else ()
        world = await stack.enter_async_context(
            open_world(
                folder,
                make_bot,
                with_livestreams=rehearsal is not None,
                with_x=rehearsal is None,
                more_sections="".join(network.section for network in networks),
                accounts=[(network.names, network.account) for network in networks],
            )
        )
        world.env.settle_timeout = PATIENCE_SECONDS
        stack.enter_context(world.env.time_context())
        stage = Stage(world.env, conference.TIMEZONE.key)
        stack.push_async_callback(stage.close)
        tour = Tour(world.env, world.server, world.x)
        page = DemoPage(world, stage, tour, networks=networks, rehearsal=rehearsal)
        page_runner, page_port = await _listen_near(page, port)
        stack.push_async_callback(page_runner.cleanup)
        origins = f"http://127.0.0.1:{page_port} http://localhost:{page_port}"
        proxy = PreviewProxy(stage, session, Mentions(world.env, world.server), origins)
        frame_runner, frame_port = await listen(proxy.application(), 0)
        stack.push_async_callback(frame_runner.cleanup)
        await page.open(frame_port)
        if isinstance(networks, DemoNetworks):
            # Last, since it takes a second or two, and nobody needs it at first.
            await stack.enter_async_context(networks.mastodon.running(folder))
        for work in (stage.follow(), *([rehearsal.run(world)] if rehearsal is not None else [])):
            stack.push_async_callback(_cancel, asyncio.create_task(work))
        yield f"http://127.0.0.1:{page_port}"


async def _listen_near(page: DemoPage, port: int) -> tuple[web.AppRunner, int]:
    try:
        return await listen(page.application(), port)
    except OSError:
        return await listen(page.application(), 0)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def run(port: int, *, open_browser: bool, rehearsal: Rehearsal | None = None) -> None:
    """Run the demo until Ctrl-C or SIGTERM."""
    stopped = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stopped.set)
    with tempfile.TemporaryDirectory(prefix="conference-demo-") as folder:
        play = DemoRehearsal(rehearsal) if rehearsal is not None else None
        make_bot = create_bot if play is None else play.make_bot
        async with demo(Path(folder), port, make_bot, play) as url:
            what_to_do = REGISTER if rehearsal is None else WATCH
            print(WELCOME.format(name=conference.NAME, url=url, what_to_do=what_to_do), flush=True)
            if open_browser:
                webbrowser.open(url)
            await stopped.wait()
            print("\n  Closing ...", flush=True)
    print("  Good-bye.", flush=True)


def _has_display() -> bool:
    return sys.platform in {"darwin", "win32"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def main() -> None:
    """Read the command line and run the demo."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox.demo", description="Try the bot without Discord."
    )
    parser.add_argument("--port", type=int, default=8100, help="port of the page on 127.0.0.1 (8100)")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument(
        "--rehearse",
        type=datetime.fromisoformat,
        metavar="START",
        help="begin at this time of the conference, such as 2027-07-14T08:45",
    )
    parser.add_argument(
        "--speed", type=float, default=SPEED, help=f"of a rehearsal: so many times as fast ({SPEED:g})"
    )
    arguments = parser.parse_args()
    try:
        rehearsal = arguments.rehearse and Rehearsal(start=arguments.rehearse, speed=arguments.speed)
    except ValidationError as error:
        parser.error("; ".join(f"--rehearse, --speed: {fault['msg']}" for fault in error.errors()))
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    open_browser = not arguments.no_browser and _has_display()
    asyncio.run(run(arguments.port, open_browser=open_browser, rehearsal=rehearsal))
