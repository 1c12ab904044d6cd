"""The conference's account on the stand-in X, as the bot gets at it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from DiscordBot.networks.posting_window import PostingWindow
from DiscordBot.networks.twitter.api.client import Credentials, XClient
from DiscordBot.networks.twitter.api.session import XSession
from DiscordBot.networks.twitter.network import TwitterNetwork
from sandbox.x.server import XStandIn
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from decimal import Decimal

    import aiohttp

    from DiscordBot.networks.port import Paused

ALL_DAY = PostingWindow(time(0), time(0), ZoneInfo("Europe/Berlin"))
PNG = b"\x89PNG\r\n\x1a\n a made-up picture"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@asynccontextmanager
async def running_x() -> AsyncIterator[XStandIn]:
    stand_in = XStandIn()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


def just_now() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


def credentials_of(x: XStandIn) -> Credentials:
    return Credentials(
        user_id=x.account.id,
        username=x.account.username,
        consumer_key=x.keys.consumer_key,
        consumer_secret=x.keys.consumer_secret,
        token=x.keys.access_token,
        token_secret=x.keys.access_token_secret,
    )


def secrets_of(x: XStandIn) -> list[str]:
    keys = x.keys
    return [keys.consumer_secret, keys.access_token, keys.access_token_secret, "oauth_signature"]


def client_of(x: XStandIn, session: aiohttp.ClientSession, *, timeout: float = PATIENCE_SECONDS) -> XClient:
    return XClient(XSession(session, x.base_url, timeout=timeout), credentials_of(x))


@dataclass
class Account:
    """A network, and what it tells the rest of the bot."""

    network: TwitterNetwork
    spent: list[tuple[Decimal, str]] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)


def account_of(
    x: XStandIn,
    session: aiohttp.ClientSession,
    *,
    timeout: float = 5,
    now: Callable[[], datetime] | None = None,
) -> Account:
    async def not_paused() -> Paused | None:
        return None

    async def spend(price: Decimal, kind: str) -> None:
        account.spent.append((price, kind))

    async def refused(reason: str) -> None:
        account.paused.append(reason)

    network = TwitterNetwork(
        XSession(session, x.base_url, timeout=timeout, now=now),
        window=ALL_DAY,
        min_gap_seconds=0,
        credentials=lambda: credentials_of(x),
        why_paused=not_paused,
        spent=spend,
        on_refusal=refused,
    )
    account = Account(network)
    return account
