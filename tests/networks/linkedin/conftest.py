"""A stand-in for LinkedIn, and the network that publishes on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.linkedin.server import LinkedInStandIn
from tests.contracts.linkedin_server import LinkedInServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp


@pytest.fixture
async def stand_in() -> AsyncIterator[LinkedInStandIn]:
    server = LinkedInStandIn()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def linkedin(session: aiohttp.ClientSession, stand_in: LinkedInStandIn) -> LinkedInServer:
    return LinkedInServer(session, stand_in.base_url)
