from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.bluesky.session import Account
from sandbox import conference
from sandbox.bluesky.server import BlueskyStandIn
from sandbox.conference import programme
from sandbox.pretalx.server import PretalxStandIn
from sandbox.pretix.server import PretixStandIn
from tests.contracts import world
from tests.contracts.bluesky_server import BlueskyServer
from tests.contracts.fixtures import api, client, client_of, receiver, session
from tests.contracts.pretalx_fixtures import organiser, reader, visitor
from tests.contracts.pretalx_server import PretalxServer
from tests.contracts.server import PretixServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

__all__ = ["api", "client", "client_of", "organiser", "reader", "receiver", "session", "visitor"]


@pytest.fixture
async def pretix() -> AsyncIterator[PretixServer]:
    stand_in = PretixStandIn(
        conference.items(),
        world.ORDERS,
        "full-token",
        "example",
        "conf2027",
        limited_token="limited-token",
        retry_seconds=(0, 0),
    )
    base_url = await stand_in.start()
    yield PretixServer(
        base_url, "full-token", "limited-token", "example", "conf2027", stand_in.orders, stand_in
    )
    await stand_in.stop()


@pytest.fixture
async def pretalx() -> AsyncIterator[PretalxServer]:
    stand_in = PretalxStandIn(
        programme.everything(), "full-token", conference.EVENT, limited_token="limited-token"
    )
    base_url = await stand_in.start()
    yield PretalxServer(base_url, "full-token", "limited-token", conference.EVENT, stand_in.programme)
    await stand_in.stop()


@pytest.fixture
async def bluesky(session: aiohttp.ClientSession) -> AsyncIterator[BlueskyServer]:
    stand_in = BlueskyStandIn()
    await stand_in.start()
    user = stand_in.user
    yield BlueskyServer(session, stand_in.base_url, Account(user.did, user.handle, user.app_password))
    await stand_in.stop()
