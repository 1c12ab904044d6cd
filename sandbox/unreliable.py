"""A way to any server on which requests and answers get lost, as `sandbox.x.failures` tells."""

from __future__ import annotations

import time

import aiohttp
from aiohttp import web

from sandbox.listening import Listener
from sandbox.x.failures import XFailures

LARGEST_REQUEST = 16 * 1024**2
_OF_THE_CONNECTION = frozenset({"transfer-encoding", "content-encoding", "content-length", "connection"})


class UnreliableServer:
    """Passes requests on to the server at `target`, and answers back, unless `failures` are planned."""

    def __init__(self, target: str) -> None:
        self.failures = XFailures(time.time)
        self.base_url = ""
        self._target = target
        self._session: aiohttp.ClientSession | None = None
        self._listener = Listener()

    async def start(self) -> str:
        """Listen on a free port of this machine, and return the address."""
        self._session = aiohttp.ClientSession(auto_decompress=True)
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/{path:.*}", self._take)
        self.base_url = f"http://{await self._listener.start(app)}"
        return self.base_url

    async def stop(self) -> None:
        """Stop listening."""
        await self._listener.stop()
        if self._session is not None:
            await self._session.close()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        return await self.failures.meet(request, lambda: self._pass_on(request))

    async def _pass_on(self, request: web.Request) -> web.Response:
        if self._session is None:
            raise RuntimeError("it has not been started")
        async with self._session.request(
            request.method,
            self._target + request.raw_path,
            data=await request.read(),
            headers={
                name: value
                for name, value in request.headers.items()
                if name.casefold() not in _OF_THE_CONNECTION
            },
            allow_redirects=False,
        ) as answer:
            headers = [
                (name, value)
                for name, value in answer.headers.items()
                if name.casefold() not in _OF_THE_CONNECTION
            ]
            return web.Response(status=answer.status, headers=headers, body=await answer.read())
