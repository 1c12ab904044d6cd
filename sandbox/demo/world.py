"""The world of the demo: the unmodified bot, a simulated Discord and a stand-in ticket shop."""

from __future__ import annotations

import json
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
from sandbox.conference.server import ROOM_CHANNELS, DemoServer, build_server
from sandbox.conference.timetable import days
from sandbox.linkedin.login import CLIENT_ID, CLIENT_SECRET
from sandbox.pretalx.server import PretalxStandIn
from sandbox.pretix.server import PretixStandIn
from sandbox.settling import settle_patiently
from sandbox.x.server import XStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import discord

    from DiscordBot.config import Config
    from DiscordBot.networks.account.names import NetworkNames

CONFIG = """\
[conference]
name = "{name}"
timezone = "{timezone}"
first_day = {first_day}
last_day = {last_day}

[server]
guild_id = {guild_id}

[pretix]
base_url = "{base_url}"
organizer = "{organizer}"
event = "{event}"

[webhooks]
port = {webhook_port}

[database]
url = "{database}"
"""

PROGRAMME = """
[pretalx]
base_url = "{pretalx_url}"
event = "{event}"

[programme]

[my_sessions]
"""

REMINDERS = """
[reminders]
"""

ROOM = """
[[rooms]]
name = "{name}"
channel = "{channel}"
"""

LIVESTREAM = '{day} = {{ url = "https://youtu.be/{channel}-{day.day}", starts = 08:30:00 }}\n'

TWITTER = """
[moderation]

[twitter]
api_url = "{x_url}"
posting_start = 00:00:00
posting_end = 00:00:00
min_gap_seconds = 5

[sponsors]
levels = ["Gold", "Silver"]
[[sponsors.benefits]]
name = "Thank-you tweet"
levels = ["Gold", "Silver"]
template = "{{{{ sponsor }}}} is our {{{{ level }}}} sponsor. Thank you! {{{{ sponsor.website }}}}"
[[sponsors.benefits]]
name = "Roll-up at the entrance"
levels = ["Gold"]
[[sponsors.companies]]
name = "Example Inc."
level = "Gold"
website = "https://example.com"
[[sponsors.companies]]
name = "Snakes & Ladders"
level = "Silver"
twitter = "@snakes"

[campaigns]

[mentions]
refresh_minutes = 1

[open_spaces]
hashtags = ["PyConExampleOpen"]
refresh_minutes = 1
"""
"""A visitor may come at any time of day, and is not made to wait."""

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


def write_config(
    folder: Path,
    *,
    base_url: str,
    pretalx_url: str | None,
    webhook_port: int,
    given: Mapping[str, str],
    with_livestreams: bool = False,
    x_url: str | None = None,
    more_sections: str = "",
    database: str = "",
) -> Path:
    """Write the files that an organiser would write into `folder`; return the configuration's.

    `given` are the secrets. Without `pretalx_url` there is no programme, without `x_url` there are no tweets.
    """
    config = folder / "config.toml"
    config.write_text(
        CONFIG.format(
            name=conference.NAME,
            timezone=conference.TIMEZONE.key,
            first_day=conference.FIRST_DAY,
            last_day=conference.LAST_DAY,
            guild_id=conference.GUILD_ID,
            base_url=base_url,
            webhook_port=webhook_port,
            organizer=conference.ORGANIZER,
            event=conference.EVENT,
            database=database or f"sqlite+aiosqlite:///{folder / 'bot.db'}",
        )
        + (PROGRAMME.format(pretalx_url=pretalx_url, event=conference.EVENT) if pretalx_url else "")
        + (TWITTER.format(x_url=x_url) if x_url else "")
        + (REMINDERS if pretalx_url and x_url else "")
        + more_sections
        + "".join(_room(name, with_livestreams=with_livestreams) for name in ROOM_CHANNELS)
    )
    (folder / "ticket_to_roles_prod.json").write_text(json.dumps(conference.TICKET_TO_ROLES))
    secrets_file = folder / ".secrets"
    secrets_file.touch(mode=0o600)
    secrets_file.write_text("".join(f"{name}={value}\n" for name, value in given.items()))
    return config


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
    accounts: Sequence[tuple[NetworkNames, object]] = (),
) -> AsyncIterator[World]:
    """Start the shop, the server and the bot that `create_bot` makes; close them in the right order.

    `folder` takes the configuration, and the database unless `database` is the address of another one. The
    shop has `orders`, or all those of the made-up conference. `with_programme` there is pretalx, `with_x` an
    account on X that is connected with the bot; `more_sections` are added to the configuration, `accounts` on
    other networks are connected. The bot is closed while its Discord is still there, so that it can say
    good-bye.
    """
    settle_patiently()
    token, webhook_secret, webhook_port = secrets.token_hex(16), secrets.token_hex(16), free_port()
    shop = _open_shop(conference.orders() if orders is None else orders, token)
    shop.webhooks.register(_webhook(webhook_port, webhook_secret))
    programme = PretalxStandIn(everything() if with_programme else {}, token, conference.EVENT)
    x = XStandIn(name=conference.NAME) if with_x else None
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
        )
        config = load_config(file, environment={}, need_discord_token=False)
        if x is not None:
            await connect_account(config, x)
        await connect_accounts(config, accounts)
        env = simcord.Env(create_bot(config))
        _set_clock(env)
        server = build_server(env)
        stack.push_async_callback(env.shutdown)
        stack.push_async_callback(_close_bot, env)
        await env.start()
        yield World(env, server, shop, programme, x, config)


async def _close_bot(env: simcord.Env) -> None:
    """Close the bot that runs by then: a test may have started another one."""
    await env.bot.close()


def _open_shop(orders: Iterable[dict[str, Any]], token: str) -> PretixStandIn:
    return PretixStandIn(conference.items(), orders, token, conference.ORGANIZER, conference.EVENT)


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


def _room(name: str, *, with_livestreams: bool) -> str:
    channel = ROOM_CHANNELS[name]
    room = ROOM.format(name=name, channel=channel)
    if not with_livestreams:
        return room
    streams = (LIVESTREAM.format(day=day, channel=channel) for day in days())
    return "".join((room, "[rooms.livestreams]\n", *streams))


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _set_clock(env: simcord.Env) -> None:
    """Start simcord's clock, which begins at a fixed day, at the present."""
    env.backend.advance_clock((datetime.now(UTC) - env.now()).total_seconds())
