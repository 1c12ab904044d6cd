"""What the stand-in's AppView answers: posts, notifications and search, page by page."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.bluesky.troubles import Trouble, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.bluesky.app_view import AppView

MOST_POSTS = 25
MOST_A_PAGE = 100


@dataclass
class ReadingApi:
    """Answers the account `did`; `refusal` tells who may not ask, `troubles` are what the next ones meet."""

    view: AppView
    did: str
    refusal: Callable[[web.Request], web.Response | None]
    troubles: deque[Trouble] = field(default_factory=deque)
    headers: dict[str, str] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        """Return what it answers."""
        return [
            web.get("/xrpc/app.bsky.feed.getPosts", self._posts),
            web.get("/xrpc/app.bsky.notification.listNotifications", self._notifications),
            web.get("/xrpc/app.bsky.feed.searchPosts", self._search),
        ]

    async def _posts(self, request: web.Request) -> web.Response:
        uris = request.query.getall("uris")
        if len(uris) > MOST_POSTS:
            return refuse(400, "InvalidRequest", f"Error: uris must not have more than {MOST_POSTS} elements")
        return self.refusal(request) or web.json_response({"posts": self.view.views(uris)})

    async def _notifications(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        told = self.view.notifications(self.did, request.query.getall("reasons", []))
        cursor = request.query.get("cursor")
        if cursor is not None and "::" not in cursor:
            return refuse(400, "InvalidRequest", "Malformed cursor")
        limit = int(request.query.get("limit", "50"))
        below = [one for one in told if cursor is None or one[0] < cursor]
        page = {"notifications": [one for _, one in below[:limit]], "priority": False}
        if below[:limit]:
            page["cursor"] = below[:limit][-1][0]
        return web.json_response(page, headers=self.headers)

    async def _search(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        query, limit = request.query, int(request.query.get("limit", "25"))
        if not query.get("q") or limit > MOST_A_PAGE:
            return refuse(400, "InvalidRequest", "Invalid query")
        since = datetime.fromisoformat(query["since"]) if "since" in query else None
        start = int(query.get("cursor", "0"))
        found = self.view.found(query["q"].removeprefix("#"), since)
        page = {"posts": self.view.views(found[start : start + limit]), "hitsTotal": len(found)}
        if len(found) > start + limit:
            page["cursor"] = str(start + limit)
        return web.json_response(page, headers=self.headers)

    def _refusal(self, request: web.Request) -> web.Response | None:
        refusal = self.refusal(request)
        if refusal is None and self.troubles:
            return self.troubles.popleft().answer()
        return refusal
