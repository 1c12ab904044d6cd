"""Keeps other web sites, which a browser lets call 127.0.0.1, away from the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that come under another host name or from another page than our own."""
    own_hosts = {f"{name}:{request.url.port}" for name in ("127.0.0.1", "localhost")}
    own_origins = {f"http://{host}" for host in own_hosts}
    if request.host not in own_hosts or request.headers.get("Origin", min(own_origins)) not in own_origins:
        raise web.HTTPForbidden
    return await handler(request)


async def listen(app: web.Application, port: int) -> tuple[web.AppRunner, int]:
    """Serve `app` on 127.0.0.1; port 0 takes a free one. Return the runner and the port.

    Raises OSError if the port is taken.
    """
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner, int(runner.addresses[0][1])
