"""What the stand-in's AppView answers: posts, notifications and search, page by page."""

from __future__ import annotations

import math
import re
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.bluesky.troubles import Trouble, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.bluesky.app_view import AppView

MOST_POSTS = 25
MOST_A_PAGE = 100
MOST_LOOKS = 10
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


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
        cursor = request.query.get("cursor")
        if cursor is not None and _MOMENT.fullmatch(cursor) is None:
            return refuse(400, "InvalidRequest", "Malformed cursor")
        reasons, limit = request.query.getall("reasons", []), int(request.query.get("limit", "50"))
        chosen: list[dict[str, Any]] = []
        # What is asked for is looked for in pages of everything, so that a page may have more, or nothing.
        for _ in range(MOST_LOOKS):
            told = self.view.notifications(self.did)
            below = [one for one in told if cursor is None or one["indexedAt"] < cursor][:limit]
            chosen += [one for one in below if not reasons or one["reason"] in reasons]
            cursor = below[-1]["indexedAt"] if below else None
            if cursor is None or len(chosen) >= math.ceil(limit / 2):
                break
        page = {"notifications": chosen, "priority": False, **({"cursor": cursor} if cursor else {})}
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
