"""An app that talks to the stand-in for X as any app does: signed, over a real socket."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import urlencode

from oauthlib.oauth1 import Client
from yarl import URL

if TYPE_CHECKING:
    import aiohttp
    from multidict import CIMultiDictProxy

    from sandbox.x.server import XStandIn
    from sandbox.x.signatures import XKeys

Method = Literal["GET", "POST"]

PNG = b"\x89PNG\r\n\x1a\n and what follows"


class Answer(NamedTuple):
    status: int
    body: Any
    headers: CIMultiDictProxy[str]


@dataclass(frozen=True, slots=True)
class App:
    """`signs_for` is the address that the app believes in."""

    session: aiohttp.ClientSession
    x: XStandIn
    keys: XKeys
    signs_for: str = "https://api.twitter.com"

    async def get(self, path: str, **query: str | int) -> Answer:
        return await self.call("GET", path, query)

    async def post(self, path: str, body: object, **changes: Any) -> Answer:  # noqa: ANN401 - of oauthlib's client
        return await self.call("POST", path, {}, body, **changes)

    async def tweet(self, text: str, **body: object) -> Answer:
        return await self.post("/2/tweets", {"text": text, **body})

    async def upload(self, content: bytes, category: str = "tweet_image") -> Answer:
        media = base64.b64encode(content).decode()
        return await self.post("/2/media/upload", {"media": media, "media_category": category})

    async def call(
        self,
        method: Method,
        path: str,
        query: dict[str, Any],
        body: object = None,
        **changes: Any,  # noqa: ANN401 - of oauthlib's client
    ) -> Answer:
        target = f"{path}?{urlencode(query)}" if query else path
        headers = self.signed(method, target, **changes)
        return await self.send(method, target, headers, body)

    def signed(self, method: Method, target: str, **changes: Any) -> dict[str, str]:  # noqa: ANN401 - of oauthlib's client
        keys = {
            "client_secret": self.keys.consumer_secret,
            "resource_owner_key": self.keys.access_token,
            "resource_owner_secret": self.keys.access_token_secret,
        }
        consumer_key = changes.pop("consumer_key", self.keys.consumer_key)
        _, headers, _ = Client(consumer_key, **(keys | changes)).sign(self.signs_for + target, method)
        return dict(headers)

    async def send(self, method: Method, target: str, headers: dict[str, str], body: object = None) -> Answer:
        address = URL(self.x.base_url + target, encoded=True)
        # In a stream, since aiohttp warns of large bodies that are not.
        data = None if body is None else BytesIO(json.dumps(body).encode())
        kind = {} if body is None else {"Content-Type": "application/json"}
        async with self.session.request(method, address, headers=headers | kind, data=data) as answer:
            text = await answer.text()
            is_json = "json" in answer.headers.get("Content-Type", "")
            return Answer(answer.status, json.loads(text) if is_json else text, answer.headers)
