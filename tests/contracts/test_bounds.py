"""Every client, when a small answer unpacks to a huge one: it gives up at once, before memory fills."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from DiscordBot.core.http.http_client import USER_AGENT, open_session
from DiscordBot.features.job_board.client import SheetClient
from DiscordBot.features.news.client import FeedClient, Version
from DiscordBot.features.programme.schedule.client import PretalxClient
from DiscordBot.features.registration.shop.client import PretixClient
from DiscordBot.networks.twitter.api.client import Credentials, XClient
from DiscordBot.networks.twitter.api.session import XSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import aiohttp

BOMB = gzip.compress(b" " * 200_000_000, compresslevel=1)
LARGEST_OF_ALL = 20_000_000


async def ask_pretix(session: aiohttp.ClientSession, url: str) -> None:
    client = PretixClient(
        session, base_url=url, organizer="example", event="conf2027", token="t", hash_email=str
    )
    await client.items()


async def ask_pretalx(session: aiohttp.ClientSession, url: str) -> None:
    await PretalxClient(session, base_url=url, event="conf2027").speakers()


async def ask_feed(session: aiohttp.ClientSession, url: str) -> None:
    await FeedClient(session, url).read(Version())


async def ask_sheet(session: aiohttp.ClientSession, url: str) -> None:
    await SheetClient(session, source=url, folder=Path()).read()


async def ask_x(session: aiohttp.ClientSession, url: str) -> None:
    credentials = Credentials("1", "pycon", "key", "secret", "token", "token secret")
    await XClient(XSession(session, url), credentials).me()


class Bomber:
    """A server whose every answer is the same; it counts who asked, and by which name."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.names.append(request.headers["User-Agent"])
        headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        return web.Response(body=BOMB, headers=headers)


@pytest.fixture
async def bomber() -> AsyncIterator[Bomber]:
    bomber = Bomber()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", bomber.answer)
    async with TestServer(app) as server:
        bomber.url = str(server.make_url(""))
        yield bomber


@pytest.mark.parametrize("ask", [ask_pretix, ask_pretalx, ask_feed, ask_sheet, ask_x])
async def test_a_client_gives_up_on_a_huge_answer(
    bomber: Bomber, ask: Callable[[aiohttp.ClientSession, str], Awaitable[None]]
) -> None:
    async with open_session() as session:
        tracemalloc.start()
        with pytest.raises(Exception, match=r"sends more than \d+ MB|too large to be one"):
            await ask(session, bomber.url)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 3 * LARGEST_OF_ALL
    assert bomber.names == [USER_AGENT]
