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
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from DiscordBot.bot import create_bot
from sandbox import conference
from sandbox.demo_loopback import listen
from sandbox.demo_mentions import Mentions
from sandbox.demo_page import DemoPage
from sandbox.demo_proxy import PreviewProxy
from sandbox.demo_stage import Stage
from sandbox.demo_tour import Tour
from sandbox.demo_world import open_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import discord
    from aiohttp import web

    from DiscordBot.config import Config

WELCOME = """
  {name} is open.

  {url}

  You are Ada, who bought a ticket. Press Register and follow the panel on the right.
  Nothing here leaves this machine. Ctrl-C ends it.
"""


@asynccontextmanager
async def demo(folder: Path, port: int, make_bot: Callable[[Config], discord.Client]) -> AsyncIterator[str]:
    """Run the demo with its files in `folder`; yields the address of its page.

    If `port` is taken, or 0, it is a free one.
    """
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(open_world(folder, make_bot))
        stack.enter_context(world.env.time_context())
        session = await stack.enter_async_context(aiohttp.ClientSession())
        stage = Stage(world.env, conference.TIMEZONE.key)
        stack.push_async_callback(stage.close)
        page = DemoPage(world, stage, Tour(world.env, world.server))
        page_runner, page_port = await _listen_near(page, port)
        stack.push_async_callback(page_runner.cleanup)
        origins = f"http://127.0.0.1:{page_port} http://localhost:{page_port}"
        style = Path(__file__).with_name("demo_frame.css").read_text(encoding="utf-8")
        proxy = PreviewProxy(stage, session, Mentions(world.env, world.server), style, origins)
        frame_runner, frame_port = await listen(proxy.application(), 0)
        stack.push_async_callback(frame_runner.cleanup)
        await page.open(frame_port)
        follower = asyncio.create_task(stage.follow())
        stack.push_async_callback(_cancel, follower)
        yield f"http://127.0.0.1:{page_port}"


async def _listen_near(page: DemoPage, port: int) -> tuple[web.AppRunner, int]:
    try:
        return await listen(page.application(), port)
    except OSError:
        return await listen(page.application(), 0)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def run(port: int, *, open_browser: bool) -> None:
    """Run the demo until Ctrl-C or SIGTERM."""
    stopped = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stopped.set)
    with tempfile.TemporaryDirectory(prefix="conference-demo-") as folder:
        async with demo(Path(folder), port, create_bot) as url:
            print(WELCOME.format(name=conference.NAME, url=url), flush=True)
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
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(run(arguments.port, open_browser=not arguments.no_browser and _has_display()))


if __name__ == "__main__":
    main()
