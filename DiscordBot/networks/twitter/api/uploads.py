"""Uploading pictures to X: stills in one request, animations in pieces.

https://docs.x.com/x-api/media/quickstart/media-upload-chunked
"""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

from DiscordBot.networks.twitter.api.errors import NoAnswerError, RefusedError
from DiscordBot.networks.twitter.api.shapes import XMedia, read_data

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.networks.twitter.api.shapes import XProcessing

    Ask = Callable[[str, str, dict[str, Any] | None], Awaitable[dict[str, Any]]]

ANIMATION = "image/gif"
PIECE = 3_000_000
"""In bytes; base64 makes four of three, and X takes five megabytes."""

MOST_LOOKS = 30

_ROUTE = "/2/media/upload"


class Uploads:
    """Uploads for posts to come; `ask` makes a request of a method, a route and a JSON body.

    Every method raises `XError`.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def upload(self, content: bytes, media_type: str) -> str:
        """Upload a picture, and return its id when X is ready to post it."""
        if media_type == ANIMATION:
            return await self._upload_in_pieces(content, media_type)
        body = {"media": _encoded(content), "media_category": "tweet_image"}
        return read_data(await self._ask("POST", _ROUTE, body), XMedia).id

    async def describe(self, media_id: str, alt_text: str) -> None:
        """Give a picture its text for those who do not see it."""
        body = {"id": media_id, "metadata": {"alt_text": {"text": alt_text}}}
        await self._ask("POST", "/2/media/metadata", body)

    async def _upload_in_pieces(self, content: bytes, media_type: str) -> str:
        plan = {"media_category": "tweet_gif", "media_type": media_type, "total_bytes": len(content)}
        media_id = read_data(await self._ask("POST", f"{_ROUTE}/initialize", plan), XMedia).id
        for index, start in enumerate(range(0, len(content), PIECE)):
            piece = {"media": _encoded(content[start : start + PIECE]), "segment_index": index}
            await self._ask("POST", f"{_ROUTE}/{media_id}/append", piece)
        made = read_data(await self._ask("POST", f"{_ROUTE}/{media_id}/finalize", None), XMedia)
        await self._processed(media_id, made.processing_info)
        return media_id

    async def _processed(self, media_id: str, processing: XProcessing | None) -> None:
        for _ in range(MOST_LOOKS):
            if processing is None or processing.state == "succeeded":
                return
            if processing.state == "failed":
                raise RefusedError(400, "X cannot process this animation.")
            await asyncio.sleep(processing.check_after_secs)
            route = f"{_ROUTE}?command=STATUS&media_id={media_id}"
            processing = read_data(await self._ask("GET", route, None), XMedia).processing_info
        raise NoAnswerError("X takes too long over an animation.")


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
