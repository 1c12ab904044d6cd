"""The port on which other services call the bot: within bounds of size and time, and with a finding."""

from __future__ import annotations

import asyncio
import errno
import socket
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import web

from DiscordBot.core.findings import Finding, Level, NotRepairedError, Repair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiohttp.typedefs import Handler

LARGEST_REQUEST = 64 * 1024
"""In bytes; what calls us sends a few hundred."""

REQUEST_SECONDS = 10.0
"""How long a caller may take for the headers, and again for the body, before the connection is closed."""

SUBJECT = "webhooks' port"


class WebServer:
    """Serves routes on one port; `request_seconds` bounds how long a caller may take to say what it wants."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        routes: Iterable[web.RouteDef],
        request_seconds: float = REQUEST_SECONDS,
    ) -> None:
        self._host = host
        self._port = port
        self._routes = tuple(routes)
        self._request_seconds = request_seconds
        self._runner: web.AppRunner | None = None
        self._finding = Finding(SUBJECT, Level.WARNING, "It is not open yet.")

    @property
    def is_open(self) -> bool:
        """Whether it listens."""
        return self._runner is not None

    async def start(self) -> None:
        """Listen, if it does not yet; the finding tells whether that worked."""
        if self.is_open:
            return
        app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[self._within_time])
        app.add_routes(self._routes)
        # No access log: the paths hold secrets. Until a request's headers are there, the connection
        # counts as one that is kept alive.
        runner = web.AppRunner(
            app,
            access_log=None,
            keepalive_timeout=self._request_seconds,
            lingering_time=0.0,
            shutdown_timeout=self._request_seconds,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            await runner.cleanup()
            self._finding = _cannot_listen(self._port, error)
            return
        self._runner = runner
        self._finding = Finding(SUBJECT, Level.OK, f"Port {self._port} is open.")

    def finding(self) -> Finding:
        """Return whether the port is open, and if not, why."""
        if self._finding.level is Level.OK:
            return self._finding
        return replace(self._finding, repair=Repair("Try to open it again", self._try_again))

    async def _try_again(self) -> str:
        await self.start()
        if not self.is_open:
            raise NotRepairedError(self._finding.detail)
        return self._finding.detail

    async def close(self) -> None:
        """Answer what has begun and close the port."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @web.middleware
    async def _within_time(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            async with asyncio.timeout(self._request_seconds):
                return await handler(request)
        except TimeoutError:
            response = web.Response(status=HTTPStatus.REQUEST_TIMEOUT)
            response.force_close()
            return response


def probe_port(host: str, port: int) -> Finding:
    """Try whether a server could listen there now."""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind, protocol) as attempt:
                # As asyncio's servers do: connections that have just ended do not keep a port taken.
                attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    attempt.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                attempt.bind(address)
                attempt.listen()
    except OSError as error:
        return _cannot_listen(port, error)
    return Finding(SUBJECT, Level.OK, f"Port {port} is free.")


def _cannot_listen(port: int, error: OSError) -> Finding:
    match error.errno:
        case errno.EADDRINUSE:
            detail = f"Port {port} is taken by another program, perhaps by a bot that still runs."
            remedy = "Stop the other program, or choose another webhooks.port."
        case errno.EACCES | errno.EPERM:
            detail = f"The bot's user may not listen on port {port}."
            remedy = "Choose a webhooks.port above 1023."
        case errno.EADDRNOTAVAIL:
            detail = "webhooks.host is no address of this computer."
            remedy = 'Write host = "0.0.0.0" for all its addresses, or "127.0.0.1" behind a proxy.'
        case _:
            detail = f"Nothing can listen on port {port} of webhooks.host ({type(error).__name__})."
            remedy = "Check webhooks.host and webhooks.port."
    return Finding(SUBJECT, Level.ERROR, detail, f"{remedy} Until then pretix's calls do not arrive.")
