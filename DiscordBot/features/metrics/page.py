"""`/metrics` on the webhooks' port, for whoever may read it."""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from DiscordBot.features.metrics.exposition import as_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.features.metrics.snapshot import Snapshot

_SCHEME = "Bearer "
# Proxies say by these for whom they ask. One that says nothing must not pass /metrics on.
_SIGNS_OF_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


class MetricsPage:
    """Answers whoever sends `token`; without one, programs on the same machine."""

    def __init__(self, token: str, look: Callable[[], Awaitable[Snapshot]]) -> None:
        self._token = token.encode()
        self._look = look

    def routes(self) -> tuple[web.RouteDef, ...]:
        """Return what to serve."""
        return (web.get("/metrics", self.show),)

    async def show(self, request: web.Request) -> web.Response:
        """Show the numbers of this moment."""
        if not self._may_read(request):
            # As if there were nothing.
            raise web.HTTPNotFound
        return web.Response(body=as_text(await self._look()), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _may_read(self, request: web.Request) -> bool:
        if self._token:
            sent = request.headers.get("Authorization", "")
            return sent.startswith(_SCHEME) and hmac.compare_digest(
                sent.removeprefix(_SCHEME).encode("utf-8", "surrogateescape"), self._token
            )
        return _is_loopback(request.remote) and not any(sign in request.headers for sign in _SIGNS_OF_A_PROXY)


def _is_loopback(address: str | None) -> bool:
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
