"""Uploads to the stand-in for X that come in pieces, as animations must."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.x.media import GIF_BYTES, IMAGE_BYTES, sniff
from sandbox.x.problems import invalid, not_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.x.posts import PostBook, User


@dataclass(slots=True)
class _Upload:
    """What has arrived of a picture; `looks` counts how often somebody asked whether it is ready."""

    owner: User
    total_bytes: int
    pieces: dict[int, bytes] = field(default_factory=dict)
    looks: int = 0


class ChunkedUploads:
    """Takes pictures in pieces; one is ready when it was looked at twice. `signed_by` tells who asks."""

    def __init__(self, book: PostBook, signed_by: Callable[[web.Request], User]) -> None:
        self._book = book
        self._signed_by = signed_by
        self._uploads: dict[str, _Upload] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, whose names are those of `x_rates.LIMITS`."""
        route = "/2/media/upload"
        return [
            web.post(f"{route}/initialize", self._initialize, name="upload_initialize"),
            web.post(route + "/{id}/append", self._append, name="upload_append"),
            web.post(route + "/{id}/finalize", self._finalize, name="upload_finalize"),
            web.get(route, self._status, name="upload_status"),
        ]

    async def _initialize(self, request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        if body.get("media_category") != "tweet_gif" or body.get("media_type") != "image/gif":
            raise invalid("media_category", body.get("media_category"), "media_category is not valid")
        total_bytes = body.get("total_bytes")
        if not isinstance(total_bytes, int) or not 0 < total_bytes <= GIF_BYTES:
            raise invalid("total_bytes", total_bytes, f"File size exceeds {GIF_BYTES} bytes.")
        media = self._book.upload(self._signed_by(request), b"", "image/gif")
        self._uploads[media.id] = _Upload(media.owner, total_bytes)
        return _answer(media.id)

    async def _append(self, request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        upload = self._upload(request, request.match_info["id"])
        try:
            piece = base64.b64decode(body["media"], validate=True)
        except (KeyError, TypeError, binascii.Error):
            raise invalid("media", "", "media must be given, in base64") from None
        if len(piece) > IMAGE_BYTES:
            raise invalid("media", "", f"A segment exceeds {IMAGE_BYTES} bytes.")
        upload.pieces[int(body["segment_index"])] = piece
        return web.json_response({"data": {"expires_at": 0}})

    async def _finalize(self, request: web.Request) -> web.Response:
        media_id = request.match_info["id"]
        upload = self._upload(request, media_id)
        content = b"".join(upload.pieces[index] for index in sorted(upload.pieces))
        if len(content) != upload.total_bytes or sniff(content) != "image/gif":
            raise invalid("media", "", "media type unrecognized.")
        self._book.media[media_id].content = content
        return _answer(media_id, state="pending")

    async def _status(self, request: web.Request) -> web.Response:
        if request.query.get("command") != "STATUS":
            raise invalid("command", request.query.get("command"), "command must be STATUS")
        media_id = request.query.get("media_id", "")
        upload = self._upload(request, media_id)
        upload.looks += 1
        return _answer(media_id, state="succeeded" if upload.looks > 1 else "in_progress")

    def _upload(self, request: web.Request, media_id: str) -> _Upload:
        upload = self._uploads.get(media_id)
        if upload is None or upload.owner != self._signed_by(request):
            raise not_found("media", "id", media_id)
        return upload


def _answer(media_id: str, *, state: str | None = None) -> web.Response:
    data: dict[str, Any] = {"id": media_id, "media_key": f"16_{media_id}"}
    if state is not None:
        data["processing_info"] = {"state": state, "check_after_secs": 0}
    return web.json_response({"data": data})
