"""A stand-in for Bluesky, and the network that publishes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.networks.bluesky.session import Account
from sandbox.bluesky.server import BlueskyStandIn
from tests.contracts.bluesky_server import BlueskyServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def stand_in() -> AsyncIterator[BlueskyStandIn]:
    server = BlueskyStandIn()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def bluesky(stand_in: BlueskyStandIn) -> AsyncIterator[BlueskyServer]:
    user = stand_in.user
    async with aiohttp.ClientSession() as session:
        yield BlueskyServer(session, stand_in.base_url, Account(user.did, user.handle, user.app_password))
