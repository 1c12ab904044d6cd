"""pretix's calls when an order changed: hints where to look, never facts."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING

from aiohttp import web

from DiscordBot.features.registration.shop.client import ORDER_CODE
from DiscordBot.features.registration.shop.hints import Hints

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable
    from typing import Any

WHERE = "pretix webhook"

ITEM_ACTIONS = ("pretix.event.item.", "pretix.event.subevent.", "pretix.subevent.")
ITEMS = "(items)"
"""Stands among the orders' codes, which have no brackets, for the catalogue."""


class PretixWebhook:
    """Receives `POST /pretix/<secret>` and looks at each order named, one after the other.

    pretix does not sign its calls, so the path holds a secret and the body is only believed as far as
    that the order is fetched again. `look_at` does that, `look_at_items` fetches the catalogue; what they
    raise goes to `on_error`.
    `in_background` runs a coroutine beside everything else.
    """

    def __init__(
        self,
        *,
        secret: str,
        organizer: str,
        events: Iterable[str],
        look_at: Callable[[str], Awaitable[None]],
        look_at_items: Callable[[], Awaitable[None]],
        on_error: Callable[[BaseException, str], object],
        in_background: Callable[[Coroutine[Any, Any, None], str], None],
    ) -> None:
        self._secret = secret.encode()
        self._organizer = organizer
        self._events = frozenset(events)
        self._look_at = look_at
        self._look_at_items = look_at_items
        self._hints = Hints(WHERE, self._follow, on_error=on_error, in_background=in_background)

    def routes(self) -> tuple[web.RouteDef, ...]:
        """Return what to serve."""
        return (web.post("/pretix/{secret}", self.receive),)

    async def receive(self, request: web.Request) -> web.Response:
        """Take a hint. Answers at once: pretix waits for us inside its own request."""
        if not hmac.compare_digest(
            request.match_info["secret"].encode("utf-8", "surrogateescape"), self._secret
        ):
            raise web.HTTPNotFound
        code = self._subject_of(await request.read())
        if code is not None:
            self._hints.take(code)
        # Always a success: pretix would repeat anything else for days, and 410 switches it off.
        return web.Response(status=202)

    async def _follow(self, code: str) -> None:
        await (self._look_at_items() if code == ITEMS else self._look_at(code))

    def _subject_of(self, body: bytes) -> str | None:
        """Return the order that a hint is about, or `ITEMS`; None for others' events and other subjects."""
        try:
            hint = json.loads(body)
        except (ValueError, RecursionError):
            return None
        if not isinstance(hint, dict):
            return None
        code, event, action = hint.get("code"), hint.get("event"), hint.get("action")
        if hint.get("organizer") != self._organizer or not (isinstance(event, str) and event in self._events):
            return None
        if isinstance(code, str) and ORDER_CODE.fullmatch(code):
            return code
        return ITEMS if isinstance(action, str) and action.startswith(ITEM_ACTIONS) else None
