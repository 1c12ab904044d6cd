"""A Mastodon server of other hands, and the network that publishes on it."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from mastodon_mock.testing.server import MockServer

from DiscordBot.core.clock import SystemClock
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.mastodon.account_api import AccountApi
from DiscordBot.networks.mastodon.connection import Account
from DiscordBot.networks.mastodon.messenger import MastodonMessenger
from DiscordBot.networks.mastodon.network import MastodonNetwork
from DiscordBot.networks.mastodon.reading.reader import MastodonReader
from DiscordBot.networks.mastodon.refusals import MastodonRefusals
from DiscordBot.networks.mastodon.server import MastodonServer
from DiscordBot.networks.posting_window import PostingWindow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

WINDOW = PostingWindow(time(0), time(0), ZoneInfo("Europe/Berlin"))


class Server(Protocol):
    """A running server with Mastodon's API."""

    @property
    def base_url(self) -> str: ...


class Mastodon:
    """The network under test, its server, and what it complained about.

    `tokens` lets people act on the server, by their names.
    """

    def __init__(
        self, server: Server, session: aiohttp.ClientSession, tokens: Mapping[str, str] | None = None
    ) -> None:
        self.server = server
        self.session = session
        # The mock's own data has these.
        self._tokens = {"alice": "alice_token", "bob": "bob_token"} if tokens is None else tokens
        self.account: Account | None = None
        self.refusals: list[str] = []
        self.client = ApiClient(session, "Mastodon", server.base_url, MastodonRefusals(), timeout=5)
        clock = SystemClock(ZoneInfo("UTC"))
        limits = MastodonServer(self.client, clock)
        api = AccountApi(self.client, lambda: self.account, self._refused)
        self.reader = MastodonReader(api, limits, server.base_url, why_paused=_never, now=clock.now)
        self.messenger = MastodonMessenger(api, _never)
        self.network = MastodonNetwork(
            self.client,
            limits,
            window=WINDOW,
            min_gap_seconds=0,
            visibility="public",
            account_now=lambda: self.account,
            why_paused=_never,
            on_refusal=self._refused,
        )

    async def _refused(self, reason: str) -> None:
        self.refusals.append(reason)

    async def get(self, path: str, who: str = "alice") -> Any:  # noqa: ANN401 - as the API has it
        """Read something of the server as Alice, or as Bob."""
        headers = {"Authorization": f"Bearer {self._tokens[who]}"}
        async with self.session.get(self.server.base_url + path, headers=headers) as answer:
            return await answer.json()

    async def write(self, text: str, who: str = "bob", **values: object) -> dict[str, Any]:
        """Let somebody post, and return the post."""
        headers = {"Authorization": f"Bearer {self._tokens[who]}"}
        async with self.session.post(
            f"{self.server.base_url}/api/v1/statuses", json={"status": text, **values}, headers=headers
        ) as answer:
            answer.raise_for_status()
            return dict(await answer.json())

    async def edit(self, post_id: str, text: str, who: str = "bob") -> None:
        """Let somebody edit a post."""
        path, headers = f"/api/v1/statuses/{post_id}", {"Authorization": f"Bearer {self._tokens[who]}"}
        async with self.session.put(
            self.server.base_url + path, json={"status": text}, headers=headers
        ) as answer:
            answer.raise_for_status()

    async def delete(self, post_id: str, who: str = "bob") -> None:
        """Let somebody delete a post."""
        path, headers = f"/api/v1/statuses/{post_id}", {"Authorization": f"Bearer {self._tokens[who]}"}
        async with self.session.delete(self.server.base_url + path, headers=headers) as answer:
            answer.raise_for_status()

    async def fault(self, path: str, **effect: object) -> None:
        """Let the server answer the next request for `path` in another way."""
        rule = {"match": {"path": path}, "effect": effect, "count": 1}
        async with self.session.post(f"{self.server.base_url}/api/v1/_mock/faults", json=rule) as answer:
            answer.raise_for_status()


async def _never() -> None:
    return None


async def open_mastodon(server: MockServer, session: aiohttp.ClientSession) -> Mastodon:
    """Return a server on which nothing has happened yet, with Alice's account."""
    async with session.post(f"{server.base_url}/api/v1/_mock/reset") as answer:
        answer.raise_for_status()
    world = Mastodon(server, session)
    me = await world.get("/api/v1/accounts/verify_credentials")
    world.account = Account(me["id"], "alice@here", "alice_token")
    return world


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer() as started:
        yield started


@pytest.fixture
async def mastodon(server: MockServer) -> AsyncIterator[Mastodon]:
    async with aiohttp.ClientSession() as session:
        yield await open_mastodon(server, session)
