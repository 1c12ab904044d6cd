"""A server of Bluesky with an account, whichever it is, and the network that publishes there."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from DiscordBot.core.clock import SystemClock
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.bluesky.account_api import AccountApi
from DiscordBot.networks.bluesky.messenger import BlueskyMessenger
from DiscordBot.networks.bluesky.network import BlueskyNetwork
from DiscordBot.networks.bluesky.reading.reader import BlueskyReader
from DiscordBot.networks.bluesky.refusals import BlueskyRefusals
from DiscordBot.networks.bluesky.session import Account, AccountSession
from DiscordBot.networks.posting_window import PostingWindow

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.networks.link_cards.link_cards import LinkCard

UTC = ZoneInfo("UTC")


class MadeUpCards:
    """Cards by their links; `asked` are the links that somebody wanted one for."""

    def __init__(self) -> None:
        self.by_link: dict[str, LinkCard] = {}
        self.asked: list[str] = []

    async def card(self, address: str) -> LinkCard | None:
        self.asked.append(address)
        return self.by_link.get(address)


class BlueskyServer:
    """The network under test, its server at `base_url`, and what it complained about."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, account: Account) -> None:
        self.base_url = base_url
        self.account: Account | None = account
        self.did = account.did
        self.refusals: list[str] = []
        self.client = ApiClient(session, "Bluesky", base_url, BlueskyRefusals(), timeout=20)
        asking, clock = AccountSession(self.client), SystemClock(UTC)
        api = AccountApi(asking, lambda: self.account, self._refused)
        self.reader = BlueskyReader(api, "https://bsky.app", why_paused=_never, now=clock.now)
        self.messenger = BlueskyMessenger(api, _never)
        self.cards = MadeUpCards()
        self.network = BlueskyNetwork(
            asking,
            clock,
            app_url="https://bsky.app",
            window=PostingWindow(time(0), time(0), UTC),
            min_gap_seconds=0,
            account_now=lambda: self.account,
            why_paused=_never,
            on_refusal=self._refused,
            link_cards=self.cards,
        )
        self._session = session

    async def posts(self) -> list[dict[str, Any]]:
        """Return the posts that the server has, as everybody may read them."""
        query = {"repo": self.did, "collection": "app.bsky.feed.post"}
        async with self._session.get(
            f"{self.base_url}/xrpc/com.atproto.repo.listRecords", params=query
        ) as page:
            return [record["value"] for record in (await page.json())["records"]]

    async def _refused(self, reason: str) -> None:
        self.refusals.append(reason)


async def _never() -> None:
    return None
