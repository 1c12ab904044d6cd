from __future__ import annotations

import gzip
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from DiscordBot.core.http.http_client import USER_AGENT, TooLargeError, open_session, read_body
from DiscordBot.core.http.json_errors import connection_errors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from yarl import URL

LIMIT = 1_000_000
BOMB = gzip.compress(bytes(200_000_000), compresslevel=1)
PACKED = {"Content-Encoding": "gzip"}


@pytest.fixture
async def address() -> AsyncIterator[URL]:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/name":
            return web.Response(text=request.headers["User-Agent"])
        if request.path == "/bomb":
            return web.Response(body=BOMB, headers=PACKED)
        return web.Response(body=gzip.compress(b"x" * LIMIT), headers=PACKED)

    app = web.Application()
    app.router.add_get("/{what}", answer)
    async with TestServer(app) as server:
        yield server.make_url("/")


async def test_requests_carry_our_name(address: URL) -> None:
    async with open_session() as session, session.get(address / "name") as response:
        name = await response.text()
    assert name == USER_AGENT
    assert name.startswith("ConferenceDiscordBot/")


async def test_an_answer_of_just_the_limit_is_read(address: URL) -> None:
    async with open_session() as session, session.get(address / "large") as response:
        assert len(await read_body(response, "The shop", LIMIT)) == LIMIT


async def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(address: URL) -> None:
    async def ask() -> None:
        async with open_session() as session, session.get(address / "bomb") as response:
            with connection_errors("The shop"):
                await read_body(response, "The shop", LIMIT)

    tracemalloc.start()
    with pytest.raises(TooLargeError, match="The shop sends more than 1 MB"):
        await ask()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * LIMIT
