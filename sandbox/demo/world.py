"""The world of the demo: the unmodified bot, a simulated Discord and a stand-in ticket shop."""

from __future__ import annotations

import secrets
import socket
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import simcord

from DiscordBot.config import load_config
from DiscordBot.core.database import Database
from DiscordBot.networks.account.secrets import NETWORKS_TOKEN_KEY
from DiscordBot.networks.account.stored_account import StoredAccount
from DiscordBot.networks.twitter.account.connection import Account
from DiscordBot.networks.twitter.config import TOKEN_KEY
from DiscordBot.networks.twitter.names import X
from sandbox import conference
from sandbox.conference.programme import everything
from sandbox.conference.server import DemoServer, build_server
from sandbox.demo.configuration import write_config
from sandbox.linkedin.login import CLIENT_ID, CLIENT_SECRET
from sandbox.pretalx.server import PretalxStandIn
from sandbox.pretix.server import PretixStandIn
from sandbox.settling import settle_patiently
from sandbox.x.server import XStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
    from pathlib import Path

    import discord

    from DiscordBot.config import Config
    from DiscordBot.networks.account.names import NetworkNames

WEBHOOK_ACTIONS = frozenset(
    f"pretix.event.{action}"
    for action in (
        *("order.paid", "order.approved", "order.canceled", "order.expired", "order.modified"),
        *("order.changed.*", "order.reactivated", "item.*"),
    )
)
"""What an organiser ticks in pretix: everything after which a ticket may count for something else."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything that runs in a demo; `x` is None if nothing is posted to X."""

    env: simcord.Env
    server: DemoServer
    shop: PretixStandIn
    programme: PretalxStandIn
    x: XStandIn | None
    config: Config


@asynccontextmanager
async def open_world(
    folder: Path,
    create_bot: Callable[[Config], discord.Client],
    *,
    orders: Iterable[dict[str, Any]] | None = None,
    with_livestreams: bool = False,
    with_x: bool = False,
    with_programme: bool = True,
    more_sections: str = "",
    database: str = "",
    checkin_list: str = "",
    accounts: Sequence[tuple[NetworkNames, object]] = (),
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    populate: Callable[[Config, simcord.Env, DemoServer], Awaitable[None]] | None = None,
) -> AsyncIterator[World]:
    """Start the shop, the server and the bot that `create_bot` makes; close them in the right order.

    `folder` takes the configuration, and the database unless `database` is the address of another one. The
    shop has `orders`, or all those of the made-up conference, and lets people in by its list called
    `checkin_list`, if any. `with_programme` there is pretalx, `with_x` an account on X that is connected with
    the bot; `more_sections` are added to the configuration, `accounts` on other networks are connected. `now`
    is the time on all of these servers, and `populate` fills Discord and the database before the bot starts.
    The bot is closed while its Discord is still there, so that it can say good-bye.
    """
    settle_patiently()
    token, webhook_secret, webhook_port = secrets.token_hex(16), secrets.token_hex(16), free_port()
    offered = conference.orders() if orders is None else orders
    shop = PretixStandIn(
        conference.items(), offered, token, conference.ORGANIZER, conference.EVENT, clock=now
    )
    if checkin_list:
        shop.add_checkin_list(checkin_list)
    shop.webhooks.register(_webhook(webhook_port, webhook_secret))
    programme = PretalxStandIn(everything() if with_programme else {}, token, conference.EVENT, clock=now)
    x = XStandIn(name=conference.NAME, clock=now) if with_x else None
    given = {
        "PRETIX_TOKEN": token,
        "PRETALX_TOKEN": token,
        "PRETIX_WEBHOOK_SECRET": webhook_secret,
        "NETWORKS_TOKEN_KEY": secrets.token_hex(16),
        "LINKEDIN_CLIENT_ID": CLIENT_ID,
        "LINKEDIN_CLIENT_SECRET": CLIENT_SECRET,
    }
    async with AsyncExitStack() as stack:
        file = write_config(
            folder,
            base_url=await _start(shop, stack),
            pretalx_url=await _start(programme, stack) if with_programme else None,
            webhook_port=webhook_port,
            given=given | (x_secrets(x) if x else {}),
            with_livestreams=with_livestreams,
            x_url=await _start(x, stack) if x else None,
            more_sections=more_sections,
            database=database,
            checkin_list=checkin_list,
        )
        config = load_config(file, environment={}, need_discord_token=False)
        if x is not None:
            await connect_account(config, x)
        await connect_accounts(config, accounts)
        env = simcord.Env(create_bot(config))
        # simcord's clock begins at a fixed day.
        env.backend.advance_clock((now() - env.now()).total_seconds())
        server = build_server(env)
        if populate is not None:
            await populate(config, env, server)
        stack.push_async_callback(env.shutdown)
        stack.push_async_callback(_close_bot, env)
        await env.start()
        yield World(env, server, shop, programme, x, config)


async def _close_bot(env: simcord.Env) -> None:
    """Close the bot that runs by then: a test may have started another one."""
    await env.bot.close()


async def _start(stand_in: PretixStandIn | PretalxStandIn | XStandIn, stack: AsyncExitStack) -> str:
    stack.push_async_callback(stand_in.stop)
    return await stand_in.start()


def _webhook(port: int, secret: str) -> dict[str, Any]:
    return {
        "enabled": True,
        "target_url": f"http://127.0.0.1:{port}/pretix/{secret}",
        "all_events": True,
        "limit_events": [],
        "action_types": sorted(WEBHOOK_ACTIONS),
    }


def x_secrets(x: XStandIn) -> dict[str, str]:
    """Make the secrets that a configuration with X needs."""
    return {
        "TWITTER_CLIENT": x.keys.consumer_key,
        "TWITTER_CLIENTSECRET": x.keys.consumer_secret,
        "TWITTER_TOKEN_KEY": secrets.token_hex(16),
    }


async def connect_account(config: Config, x: XStandIn) -> None:
    """Leave the database as `/twitter connect` leaves it, so that the visitor begins with a tweet."""
    key = config.secrets.reveal(TOKEN_KEY)
    database = Database(config.database.url)
    await database.start()
    account = Account(x.account.id, x.account.username, x.keys.access_token, x.keys.access_token_secret)
    await StoredAccount(database, X.stored, key, Account).connect(account)
    await database.close()


async def connect_accounts(config: Config, accounts: Sequence[tuple[NetworkNames, object]]) -> None:
    """Leave the database as `/networks connect` leaves it with these accounts."""
    if not accounts:
        return
    key = config.secrets.reveal(NETWORKS_TOKEN_KEY)
    database = Database(config.database.url)
    await database.start()
    for names, account in accounts:
        await StoredAccount(database, names.stored, key, type(account)).connect(account)
    await database.close()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
