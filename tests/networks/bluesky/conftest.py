"""A stand-in for Bluesky, and the network that publishes on it."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from DiscordBot.core.clock import SystemClock
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.bluesky.network import BlueskyNetwork
from DiscordBot.networks.bluesky.refusals import BlueskyRefusals
from DiscordBot.networks.bluesky.session import Account, AccountSession
from DiscordBot.networks.posting_window import PostingWindow
from sandbox.bluesky.server import BlueskyStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

UTC = ZoneInfo("UTC")


class Bluesky:
    """The network under test, its server, and what it complained about."""

    def __init__(self, server: BlueskyStandIn, session: aiohttp.ClientSession) -> None:
        user = server.user
        self.server = server
        self.account: Account | None = Account(user.did, user.handle, user.app_password)
        self.refusals: list[str] = []
        self.client = ApiClient(session, "Bluesky", server.base_url, BlueskyRefusals(), timeout=5)
        self.network = BlueskyNetwork(
            AccountSession(self.client),
            SystemClock(UTC),
            app_url="https://bsky.app",
            window=PostingWindow(time(0), time(0), UTC),
            min_gap_seconds=0,
            account_now=lambda: self.account,
            why_paused=_never,
            on_refusal=self._refused,
        )

    async def _refused(self, reason: str) -> None:
        self.refusals.append(reason)


async def _never() -> None:
    return None


@pytest.fixture
async def bluesky() -> AsyncIterator[Bluesky]:
    server = BlueskyStandIn()
    await server.start()
    async with aiohttp.ClientSession() as session:
        yield Bluesky(server, session)
    await server.stop()
