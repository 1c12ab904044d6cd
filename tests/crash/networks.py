"""The real networks, as `networks.json` in a folder tells where they are, with little patience."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import time as wall_time
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from DiscordBot.networks.api_client import ApiClient
from DiscordBot.networks.bluesky.network import BlueskyNetwork
from DiscordBot.networks.bluesky.refusals import BlueskyRefusals
from DiscordBot.networks.bluesky.session import Account as BlueskyAccount
from DiscordBot.networks.bluesky.session import AccountSession
from DiscordBot.networks.linkedin.api import RestApi
from DiscordBot.networks.linkedin.credential import Account as LinkedInAccount
from DiscordBot.networks.linkedin.network import LinkedInNetwork
from DiscordBot.networks.linkedin.refusals import LinkedInRefusals
from DiscordBot.networks.mastodon.connection import Account as MastodonAccount
from DiscordBot.networks.mastodon.network import MastodonNetwork
from DiscordBot.networks.mastodon.refusals import MastodonRefusals
from DiscordBot.networks.mastodon.server import MastodonServer
from DiscordBot.networks.posting_window import PostingWindow
from DiscordBot.networks.twitter.account.budget import Budget
from DiscordBot.networks.twitter.api.client import Credentials
from DiscordBot.networks.twitter.api.session import XSession
from DiscordBot.networks.twitter.network import TwitterNetwork

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import aiohttp

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import Network

FILE = "networks.json"
TIMEOUT_SECONDS = 2.0
LINKEDIN_LISTS_WITHIN = timedelta(seconds=61)
"""Reckoned from a minute before an attempt."""


@dataclass(frozen=True)
class Surroundings:
    """What networks are built from."""

    session: aiohttp.ClientSession
    database: Database
    clock: Clock

    @property
    def manner(self) -> dict[str, Any]:
        """How all of them post: at any hour, one right after the other."""
        window = PostingWindow(wall_time(), wall_time(), self.clock.timezone)
        return {"window": window, "min_gap_seconds": 0, "on_refusal": never_on_refusal}

    def client(self, title: str, base_url: str, refusals: Any) -> ApiClient:  # noqa: ANN401 - of any network
        return ApiClient(self.session, title, base_url, refusals, timeout=TIMEOUT_SECONDS)


def networks_of(
    folder: Path, session: aiohttp.ClientSession, database: Database, clock: Clock
) -> list[Network]:
    """Build those of `networks.json`, which has an address and an account by the name of each."""
    told = json.loads((folder / FILE).read_text())
    around = Surroundings(session, database, clock)
    return [_BUILD[name](around, network["base_url"], network["account"]) for name, network in told.items()]


def _x(around: Surroundings, base_url: str, account: Mapping[str, str]) -> Network:
    budget = Budget(around.database, around.clock, lambda: Decimal(1_000), tell=sys.exit)
    credentials = Credentials(**account)
    return TwitterNetwork(
        XSession(around.session, base_url, timeout=TIMEOUT_SECONDS),
        credentials=lambda: credentials,
        why_paused=budget.why_paused,
        spent=budget.charge,
        **around.manner,
    )


def _mastodon(around: Surroundings, base_url: str, account: Mapping[str, str]) -> Network:
    client = around.client("Mastodon", base_url, MastodonRefusals())
    connected = MastodonAccount(**account)
    return MastodonNetwork(
        client,
        MastodonServer(client, around.clock),
        visibility="public",
        account_now=lambda: connected,
        why_paused=not_paused,
        **around.manner,
    )


def _bluesky(around: Surroundings, base_url: str, account: Mapping[str, str]) -> Network:
    connected = BlueskyAccount(**account)
    return BlueskyNetwork(
        AccountSession(around.client("Bluesky", base_url, BlueskyRefusals())),
        around.clock,
        app_url="https://bsky.app",
        account_now=lambda: connected,
        why_paused=not_paused,
        **around.manner,
    )


def _linkedin(around: Surroundings, base_url: str, account: Mapping[str, str]) -> Network:
    connected = LinkedInAccount(**account)
    client = around.client("LinkedIn", base_url, LinkedInRefusals())
    return LinkedInNetwork(
        RestApi(client, version="202605", web_url=base_url),
        around.clock,
        web_url="https://www.linkedin.com",
        account_now=lambda: connected,
        why_paused=not_paused,
        listed_within=LINKEDIN_LISTS_WITHIN,
        **around.manner,
    )


_BUILD: Mapping[str, Callable[[Surroundings, str, Mapping[str, str]], Network]] = {
    "twitter": _x,
    "mastodon": _mastodon,
    "bluesky": _bluesky,
    "linkedin": _linkedin,
}


async def not_paused() -> None:
    """Never be paused."""


async def never_on_refusal(reason: str) -> None:
    raise RuntimeError(reason)
