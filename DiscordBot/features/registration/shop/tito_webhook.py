"""Tito's calls when a registration or a ticket changed: signed, and still only hints where to look."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from DiscordBot.features.registration.shop.hints import Hints
from DiscordBot.features.registration.shop.tito import SLUG

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping
    from typing import Any

WHERE = "Tito webhook"
SIGNATURE = "Tito-Signature"


class TitoWebhook:
    """Receives `POST /tito` and looks at each registration named, one after the other.

    `token` is the security token that Tito shows for the endpoint; `shops` are the keys of shops by account
    and event. `look_at` fetches an order of a shop again; what it raises goes to `on_error`.
    """

    def __init__(
        self,
        *,
        token: str,
        shops: Mapping[tuple[str, str], str],
        look_at: Callable[[str, str], Awaitable[None]],
        on_error: Callable[[BaseException, str], object],
        in_background: Callable[[Coroutine[Any, Any, None], str], None],
    ) -> None:
        self._token = token.encode()
        self._hints = {
            place: Hints(
                WHERE, partial(_swapped, look_at, shop), on_error=on_error, in_background=in_background
            )
            for place, shop in shops.items()
        }

    def routes(self) -> tuple[web.RouteDef, ...]:
        """Return what to serve."""
        return (web.post("/tito", self.receive),)

    async def receive(self, request: web.Request) -> web.Response:
        """Take a hint, and answer at once."""
        body = await request.read()
        expected = base64.b64encode(hmac.new(self._token, body, hashlib.sha256).digest())
        # Whatever bytes a header has, aiohttp makes a text of them, and this makes them bytes again.
        sent = request.headers.get(SIGNATURE, "").strip().encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(sent, expected):
            raise web.HTTPNotFound
        place, slug = _subject_of(body)
        hints = self._hints.get(place)
        if hints is not None and SLUG.fullmatch(slug):
            hints.take(slug)
        return web.Response(status=202)


async def _swapped(look_at: Callable[[str, str], Awaitable[None]], shop: str, slug: str) -> None:
    await look_at(slug, shop)


def _subject_of(body: bytes) -> tuple[tuple[str, str], str]:
    """Return account and event, and the slug of the registration that a call is about, else empty."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ("", ""), ""
    told = told if isinstance(told, dict) else {}
    event = told.get("event")
    event = event if isinstance(event, dict) else {}
    slug = told.get("slug") if told.get("_type") == "registration" else told.get("registration_slug")
    return (str(event.get("account_slug")), str(event.get("slug"))), slug if isinstance(slug, str) else ""
