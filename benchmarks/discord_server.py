"""The simulated Discord in a process of its own, with people who are told from outside what to do.

`python -m benchmarks.discord_server SECONDS` prints its port; each answer takes so many seconds. What people
do is asked for under `/people/`, which Discord does not have. It takes nothing of the bot's process, and the
bot's own part of the work (connections, JSON, discord.py) is all there.
"""

from __future__ import annotations

import asyncio
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.discord.server import DiscordServer

if TYPE_CHECKING:
    from simcord.types import HttpLogEntry


class People:
    """Those on a server, for one bot."""

    def __init__(self, seconds: float) -> None:
        self._requests: list[list[str]] = []
        self._members: list[int] = []
        self._discord = DiscordServer(seconds, self._note)

    async def start(self) -> str:
        """Listen; return the address, without a path."""
        routes = (
            web.get("/people/requests", self._tell_requests),
            web.post("/people/join", self._join),
            web.post("/people/register", self._register),
        )
        return await self._discord.start(routes)

    def _note(self, request: HttpLogEntry) -> None:
        self._requests.append([request.method, request.path])

    async def _tell_requests(self, _request: web.Request) -> web.Response:
        """Tell which requests the bot has sent since this was asked last."""
        requests, self._requests = self._requests, []
        return web.json_response(requests)

    async def _join(self, request: web.Request) -> web.Response:
        """Let so many people join the server."""
        count = await request.json()
        self._members = [self._discord.join(f"member{number}") for number in range(count)]
        return web.Response()

    async def _register(self, request: web.Request) -> web.Response:
        """Let those who joined submit `[order, name]` at once; tell the seconds until each was answered."""
        began = perf_counter()
        answers = await asyncio.gather(
            *(
                self._discord.command(member, "register", order=order, name=name)
                for member, (order, name) in zip(self._members, await request.json(), strict=True)
            )
        )
        return web.json_response([answer.asked + answer.seconds - began for answer in answers])


async def main() -> None:
    """Serve until the process is ended."""
    address = await People(float(sys.argv[1])).start()
    print(address.rpartition(":")[2], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
