"""Lets the demo's page embed simcord's preview, which forbids that to strangers.

Both are pages of this process on loopback. The preview's own check stays: a key that only the demo's
page knows.
"""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from sandbox.demo.loopback import loopback_only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.demo.mentions import Mentions
    from sandbox.demo.stage import Stage

REVISION = re.compile(rb'"published_revision":\s*(?:null|\d+)')
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Cache-Control", "X-Display", "X-Media", "X-Simcord")


ADDED = {"frame.css": "text/css", "frame.js": "text/javascript"}
ADDITION = b'<link rel="stylesheet" href="/frame.css"><script type="module" src="/frame.js"></script></head>'
"""What the preview's page gets: the looks of Discord, and presses that are not lost."""


class PreviewProxy:
    """Hands requests on to the preview on show; whatever changes something goes one at a time.

    `embedded_by` is the origin of the page that may embed it.
    """

    def __init__(
        self, stage: Stage, session: aiohttp.ClientSession, mentions: Mentions, embedded_by: str
    ) -> None:
        self._stage = stage
        self._mentions = mentions
        self._session = session
        self._embedded_by = embedded_by

    def application(self) -> web.Application:
        """Build the web application."""
        app = web.Application(middlewares=[loopback_only], client_max_size=32 * 1024**2)
        for name, kind in ADDED.items():
            app.router.add_get(f"/{name}", partial(_file, name, kind))
        app.router.add_post("/api/action", self._action)
        app.router.add_get("/{path:.*}", self._read)
        app.router.add_route("*", "/{path:.*}", self._change)
        return app

    async def _read(self, request: web.Request) -> web.Response:
        return await self._hand_on(request)

    async def _change(self, request: web.Request) -> web.Response:
        async with self._stage.lock:
            return await self._hand_on(request, await _body(request))

    async def _action(self, request: web.Request) -> web.Response:
        async with self._stage.lock:
            body = await self._of_now(request, await _body(request))
            return await self._hand_on(request, body)

    async def _of_now(self, request: web.Request, body: bytes) -> bytes:
        # The preview refuses actions on a view that is not the newest; a visitor who clicks
        # while the bot is writing somewhere would see a button do nothing.
        request_of_state = self._session.get(self._preview / "api" / "state", headers=_headers(request))
        async with request_of_state as answer:
            state = await answer.json() if answer.ok else {}
        newest = json.dumps({"published_revision": state.get("publishedRevision")})[1:-1].encode()
        # With pictures attached the body is a form, in which what is said of them comes first.
        return REVISION.sub(lambda _: newest, body, count=1)

    async def _hand_on(self, request: web.Request, body: bytes | None = None) -> web.Response:
        try:
            async with self._session.request(
                request.method, self._preview.join(request.rel_url), data=body, headers=_headers(request)
            ) as answer:
                return self._embeddable(answer.status, answer.headers, await answer.read())
        except aiohttp.ClientError as error:
            # The visitor has gone to another channel, and this preview with them.
            raise web.HTTPServiceUnavailable from error

    @property
    def _preview(self) -> URL:
        if not self._stage.url:
            raise web.HTTPServiceUnavailable
        return URL(self._stage.url).origin()

    def _embeddable(self, status: int, headers: Mapping[str, str], body: bytes) -> web.Response:
        kept = CIMultiDict({name: value for name, value in headers.items() if name.startswith(KEPT_HEADERS)})
        policy = headers.get("Content-Security-Policy", "")
        kept["Content-Security-Policy"] = policy.replace(
            "frame-ancestors 'none'", f"frame-ancestors {self._embedded_by}"
        )
        if headers.get("Content-Type", "").startswith("text/html"):
            body = body.replace(b"</head>", ADDITION, 1)
        elif headers.get("Content-Type", "").startswith("application/json"):
            body = self._mentions.complete(body)
        return web.Response(status=status, headers=kept, body=body)


async def _body(request: web.Request) -> bytes:
    try:
        return await request.read()
    except ConnectionResetError as error:
        # The visitor has closed the page while it was saying something.
        raise web.HTTPBadRequest from error


async def _file(name: str, kind: str, _request: web.Request) -> web.Response:
    text = (Path(__file__).with_name("web") / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=kind)


def _headers(request: web.Request) -> dict[str, str]:
    return {
        name: value
        for name, value in request.headers.items()
        if name.lower().startswith(("x-simcord", "content-type"))
    }
