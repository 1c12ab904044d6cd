"""A Mastodon server of other hands, and the network that publishes on it."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from mastodon_mock.testing.server import MockServer

from DiscordBot.core.clock import SystemClock
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.mastodon.connection import Account
from DiscordBot.networks.mastodon.network import MastodonNetwork
from DiscordBot.networks.mastodon.refusals import MastodonRefusals
from DiscordBot.networks.mastodon.server import MastodonServer
from DiscordBot.networks.posting_window import PostingWindow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

WINDOW = PostingWindow(time(0), time(0), ZoneInfo("Europe/Berlin"))


class Mastodon:
    """The network under test, its server, and what it complained about."""

    def __init__(self, server: MockServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session
        self.account: Account | None = None
        self.refusals: list[str] = []
        self.client = ApiClient(session, "Mastodon", server.base_url, MastodonRefusals(), timeout=5)
        self.network = MastodonNetwork(
            self.client,
            MastodonServer(self.client, SystemClock(ZoneInfo("UTC"))),
            window=WINDOW,
            min_gap_seconds=0,
            visibility="public",
            account_now=lambda: self.account,
            why_paused=_never,
            on_refusal=self._refused,
        )

    async def _refused(self, reason: str) -> None:
        self.refusals.append(reason)

    async def get(self, path: str) -> object:
        """Read something of the server as Alice, whose token the server's own data has."""
        async with self.session.get(
            self.server.base_url + path, headers={"Authorization": "Bearer alice_token"}
        ) as answer:
            return await answer.json()

    async def fault(self, path: str, **effect: object) -> None:
        """Let the server answer the next request for `path` in another way."""
        rule = {"match": {"path": path}, "effect": effect, "count": 1}
        async with self.session.post(f"{self.server.base_url}/api/v1/_mock/faults", json=rule) as answer:
            answer.raise_for_status()


async def _never() -> None:
    return None


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer() as started:
        yield started


@pytest.fixture
async def mastodon(server: MockServer) -> AsyncIterator[Mastodon]:
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{server.base_url}/api/v1/_mock/reset") as answer:
            answer.raise_for_status()
        world = Mastodon(server, session)
        me = await world.get("/api/v1/accounts/verify_credentials")
        assert isinstance(me, dict)
        world.account = Account(me["id"], "alice@here", "alice_token")
        yield world
