"""Direct messages on the stand-in Bluesky, which the account's server passes on to another one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.bluesky.troubles import Trouble, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.bluesky.app_view import AppView

SERVICE = "did:web:api.bsky.chat#bsky_chat"


@dataclass
class Chat:
    """Messages by the DIDs of their recipients; an app password may be made without access to them."""

    view: AppView
    refusal: Callable[[web.Request], web.Response | None]
    is_allowed: bool = True
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    troubles: deque[Trouble] = field(default_factory=deque)

    def routes(self) -> list[web.RouteDef]:
        """Return what it answers."""
        return [
            web.get("/xrpc/chat.bsky.convo.getConvoAvailability", self._availability),
            web.get("/xrpc/chat.bsky.convo.getConvoForMembers", self._conversation),
            web.post("/xrpc/chat.bsky.convo.sendMessage", self._send),
        ]

    async def _availability(self, request: web.Request) -> web.Response:
        person = self.view.people[request.query["members"]]
        return self._refusal(request) or web.json_response({"canChat": person.takes_messages})

    async def _conversation(self, request: web.Request) -> web.Response:
        return self._refusal(request) or web.json_response({"convo": {"id": request.query["members"]}})

    async def _send(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        asked = await request.json()
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble is None or trouble.after_accepting:
            self.sent.append((asked["convoId"], asked["message"]))
        return web.json_response({"id": str(len(self.sent))}) if trouble is None else trouble.answer()

    def _refusal(self, request: web.Request) -> web.Response | None:
        if request.headers.get("atproto-proxy") != SERVICE:
            return refuse(404, "XRPCNotSupported", "XRPCNotSupported")
        if (refusal := self.refusal(request)) is not None:
            return refusal
        return None if self.is_allowed else refuse(400, "InvalidToken", "Bad token method")
