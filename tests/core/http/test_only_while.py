"""What a process may not send that cannot be sure to be the active bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from DiscordBot.core.active_bot.lock_errors import NotSentAnyMoreError
from DiscordBot.core.http.http_client import open_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from yarl import URL


class Server:
    """Counts what arrives; `is_active` is what the one who asks believes, so many times (`for_questions`)."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.for_questions = 0
        self.address = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.arrived.append(request.method)
        return web.Response()

    def may_send(self, _method: str, _url: URL) -> bool:
        self.for_questions -= 1
        return self.for_questions >= 0


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/", server.answer)
    async with TestServer(app) as running:
        server.address = str(running.make_url("/"))
        yield server


@pytest.mark.parametrize("questions", [0, 1, 2])
async def test_nothing_is_written_once_it_is_not_sure(server: Server, questions: int) -> None:
    """Before a connection is looked for, before the head and before the body."""
    server.for_questions = questions
    async with open_session(server.may_send) as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.post(server.address, json={"text": "Hello"})
        server.for_questions = 1000
        async with session.post(server.address, json={"text": "Hello"}):
            pass
    assert server.arrived == ["POST"]


async def test_it_counts_as_surely_not_sent(server: Server) -> None:
    async with open_session(server.may_send) as session:
        with pytest.raises(NotSentAnyMoreError):
            await session.delete(server.address)
    assert server.arrived == []


async def test_it_may_always_look(server: Server) -> None:
    async with open_session(server.may_send) as session, session.get(server.address):
        pass
    assert server.arrived == ["GET"]
