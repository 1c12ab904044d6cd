"""A stand-in pretalx: the part of its API that tells who speaks, as pretalx 2025.2 answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Iterable

Json = dict[str, Any]

LARGEST_PAGE = 250
USUAL_PAGE = 50
PRIVATE = ("email", "timezone", "locale", "has_arrived", "internal_notes")


class PretalxStandIn:
    """Serves one event; without the token only what is public, and nothing about people's addresses."""

    def __init__(self, speakers: Iterable[Json], submissions: Iterable[Json], token: str, event: str) -> None:
        self.speakers = list(speakers)
        self.submissions = list(submissions)
        self.is_down = False
        self._token = token
        self._event = event
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, and return the address that goes into `pretalx.base_url`."""
        app = web.Application(middlewares=[self._admit])
        app.router.add_get("/api/events/{event}/", self._show_event)
        app.router.add_get("/api/events/{event}/speakers/", self._list_speakers)
        app.router.add_get("/api/events/{event}/submissions/", self._list_submissions)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        address, actual_port = self._runner.addresses[0][:2]
        return f"http://{address}:{actual_port}"

    async def stop(self) -> None:
        """Stop to listen."""
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _admit(self, request: web.Request, handler: Any) -> web.StreamResponse:  # noqa: ANN401 - aiohttp's handlers have no one type
        if self.is_down:
            return web.Response(status=502, text="<h1>Bad Gateway</h1>", content_type="text/html")
        if request.headers.get("Authorization", self._authorization) != self._authorization:
            return web.json_response({"detail": "Invalid token."}, status=401)
        if request.match_info.get("event", self._event) != self._event:
            return web.Response(status=404, text="<h1>Not Found</h1>", content_type="text/html")
        response: web.StreamResponse = await handler(request)
        return response

    @property
    def _authorization(self) -> str:
        return f"Token {self._token}"

    async def _show_event(self, _request: web.Request) -> web.Response:
        return web.json_response({"slug": self._event, "is_public": True})

    async def _list_speakers(self, request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            return _page(request, self.speakers)
        scheduled = {code for one in self._public_submissions() for code in one["speakers"]}
        public = [one for one in self.speakers if one["code"] in scheduled]
        return _page(request, [{k: v for k, v in one.items() if k not in PRIVATE} for one in public])

    async def _list_submissions(self, request: web.Request) -> web.Response:
        known = self.submissions if "Authorization" in request.headers else self._public_submissions()
        states = request.query.getall("state", [])
        return _page(request, [one for one in known if not states or one["state"] in states])

    def _public_submissions(self) -> list[Json]:
        return [one for one in self.submissions if one["state"] == "confirmed"]


def _page(request: web.Request, records: list[Json]) -> web.Response:
    size = min(int(request.query.get("page_size", USUAL_PAGE)), LARGEST_PAGE)
    number = int(request.query.get("page", 1))
    start = (number - 1) * size
    if start and start >= len(records):
        return web.json_response({"detail": "Invalid page."}, status=404)
    following = str(request.url.update_query(page=number + 1)) if start + size < len(records) else None
    results = records[start : start + size]
    return web.json_response({"count": len(records), "next": following, "previous": None, "results": results})
