"""The world of the demo: the unmodified bot, a simulated Discord and a stand-in ticket shop."""

from __future__ import annotations

import json
import secrets
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import simcord

from DiscordBot.config import load_config
from sandbox import conference
from sandbox.pretalx import PretalxStandIn
from sandbox.pretix import PretixStandIn
from sandbox.programme import everything
from sandbox.server import ROOM_CHANNELS, DemoServer, build_server
from sandbox.timetable import days

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping
    from pathlib import Path

    import discord

    from DiscordBot.config import Config

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

[pretalx]
base_url = "{pretalx_url}"
event = "{event}"

[programme]

[webhooks]
port = {webhook_port}

[database]
url = "sqlite+aiosqlite:///{database}"
"""

ROOM = """
[[rooms]]
name = "{name}"
channel = "{channel}"
"""

LIVESTREAM = '{day} = {{ url = "https://youtu.be/{channel}-{day.day}", starts = 08:30:00 }}\n'

WEBHOOK_ACTIONS = frozenset(
    f"pretix.event.order.{action}"
    for action in ("paid", "approved", "canceled", "expired", "modified", "changed.*", "reactivated")
)
"""What an organiser ticks in pretix: everything after which a ticket may count for something else."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything that runs in a demo."""

    env: simcord.Env
    server: DemoServer
    shop: PretixStandIn
    programme: PretalxStandIn
    config: Config


def write_config(
    folder: Path,
    *,
    base_url: str,
    pretalx_url: str,
    webhook_port: int,
    given: Mapping[str, str],
    with_livestreams: bool = False,
) -> Path:
    """Write the files that an organiser would write into `folder`; return the configuration's.

    `given` are the secrets.
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
            pretalx_url=pretalx_url,
            webhook_port=webhook_port,
            organizer=conference.ORGANIZER,
            event=conference.EVENT,
            database=folder / "bot.db",
        )
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
) -> AsyncIterator[World]:
    """Start the shop, the server and the bot that `create_bot` makes; close them in the right order.

    `folder` takes the configuration and the database. The shop has `orders`, or all those of the made-up
    conference. The bot is closed while its Discord is still there, so that it can say good-bye.
    """
    token, webhook_secret = secrets.token_hex(16), secrets.token_hex(16)
    webhook_port = _free_port()
    sold = conference.orders() if orders is None else orders
    shop = PretixStandIn(conference.items(), sold, token, conference.ORGANIZER, conference.EVENT)
    shop.webhooks.register(
        {
            "enabled": True,
            "target_url": f"http://127.0.0.1:{webhook_port}/pretix/{webhook_secret}",
            "all_events": True,
            "limit_events": [],
            "action_types": sorted(WEBHOOK_ACTIONS),
        }
    )
    programme = PretalxStandIn(everything(), token, conference.EVENT)
    base_url, pretalx_url = await shop.start(), await programme.start()
    try:
        given = {"PRETIX_TOKEN": token, "PRETALX_TOKEN": token, "PRETIX_WEBHOOK_SECRET": webhook_secret}
        file = write_config(
            folder,
            base_url=base_url,
            pretalx_url=pretalx_url,
            webhook_port=webhook_port,
            given=given,
            with_livestreams=with_livestreams,
        )
        config = load_config(file, environment={}, need_discord_token=False)
        # simcord shows an answer only when no timer of the bot is due within this time.
        env = simcord.Env(create_bot(config), settle_timeout=1)
        _set_clock(env)
        server = build_server(env)
        try:
            await env.start()
            yield World(env, server, shop, programme, config)
        finally:
            await env.bot.close()
            await env.shutdown()
    finally:
        await shop.stop()
        await programme.stop()


def _room(name: str, *, with_livestreams: bool) -> str:
    channel = ROOM_CHANNELS[name]
    room = ROOM.format(name=name, channel=channel)
    if not with_livestreams:
        return room
    streams = (LIVESTREAM.format(day=day, channel=channel) for day in days())
    return "".join((room, "[rooms.livestreams]\n", *streams))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _set_clock(env: simcord.Env) -> None:
    """Start simcord's clock, which begins at a fixed day, at the present."""
    env.backend.advance_clock((datetime.now(UTC) - env.now()).total_seconds())
