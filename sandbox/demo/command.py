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

from sandbox import conference
from sandbox.demo.loopback import listen
from sandbox.demo.page import FASTEST, DemoPage
from sandbox.demo.theatre import Theatre, opening_moment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

WELCOME = """
  {name} is open: {url}

  Nothing here leaves this machine. Ctrl-C ends it.
"""


@asynccontextmanager
async def demo(
    folder: Path, port: int, begins: datetime | None = None, speed: float = 1
) -> AsyncIterator[tuple[str, Theatre]]:
    """Run the demo with its files in `folder`; yields the address of its page, and what it shows.

    If `port` is taken, or 0, it is a free one. It `begins` at a time on the venue's walls (naive).
    """
    moment = begins.replace(tzinfo=conference.TIMEZONE) if begins is not None else opening_moment()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        page = DemoPage()
        runner, page_port = await _listen_near(page, port)
        origins = f"http://127.0.0.1:{page_port} http://localhost:{page_port}"
        theatre = Theatre(folder, session, origins)
        stack.push_async_callback(theatre.close)
        stack.push_async_callback(runner.cleanup)
        page.theatre = theatre
        await theatre.begin(moment, speed)
        yield f"http://127.0.0.1:{page_port}", theatre


async def _listen_near(page: DemoPage, port: int) -> tuple[web.AppRunner, int]:
    try:
        return await listen(page.application(), port)
    except OSError:
        return await listen(page.application(), 0)


async def run(port: int, *, open_browser: bool, begins: datetime | None = None, speed: float = 1) -> None:
    """Run the demo until Ctrl-C or SIGTERM."""
    stopped = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stopped.set)
    with tempfile.TemporaryDirectory(prefix="conference-demo-") as folder:
        async with demo(Path(folder), port, begins, speed) as (url, _):
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
    parser.add_argument(
        "--rehearse",
        type=_wall_time,
        metavar="START",
        help="begin at this time of the conference, such as 2027-07-14T08:45",
    )
    parser.add_argument(
        "--speed", type=_speed, default=1.0, help="let time pass so many times as fast, such as 60"
    )
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    open_browser = not arguments.no_browser and _has_display()
    asyncio.run(
        run(
            arguments.port,
            open_browser=open_browser,
            begins=arguments.rehearse,
            speed=arguments.speed,
        )
    )


def _wall_time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is not None:
        raise argparse.ArgumentTypeError("is a time on the walls of the venue, without a time zone")
    return time


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed <= FASTEST:
        raise argparse.ArgumentTypeError(f"is above 0 and at most {FASTEST}")
    return speed
