"""A stand-in for LinkedIn on a real socket, for what the bot asks of it.

UNVERIFIED: it is made from LinkedIn's documents and from what others report of its answers, and was never
held against LinkedIn itself, which lets nobody try without an approved app.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.linkedin.login import LinkedInLogin
from sandbox.listening import Listener

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSIONS = frozenset({"202605"})
MOST_CHARACTERS = 3000
PAGE = "urn:li:organization:4242"
_HASHTAG = re.compile(r"\{hashtag\|\\#\|((?:\\.|[^\\{}|])+)\}")
_TOKEN = re.compile(r"\\(.)|([\\|{}@\[\]()<>*_~])|(.)", re.DOTALL)


@dataclass(frozen=True)
class LinkedInPost:
    """A post; `text` is what people read, `written` what the API was given."""

    urn: str
    created_at: datetime
    text: str
    written: str
    content: dict[str, Any]
    reshare_of: str | None


@dataclass
class Trouble:
    """What becomes of a post instead of an answer, before or `after_accepting` it."""

    status: int
    data: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    after_accepting: bool = False


class LinkedInStandIn:
    """LinkedIn with one page, its members' log-in and its API.

    `troubles` are what the next posts meet. Posts are listed `visible_after` they were made, and not at all
    to who `may_not_read`. `slow_images` is how often a picture is still worked on when it is asked for.
    """

    def __init__(self, *, refuses_duplicates: bool = True, visible_after: timedelta = timedelta()) -> None:
        self.login = LinkedInLogin()
        self.posts: list[LinkedInPost] = []
        self.images: dict[str, tuple[bytes, str]] = {}
        self.troubles: deque[Trouble] = deque()
        self.may_not_read = self.may_not_post = False
        self.slow_images = 0
        self.base_url = ""
        self._refuses_duplicates = refuses_duplicates
        self._visible_after = visible_after
        self._listener = Listener()
        self._numbers = count()

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        app = web.Application(client_max_size=16 * 1024**2)
        app.add_routes(
            [
                *self.login.routes,
                web.post("/rest/posts", self._post),
                web.get("/rest/posts", self._list),
                web.delete("/rest/posts/{urn}", self._delete),
                web.post("/rest/images", self._begin_upload),
                web.put("/dms-uploads/{name}", self._upload),
                web.get("/rest/images/{urn}", self._image),
                web.get("/rest/organizations/{number}", self._organization),
            ]
        )
        self.base_url = f"http://{await self._listener.start(app)}"

    async def stop(self) -> None:
        """Stop listening."""
        await self._listener.stop()

    def _refusal(self, request: web.Request) -> web.Response | None:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.login.tokens:
            return _refuse(
                401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user"
            )
        if request.headers.get("X-Restli-Protocol-Version") != "2.0.0":
            return _refuse(400, "ILLEGAL_ARGUMENT", "Invalid query parameters passed to request")
        version = request.headers.get("LinkedIn-Version")
        if version is None:
            return _refuse(400, "VERSION_MISSING", "A version must be present.")
        if version not in VERSIONS:
            return _refuse(426, "NONEXISTENT_VERSION", f"Requested version {version} is not active")
        return None

    async def _post(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        asked = await request.json()
        if self.may_not_post or asked["author"] not in {PAGE, "urn:li:person:ada123"}:
            return _refuse(403, "ACCESS_DENIED", "Not enough permissions to access: partnerApiPostsExternal")
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble is not None and not trouble.after_accepting:
            return web.json_response(trouble.data, status=trouble.status, headers=trouble.headers)
        post = self._made(asked)
        if (refusal := self._refusal_of(post)) is not None:
            return refusal
        self.posts.append(post)
        if trouble is not None:
            return web.json_response(trouble.data, status=trouble.status, headers=trouble.headers)
        return web.Response(status=201, headers={"x-restli-id": post.urn})

    def _refusal_of(self, post: LinkedInPost) -> web.Response | None:
        if len(post.text) > MOST_CHARACTERS:
            return _refuse(422, "INVALID_ARGUMENT", "commentary :: text length exceeds 3000 characters")
        if self._refuses_duplicates and (twin := self._twin(post)) is not None:
            return _duplicate(twin)
        if not self._names_pictures(post.content):
            return _refuse(400, "INVALID_CONTENT", "Media asset is not available")
        return None

    def _made(self, asked: dict[str, Any]) -> LinkedInPost:
        written = asked["commentary"]
        reshare = asked.get("reshareContext", {}).get("parent")
        urn = f"urn:li:share:{7_000_000_000_000_000_000 + next(self._numbers)}"
        return LinkedInPost(urn, datetime.now(UTC), read(written), written, asked.get("content", {}), reshare)

    def _twin(self, post: LinkedInPost) -> LinkedInPost | None:
        mine = (post.text, post.reshare_of)
        return next((one for one in self.posts if (one.text, one.reshare_of) == mine), None)

    def _names_pictures(self, content: dict[str, Any]) -> bool:
        named = [content["media"]] if "media" in content else content.get("multiImage", {}).get("images", [])
        return all(self.images.get(image["id"], (b"", ""))[0] for image in named)

    async def _list(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        if request.headers.get("X-RestLi-Method") != "FINDER" or "author" not in request.query:
            return _refuse(400, "ILLEGAL_ARGUMENT", "Invalid query parameters passed to request")
        if self.may_not_read:
            return _refuse(403, "ACCESS_DENIED", "Not enough permissions to access: posts.FINDER-author")
        visible = [post for post in self.posts if datetime.now(UTC) - post.created_at >= self._visible_after]
        start, number = int(request.query["start"]), int(request.query["count"])
        listed = visible[::-1][start : start + number]
        return web.json_response({"elements": [_shown(post) for post in listed], "paging": {"start": start}})

    async def _delete(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        if self.may_not_post:
            return _refuse(403, "ACCESS_DENIED", "Not enough permissions to access: partnerApiPostsExternal")
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble is None or trouble.after_accepting:
            # A post that is gone succeeds as well.
            self.posts = [post for post in self.posts if post.urn != request.match_info["urn"]]
        if trouble is not None:
            return web.json_response(trouble.data, status=trouble.status, headers=trouble.headers)
        return web.Response(status=204)

    async def _begin_upload(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        if request.query.get("action") != "initializeUpload":
            return _refuse(400, "ILLEGAL_ARGUMENT", "No such action")
        name = f"C4E{len(self.images):05}"
        urn = f"urn:li:image:{name}"
        self.images[urn] = (b"", "")
        value = {
            "uploadUrlExpiresAt": 0,
            "uploadUrl": f"http://{request.host}/dms-uploads/{name}?ca=vector%2Fads",
        }
        return web.json_response({"value": {**value, "image": urn}})

    async def _upload(self, request: web.Request) -> web.Response:
        urn = f"urn:li:image:{request.match_info['name']}"
        if urn not in self.images or request.query.get("ca") != "vector/ads":
            return web.Response(status=400)
        self.images[urn] = (await request.read(), request.content_type)
        return web.Response(status=201)

    async def _image(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        self.slow_images -= 1
        status = "PROCESSING" if self.slow_images >= 0 else "AVAILABLE"
        return web.json_response({"id": request.match_info["urn"], "status": status})

    async def _organization(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        return web.json_response({"localizedName": "PyCon Example", "id": int(request.match_info["number"])})


def read(written: str) -> str:
    """Return what people read of a little text: it ends, without a word, at a sign that is not escaped."""
    shown: list[str] = []
    for index, part in enumerate(_HASHTAG.split(written)):
        if index % 2:
            shown.append("#" + re.sub(r"\\(.)", r"\1", part))
            continue
        for escaped, reserved, other in _TOKEN.findall(part):
            if reserved:
                return "".join(shown)
            shown.append(escaped or other)
    return "".join(shown)


def _shown(post: LinkedInPost) -> dict[str, Any]:
    reshare = {} if post.reshare_of is None else {"reshareContext": {"parent": post.reshare_of}}
    return {
        "id": post.urn,
        "author": PAGE,
        "commentary": post.written,
        "createdAt": round(post.created_at.timestamp() * 1000),
        "lifecycleState": "PUBLISHED",
        **({"content": post.content} if post.content else {}),
        **reshare,
    }


def _duplicate(twin: LinkedInPost) -> web.Response:
    details: Sequence[dict[str, Any]] = [
        {"description": "Duplicate post is detected", "input": {}, "code": "DUPLICATE_POST"}
    ]
    values = {
        "errorDetailType": "com.linkedin.common.error.BadRequest",
        "message": f"Content is a duplicate of {twin.urn}",
        "errorDetails": {"inputErrors": details},
        "status": 422,
    }
    return web.json_response(values, status=422)


def _refuse(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"status": status, "code": code, "message": message}, status=status)
