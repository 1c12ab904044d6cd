"""The simulated Discord as a server, so that a bot in a process of its own speaks to it over sockets."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

import discord
import simcord
from aiohttp import web
from simcord import interactions
from simcord.backend.errors import BackendError
from simcord.http import router

from sandbox import conference
from sandbox.conference.server import build_server
from sandbox.discord import API, GATEWAY
from sandbox.discord.gateway import GatewayConnection
from sandbox.listening import Listener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from simcord.types import HttpLogEntry

COMMAND = 2
THINKING = 5
TEXT_OPTION = 3
LIMITS = {"X-Ratelimit-Limit": "1000", "X-Ratelimit-Remaining": "999", "X-Ratelimit-Reset-After": "1"}
"""Generous ones: without any, discord.py would send one request of a kind at a time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody read, after how many seconds; `asked` is when they pressed, on the monotonic clock."""

    asked: float
    seconds: float
    content: str


class _Requests(deque[Any]):
    """What simcord takes for its list of requests: each is told on, and none is kept."""

    def __init__(self, tell: Callable[[HttpLogEntry], None]) -> None:
        super().__init__(maxlen=0)
        self._tell = tell

    def append(self, request: Any) -> None:  # noqa: ANN401 - simcord's entry
        self._tell(request)


class DiscordServer:
    """The made-up conference's server on Discord; each answer takes `seconds`.

    `on_request` hears of every request of the bot, before it has any effect.
    """

    def __init__(self, seconds: float, on_request: Callable[[HttpLogEntry], None]) -> None:
        self.env = simcord.Env(discord.Client(intents=discord.Intents.all()))
        self.server = build_server(self.env)
        self.backend = self.env.backend
        self.backend.http_requests = _Requests(on_request)  # type: ignore[assignment]  # see there
        self.address = ""
        self.is_down = False
        self._seconds = seconds
        self._waiting: dict[str, tuple[float, asyncio.Future[Answer]]] = {}
        self._connections: set[GatewayConnection] = set()
        self._listener = Listener()

    async def start(self, more: Iterable[web.RouteDef] = ()) -> str:
        """Listen, also for what Discord does not have; return the address, without a path."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_routes(more)
        app.router.add_get(GATEWAY, self._gateway)
        app.router.add_route("*", API + "/{path:.*}", self._request)
        self.address = await self._listener.start(app)
        return self.address

    async def stop(self) -> None:
        """Hang up."""
        for connection in [*self._connections]:
            await connection.close()
        await self._listener.stop()

    async def go_down(self) -> None:
        """Refuse everything and cut the gateway, until `is_down` is taken back."""
        self.is_down = True
        for connection in [*self._connections]:
            await connection.close()

    def join(self, name: str) -> int:
        """Let somebody join the server; return their id."""
        member = self.server.guild.add_member(self.env.create_user(name))
        return int(member.id)

    async def command(self, user_id: int, words: str, *, channel: str = "lobby", **options: str) -> Answer:
        """Let somebody use a command; return what they read at last. Raises `TimeoutError`."""
        payload = self._payload(user_id, words.split(), channel, options)
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[payload["token"]] = (perf_counter(), answered)
        try:
            self.backend.emit("INTERACTION_CREATE", payload)
            async with asyncio.timeout(30):
                return await answered
        finally:
            self._waiting.pop(payload["token"], None)

    def _payload(
        self, user_id: int, words: list[str], channel: str, given: Mapping[str, str]
    ) -> dict[str, Any]:
        self._set_clock()
        command = self.backend.find_command(words[0], conference.GUILD_ID, type=1)
        if command is None:
            raise RuntimeError("The bot has not told its commands.")
        options: list[dict[str, Any]] = [
            {"name": key, "type": TEXT_OPTION, "value": value} for key, value in given.items()
        ]
        for name in words[:0:-1]:
            options = [{"name": name, "type": 1, "options": options}]
        data = {"id": command["id"], "name": words[0], "type": 1, "options": options}
        _, payload = interactions.base_payload(
            self.backend,
            type=COMMAND,
            channel_id=self.server.channels[channel].id,
            guild_id=conference.GUILD_ID,
            user_id=user_id,
            data={**data, "guild_id": str(conference.GUILD_ID)},
        )
        return payload

    def _set_clock(self) -> None:
        # simcord's clock stands still by itself, and discord.py would take what was pressed for long expired.
        self.backend.advance_clock(max(0.0, (datetime.now(UTC) - self.env.now()).total_seconds()))

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        if self.is_down:
            raise web.HTTPServiceUnavailable
        await socket.prepare(request)
        connection = GatewayConnection(self.backend, socket, f"ws://{self.address}{GATEWAY}")
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)
        return socket

    async def _request(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self._seconds)
        if self.is_down:
            return web.Response(status=503, text="upstream connect error", headers=LIMITS)
        path = "/" + request.match_info["path"]
        sent = await _json_of(request)
        try:
            result = router.dispatch(
                self.backend,
                request.method,
                path,
                json=sent,
                params=dict(request.query),
                files=[],
                reason=request.headers.get("X-Audit-Log-Reason"),
            )
        except BackendError as error:
            return _answer(error.to_json(), error.status)
        self._note_answer(path.split("/"), sent)
        return _answer(result, 200) if result is not None else web.Response(status=204, headers=LIMITS)

    def _note_answer(self, path: list[str], sent: Any) -> None:  # noqa: ANN401 - any request's
        """Note when somebody reads an answer; that the bot is thinking is none."""
        is_first = path[-1] == "callback"
        token = path[-2] if is_first else path[3] if path[1] == "webhooks" and len(path) > len("abc") else ""
        if token not in self._waiting or (is_first and sent["type"] == THINKING):
            return
        asked, answered = self._waiting[token]
        content = (sent.get("data") or {}) if is_first else sent
        if not answered.done():
            answered.set_result(Answer(asked, perf_counter() - asked, str(content.get("content") or "")))


def _answer(content: object, status: int) -> web.Response:
    # discord.py knows this content type only without a charset.
    return web.Response(
        body=json.dumps(content).encode(),
        status=status,
        headers={**LIMITS, "Content-Type": "application/json"},
    )


async def _json_of(request: web.Request) -> Any:  # noqa: ANN401 - whatever was sent
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        sent = form.get("payload_json")
        return json.loads(sent) if isinstance(sent, str) else None
    return await request.json() if request.can_read_body else None
