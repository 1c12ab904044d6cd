"""The simulated Discord as a server of its own, so that a bot speaks to it over sockets, as to the real one.

`python -m benchmarks.discord_server SECONDS` prints its port; each answer takes so many seconds. What people
do is asked for under `/people/`, which Discord does not have. It takes nothing of the bot's process, and the
bot's own part of the work (connections, JSON, discord.py) is all there.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from time import perf_counter
from typing import TYPE_CHECKING, Any

import discord
import simcord
from aiohttp import WSMsgType, web
from simcord import interactions
from simcord.backend import serializers
from simcord.backend.errors import BackendError
from simcord.gateway import FakeGateway, FakeWebSocket
from simcord.http import router

from sandbox import conference
from sandbox.conference.server import build_server

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from simcord.actors import MemberActor

API = "/api/v10"
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, CHUNKS, INVALID, HELLO, ACK = 0, 1, 2, 6, 8, 9, 10, 11
COMMAND = 2
THINKING = 5
LIMITS = {"X-Ratelimit-Limit": "1000", "X-Ratelimit-Remaining": "999", "X-Ratelimit-Reset-After": "1"}
"""Generous ones: without any, discord.py would send one request of a kind at a time."""


class _Events(dict[str, "Callable[[Mapping[str, Any]], None]"]):
    """What simcord's gateway takes for discord.py's parsers: each event goes to the socket."""

    def __init__(self, send: Callable[[str, Mapping[str, Any]], None]) -> None:
        super().__init__()
        self._send = send

    def __missing__(self, event: str) -> Callable[[Mapping[str, Any]], None]:
        return lambda payload: self._send(event, payload)

    def get(self, event: str, default: object = None) -> Any:  # noqa: ANN401 - as a dictionary's
        del default
        return self[event]


class _Connection:
    """One bot's gateway."""

    def __init__(self, backend: Any, socket: web.WebSocketResponse, intents: int) -> None:  # noqa: ANN401 - simcord's
        self.intents = discord.Intents._from_value(intents)  # noqa: SLF001 - there is no public way
        self.parsers = _Events(self._send)
        self._backend = backend
        self._socket = socket
        self._number = 0
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()
        self.gateway = FakeGateway(backend, self)
        self._chunks = FakeWebSocket(backend, self.gateway)

    def begin(self) -> None:
        guilds = list(self._backend.guilds.values())
        self._send(
            "READY",
            {
                "v": 10,
                "user": dict(serializers.user_payload(self._backend.bot_user)),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": "one",
                "resume_gateway_url": "ws://127.0.0.1:9",
                "application": {"id": str(self._backend.application_id), "flags": 0},
            },
        )
        for guild in guilds:
            self.gateway.feed("GUILD_CREATE", serializers.guild_create_payload(self._backend, guild))

    async def chunk(self, wanted: Mapping[str, Any]) -> None:
        await self._chunks.request_chunks(
            int(wanted["guild_id"]),
            wanted.get("query"),
            limit=wanted["limit"],
            presences=wanted.get("presences", False),
            nonce=wanted.get("nonce"),
        )

    def _send(self, event: str, payload: Mapping[str, Any]) -> None:
        self._number += 1
        frame = {"op": DISPATCH, "t": event, "s": self._number, "d": payload}
        self._outgoing.put_nowait(json.dumps(frame))

    async def write(self) -> None:
        while True:
            await self._socket.send_str(await self._outgoing.get())


class DiscordServer:
    """The made-up conference's server on Discord, for one bot."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._env = simcord.Env(discord.Client(intents=discord.Intents.all()))
        self._server = build_server(self._env)
        self._backend = self._env.backend
        self._people: list[MemberActor] = []
        self._answers: dict[str, asyncio.Future[float]] = defaultdict(
            asyncio.get_running_loop().create_future
        )
        self.app = web.Application(client_max_size=64 * 2**20)
        self.app.router.add_get("/gateway", self._gateway)
        self.app.router.add_get("/people/requests", self._requests)
        self.app.router.add_post("/people/join", self._join)
        self.app.router.add_post("/people/register", self._register)
        self.app.router.add_route("*", API + "/{path:.*}", self._request)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 45_000}})
        connection: _Connection | None = None
        async with asyncio.TaskGroup() as tasks:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                frame = message.json()
                match frame["op"]:
                    case 1:
                        await socket.send_json({"op": ACK})
                    case 2:
                        connection = _Connection(self._backend, socket, frame["d"]["intents"])
                        writing = tasks.create_task(connection.write())
                        connection.begin()
                        self._backend.subscribers.append(connection.gateway.feed)
                    case 6:
                        await socket.send_json({"op": INVALID, "d": False})
                    case 8 if connection is not None:
                        await connection.chunk(frame["d"])
            if connection is not None:
                self._backend.subscribers.remove(connection.gateway.feed)
                writing.cancel()
        return socket

    async def _request(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self._seconds)
        path = "/" + request.match_info["path"]
        sent = await _json_of(request)
        self._note_answer(path.split("/"), sent)
        try:
            result = router.dispatch(
                self._backend,
                request.method,
                path,
                json=sent,
                params=dict(request.query),
                files=[],
                reason=request.headers.get("X-Audit-Log-Reason"),
            )
        except BackendError as error:
            return _answer(error.to_json(), error.status)
        return _answer(result, 200) if result is not None else web.Response(status=204, headers=LIMITS)

    def _note_answer(self, path: list[str], sent: Any) -> None:  # noqa: ANN401 - any request's
        """Note when somebody reads their answer; that the bot is thinking is none."""
        is_first = path[-1] == "callback" and sent["type"] != THINKING
        token = path[-2] if is_first else path[3] if path[1] == "webhooks" else ""
        if token and not self._answers[token].done():
            self._answers[token].set_result(perf_counter())

    async def _requests(self, _request: web.Request) -> web.Response:
        """Tell which requests the bot has sent since this was asked last."""
        requests = [[one.method, one.path] for one in self._backend.http_requests]
        self._backend.http_requests.clear()
        return web.json_response(requests)

    async def _join(self, request: web.Request) -> web.Response:
        """Let so many people join the server."""
        guild = self._server.guild
        self._people = [
            guild.add_member(self._env.create_user(f"member{number}"))
            for number in range(await request.json())
        ]
        return web.Response()

    async def _register(self, request: web.Request) -> web.Response:
        """Let those who joined submit `[order, name]` at once; tell the seconds until each was answered."""
        payloads = [
            self._command(person.id, *what)
            for person, what in zip(self._people, await request.json(), strict=True)
        ]
        began = perf_counter()
        for payload in payloads:
            self._backend.emit("INTERACTION_CREATE", payload)
        answered = await asyncio.gather(*(self._answers[payload["token"]] for payload in payloads))
        return web.json_response([moment - began for moment in answered])

    def _command(self, user_id: int, order: str, name: str) -> dict[str, Any]:
        command = self._backend.find_command("register", conference.GUILD_ID, type=1)
        if command is None:
            raise RuntimeError("The bot has not told its commands.")
        options = [
            {"name": key, "type": 3, "value": value} for key, value in (("order", order), ("name", name))
        ]
        _, payload = interactions.base_payload(
            self._backend,
            type=COMMAND,
            channel_id=self._server.channels["lobby"].id,
            guild_id=conference.GUILD_ID,
            user_id=user_id,
            data={
                "id": command["id"],
                "name": "register",
                "type": 1,
                "options": options,
                "guild_id": str(conference.GUILD_ID),
            },
        )
        return payload


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


async def main() -> None:
    """Serve until the process is ended."""
    server = DiscordServer(float(sys.argv[1]))
    runner = web.AppRunner(server.app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
