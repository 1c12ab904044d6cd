"""LinkedIn with an account, a stand-in so far, and the network that publishes there."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from DiscordBot.core.clock import SystemClock
from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.linkedin.api import RestApi
from DiscordBot.networks.linkedin.credential import Account, App, Credentials
from DiscordBot.networks.linkedin.network import LinkedInNetwork
from DiscordBot.networks.linkedin.refusals import LinkedInRefusals, LoginRefusals
from DiscordBot.networks.posting_window import PostingWindow
from sandbox.linkedin.login import CLIENT_ID, CLIENT_SECRET
from sandbox.linkedin.server import PAGE

if TYPE_CHECKING:
    import aiohttp

ZONE = ZoneInfo("UTC")
TOKEN = "linkedin-token"


class LinkedInServer:
    """The network under test at `base_url`, and what it complained about."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, *, version: str = "202605") -> None:
        ends = datetime.now(UTC) + timedelta(days=60)
        self.base_url = base_url
        self.account: Account | None = Account(PAGE, "PyCon Example", TOKEN, ends.isoformat())
        self.refusals: list[str] = []
        self.client = ApiClient(session, "LinkedIn", base_url, LinkedInRefusals(), timeout=20)
        self.api = RestApi(self.client, version=version, web_url=base_url)
        self.credentials = Credentials(
            ApiClient(session, "LinkedIn", base_url, LoginRefusals(), timeout=20),
            App(CLIENT_ID, CLIENT_SECRET),
            lambda: datetime.now(UTC),
        )
        self.network = LinkedInNetwork(
            self.api,
            SystemClock(ZONE),
            web_url="https://www.linkedin.com",
            window=PostingWindow(time(0), time(0), ZONE),
            min_gap_seconds=0,
            account_now=lambda: self.account,
            why_paused=_never,
            on_refusal=self._refused,
        )

    async def _refused(self, reason: str) -> None:
        self.refusals.append(reason)


async def _never() -> None:
    return None
