"""Everything that a start of the bot needs, each on a real socket: Discord's REST API, pretix and pretalx."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
import simcord
from aiohttp import web
from aiohttp.test_utils import TestServer
from simcord.backend.errors import BackendError
from simcord.http.router import dispatch

from sandbox import conference
from sandbox.conference.programme import everything
from sandbox.conference.server import DemoServer, build_server
from sandbox.demo.configuration import write_config
from sandbox.pretalx.server import PretalxStandIn
from sandbox.pretix.server import PretixStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from simcord.backend import Backend

TOKEN = "the-right-token"
LIMITED_TOKEN = "sees-no-orders"


class DiscordOverHttp:
    """Serves a simulated Discord's REST API on a real socket, to whoever has the token."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.flags = discord.ApplicationFlags(gateway_guild_members_limited=True)

    async def answer(self, request: web.Request) -> web.Response:
        if request.headers["Authorization"] != f"Bot {TOKEN}":
            return as_json({"message": "401: Unauthorized", "code": 0}, 401)
        path = request.path.removeprefix("/api")
        try:
            content = dispatch(self._backend, request.method, path, params={**request.query})
        except BackendError as error:
            return as_json(error.to_json(), error.status)
        if path == "/oauth2/applications/@me":
            content["flags"] = self.flags.value
        return as_json(content)


def as_json(content: object, status: int = 200) -> web.Response:
    # Without the character set, which discord.py does not expect.
    body = json.dumps(content).encode()
    return web.Response(body=body, status=status, content_type="application/json")


@dataclass
class Surroundings:
    """What runs, and the secrets for the configuration that names it."""

    folder: Path
    server: DemoServer
    backend: Backend
    discord: DiscordOverHttp
    discord_url: str
    pretix_url: str
    pretalx_url: str
    secrets: dict[str, str]

    def write(self) -> Path:
        """Write the configuration."""
        return write_config(
            self.folder,
            base_url=self.pretix_url,
            pretalx_url=self.pretalx_url,
            webhook_port=8080,
            given=self.secrets,
        )


@asynccontextmanager
async def open_surroundings(folder: Path) -> AsyncIterator[Surroundings]:
    """Start everything, in perfect order; nothing in it is a bot."""
    env = simcord.Env(discord.Client(intents=discord.Intents.none()))
    server = build_server(env)
    rest = DiscordOverHttp(env.backend)
    app = web.Application()
    app.router.add_route("*", "/api/{rest:.*}", rest.answer)
    shop = PretixStandIn(conference.items(), [], TOKEN, "example", "conf2027", limited_token=LIMITED_TOKEN)
    programme = PretalxStandIn(everything(), TOKEN, conference.EVENT)
    secrets = dict.fromkeys(("DISCORD_BOT_TOKEN", "PRETIX_TOKEN", "PRETALX_TOKEN"), TOKEN)
    secrets["PRETIX_WEBHOOK_SECRET"] = "a-secret-for-the-webhook-of-our-shop-0123"
    async with TestServer(app) as http:
        urls = str(http.make_url("/api")), await shop.start(), await programme.start()
        yield Surroundings(folder, server, env.backend, rest, *urls, secrets)
        await shop.stop()
        await programme.stop()
