"""Fixtures that both kinds of pretix share; each kind adds its own `pretix`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from DiscordBot.features.registration.shop.client import PretixClient
from tests.contracts.server import Api, PretixServer
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


ClientOf = Callable[[str], PretixClient]


class Receiver:
    """A web server that webhooks can be sent to; it answers with the statuses in `answers`, then 200."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.answers: list[int] = []
        self.url = ""
        self._arrival = asyncio.Condition()

    async def receive(self, request: web.Request) -> web.Response:
        body = await request.json()
        async with self._arrival:
            self.bodies.append(body)
            self._arrival.notify_all()
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def has_received(self, number: int) -> None:
        """Wait until so many calls have come; fails after ten seconds."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._arrival:
            await self._arrival.wait_for(lambda: len(self.bodies) >= number)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(session: aiohttp.ClientSession, pretix: PretixServer) -> Api:
    return Api(session, pretix)


@pytest.fixture
def client_of(session: aiohttp.ClientSession, pretix: PretixServer) -> ClientOf:
    """Make a client of an event."""

    def make(event: str) -> PretixClient:
        return PretixClient(
            session,
            base_url=pretix.base_url,
            organizer=pretix.organizer,
            event=event,
            token=pretix.token,
            hash_email="hash of {}".format,
        )

    return make


@pytest.fixture
def client(pretix: PretixServer, client_of: ClientOf) -> PretixClient:
    return client_of(pretix.event)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hook", receiver.receive)
    async with TestServer(application) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver
