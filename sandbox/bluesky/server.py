"""A stand-in for a server of Bluesky (a PDS) on a real socket, for what the bot asks of one.

It answers and refuses as `@atproto/pds` does, and keeps what is put there.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from dataclasses import dataclass
from typing import Any

import regex
from aiohttp import web

from sandbox.bluesky.app_view import POST, AppView, Person, Written
from sandbox.bluesky.chat import Chat
from sandbox.bluesky.reading_api import ReadingApi
from sandbox.bluesky.troubles import Trouble, refuse
from sandbox.listening import Listener

__all__ = ["BlueskyStandIn", "BlueskyUser", "Trouble"]

_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
MOST_BLOB_BYTES = 1_000_000
MOST_BYTES = 3000
MOST_GRAPHEMES = 300


@dataclass
class BlueskyUser:
    """Somebody with an account; tokens of theirs end with each `log_out`."""

    did: str
    handle: str
    app_password: str
    tokens: int = 0
    is_taken_down: bool = False


class BlueskyStandIn:
    """The server with its one account. `troubles` are what the next records that are put there meet.

    `view` is what everybody writes, `reading` and `chat` are what is answered about it.
    """

    def __init__(self) -> None:
        self.user = BlueskyUser("did:plc:conference234567abcdefg", "conference.test", "abcd-efgh-ijkl-mnop")
        self.view = AppView(people={self.user.did: Person(self.user.did, self.user.handle)})
        self.view.add_person("ada.test", "Ada")
        self.reading = ReadingApi(self.view, self.user.did, self._refusal)
        self.chat = Chat(self.view, self._refusal)
        self.records: dict[str, dict[str, Any]] = {}
        self.blobs: dict[str, tuple[bytes, str]] = {}
        self.troubles: deque[Trouble] = deque()
        self.log_ins = 0
        self._listener = Listener()
        self.base_url = ""

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        app = web.Application(client_max_size=8 * 1024**2)
        app.add_routes(
            [
                web.post("/xrpc/com.atproto.server.createSession", self._log_in),
                web.post("/xrpc/com.atproto.repo.putRecord", self._put),
                web.post("/xrpc/com.atproto.repo.deleteRecord", self._delete),
                web.get("/xrpc/com.atproto.repo.getRecord", self._get),
                web.get("/xrpc/com.atproto.repo.listRecords", self._list),
                web.post("/xrpc/com.atproto.repo.uploadBlob", self._upload),
                web.get("/xrpc/com.atproto.identity.resolveHandle", self._resolve),
                *self.reading.routes(),
                *self.chat.routes(),
            ]
        )
        self.base_url = f"http://{await self._listener.start(app)}"

    async def stop(self) -> None:
        """Stop listening."""
        await self._listener.stop()

    def log_out(self) -> None:
        """Let the tokens that were given run out."""
        self.user.tokens += 1

    def posts(self) -> list[dict[str, Any]]:
        """Return the posts that there are, in the order of their names."""
        return [record for uri, record in sorted(self.records.items()) if "/app.bsky.feed.post/" in uri]

    async def _log_in(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.log_ins += 1
        is_known = asked["identifier"] in {self.user.did, self.user.handle}
        if not is_known or asked["password"] != self.user.app_password:
            return refuse(401, "AuthenticationRequired", "Invalid identifier or password")
        if self.user.is_taken_down:
            return refuse(401, "AccountTakedown", "Account has been taken down")
        values = {"did": self.user.did, "handle": self.user.handle, "accessJwt": self._token()}
        return web.json_response(values | {"refreshJwt": "refresh"})

    def _token(self) -> str:
        return f"token-{self.user.tokens}"

    def _refusal(self, request: web.Request) -> web.Response | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not token:
            return refuse(401, "AuthMissing", "Authentication Required")
        if token != self._token():
            return refuse(400, "ExpiredToken", "Token has expired")
        return None

    async def _put(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        asked = await request.json()
        if _TID.fullmatch(asked["rkey"]) is None:
            return refuse(400, "InvalidRequest", "Invalid record key")
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble is not None and not trouble.after_accepting:
            return trouble.answer()
        text = asked["record"].get("text", "")
        if len(text.encode()) > MOST_BYTES or len(regex.findall(r"\X", text)) > MOST_GRAPHEMES:
            return refuse(400, "InvalidRequest", "Invalid app.bsky.feed.post record: text too big")
        uri = f"at://{self.user.did}/{asked['collection']}/{asked['rkey']}"
        self.records[uri] = asked["record"]
        if asked["collection"] == POST:
            post = self.view.posts.setdefault(uri, Written(asked["record"], self.view.now()))
            post.record = asked["record"]
        if trouble is not None:
            return trouble.answer()
        return web.json_response(self._reference(uri))

    async def _delete(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        asked = await request.json()
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble is not None and not trouble.after_accepting:
            return trouble.answer()
        uri = f"at://{asked['repo']}/{asked['collection']}/{asked['rkey']}"
        # A record that is gone succeeds as well.
        self.records.pop(uri, None)
        self.view.posts.pop(uri, None)
        return web.json_response({}) if trouble is None else trouble.answer()

    def _reference(self, uri: str) -> dict[str, str]:
        digest = hashlib.sha256(repr(self.records[uri]).encode()).hexdigest()
        return {"uri": uri, "cid": f"bafyrei{digest[:52]}"}

    async def _get(self, request: web.Request) -> web.Response:
        query = request.query
        uri = f"at://{query['repo']}/{query['collection']}/{query['rkey']}"
        if uri not in self.records:
            return refuse(400, "RecordNotFound", f"Could not locate record: {uri}")
        return web.json_response({**self._reference(uri), "value": self.records[uri]})

    async def _list(self, request: web.Request) -> web.Response:
        beginning = f"at://{request.query['repo']}/{request.query['collection']}/"
        found = [uri for uri in sorted(self.records, reverse=True) if uri.startswith(beginning)]
        listed = [{**self._reference(uri), "value": self.records[uri]} for uri in found]
        return web.json_response({"records": listed})

    async def _upload(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        content = await request.read()
        if len(content) > MOST_BLOB_BYTES:
            return refuse(400, "BlobTooLarge", "This file is too large.")
        link = f"bafkrei{hashlib.sha256(content).hexdigest()[:52]}"
        self.blobs[link] = (content, request.content_type)
        blob = {
            "$type": "blob",
            "ref": {"$link": link},
            "mimeType": request.content_type,
            "size": len(content),
        }
        return web.json_response({"blob": blob})

    async def _resolve(self, request: web.Request) -> web.Response:
        for person in self.view.people.values():
            if person.handle == request.query["handle"]:
                return web.json_response({"did": person.did})
        return refuse(400, "InvalidRequest", "Unable to resolve handle")
