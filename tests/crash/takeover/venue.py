"""What outlives the bots: channels, members' roles and the agenda, over HTTP; it takes everything twice."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.crash.takeover.agenda import Agenda, agenda_after

if TYPE_CHECKING:
    from typing import Self


class Venue:
    """Stands in for Discord. Unlike it, it knows no nonces, which would save a bot from posting twice."""

    def __init__(self) -> None:
        self.posted: Counter[tuple[str, str]] = Counter()
        self.roles: dict[int, set[int]] = {}
        self._messages: dict[str, list[list[str]]] = {}
        self._began = time.time()
        self._ended: float | None = None
        app = web.Application()
        app.router.add_get("/agenda", self._tell_agenda)
        app.router.add_get("/places/{place}", self._list)
        app.router.add_post("/places/{place}", self._post)
        app.router.add_get("/members", self._members)
        app.router.add_patch("/members/{id}", self._change)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    @property
    def address(self) -> str:
        return str(self._server.make_url("/")).rstrip("/")

    def agenda(self) -> Agenda:
        return agenda_after((self._ended or time.time()) - self._began, self._began)

    def close(self) -> None:
        """Let nothing new come up."""
        self._ended = time.time()

    async def _tell_agenda(self, _: web.Request) -> web.Response:
        return web.json_response(self.agenda())

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response(self._messages.get(request.match_info["place"], []))

    async def _post(self, request: web.Request) -> web.Response:
        place, sessions = request.match_info["place"], await request.json()
        self._messages.setdefault(place, []).extend(sessions)
        self.posted.update((place, key) for key, _ in sessions)
        return web.json_response({})

    async def _members(self, _: web.Request) -> web.Response:
        return web.json_response([[user_id, sorted(roles)] for user_id, roles in self.roles.items()])

    async def _change(self, request: web.Request) -> web.Response:
        change = await request.json()
        roles = self.roles.setdefault(int(request.match_info["id"]), set())
        roles |= {*change["add"]}
        roles -= {*change["remove"]}
        return web.json_response({})
