"""One bot's connection to the gateway of the simulated Discord, over a real socket."""

from __future__ import annotations

import asyncio
import json
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import discord
from aiohttp import WSMsgType, web
from simcord.backend import serializers
from simcord.gateway import FakeGateway, FakeWebSocket

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HEARTBEAT_MILLISECONDS = 45_000


class Op(IntEnum):
    """What a frame is about: https://discord.com/developers/docs/topics/opcodes-and-status-codes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class _Events(dict[str, "Callable[[Mapping[str, Any]], None]"]):
    """What simcord takes for discord.py's parsers: each event goes to the socket."""

    def __init__(self, send: Callable[[str, Mapping[str, Any]], None]) -> None:
        super().__init__()
        self._send = send

    def __missing__(self, event: str) -> Callable[[Mapping[str, Any]], None]:
        return lambda payload: self._send(event, payload)

    def get(self, event: str, default: object = None) -> Any:  # noqa: ANN401 - as a dictionary's
        del default
        return self[event]


class GatewayConnection:
    """What discord.py connects to; a session is never resumed, so that a bot begins anew after each cut."""

    def __init__(self, backend: Any, socket: web.WebSocketResponse, address: str) -> None:  # noqa: ANN401 - simcord's
        self.intents = discord.Intents.none()
        self.parsers = _Events(self._send)
        self._backend = backend
        self._socket = socket
        self._address = address
        self._number = 0
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()
        self._gateway: FakeGateway | None = None

    async def serve(self) -> None:
        """Talk to the bot until one of the two hangs up."""
        await self._socket.send_json({"op": Op.HELLO, "d": {"heartbeat_interval": HEARTBEAT_MILLISECONDS}})
        writing = asyncio.create_task(self._write())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(message.json())
        finally:
            writing.cancel()
            if self._gateway is not None:
                self._backend.subscribers.remove(self._gateway.feed)

    async def close(self) -> None:
        """Hang up, as Discord does now and then."""
        await self._socket.close(code=4000)

    async def _receive(self, frame: Mapping[str, Any]) -> None:
        match frame["op"]:
            case Op.HEARTBEAT:
                await self._socket.send_json({"op": Op.HEARTBEAT_ACK})
            case Op.IDENTIFY:
                self._begin(frame["d"]["intents"])
            case Op.RESUME:
                await self._socket.send_json({"op": Op.INVALID_SESSION, "d": False})
            case Op.REQUEST_MEMBERS if self._gateway is not None:
                wanted = frame["d"]
                await FakeWebSocket(self._backend, self._gateway).request_chunks(
                    int(wanted["guild_id"]),
                    wanted.get("query"),
                    limit=wanted["limit"],
                    presences=wanted.get("presences", False),
                    nonce=wanted.get("nonce"),
                )

    def _begin(self, intents: int) -> None:
        self.intents = discord.Intents._from_value(intents)  # noqa: SLF001 - there is no public way
        self._gateway = FakeGateway(self._backend, self)
        guilds = list(self._backend.guilds.values())
        self._send(
            "READY",
            {
                "v": 10,
                "user": dict(serializers.user_payload(self._backend.bot_user)),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": "one",
                "resume_gateway_url": self._address,
                "application": {"id": str(self._backend.application_id), "flags": 0},
            },
        )
        for guild in guilds:
            self._gateway.feed("GUILD_CREATE", serializers.guild_create_payload(self._backend, guild))
        self._backend.subscribers.append(self._gateway.feed)

    def _send(self, event: str, payload: Mapping[str, Any]) -> None:
        self._number += 1
        self._outgoing.put_nowait(
            json.dumps({"op": Op.DISPATCH, "t": event, "s": self._number, "d": payload})
        )

    async def _write(self) -> None:
        while True:
            await self._socket.send_str(await self._outgoing.get())
