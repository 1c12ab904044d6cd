"""The process's way out to the web: one session, our own name, and no answer larger than it may be."""

from __future__ import annotations

import platform

import aiohttp

from DiscordBot import __version__
from DiscordBot.core.http.json_errors import BadAnswerError

USER_AGENT = f"ConferenceDiscordBot/{__version__} (aiohttp; Python {platform.python_version()})"
"""Services recognise the bot by it; some refuse requests that carry a library's name."""

_PIECE = 64 * 1024


class TooLargeError(BadAnswerError):
    """An answer or a file is larger than it can reasonably be, once it is unpacked; `limit` is in bytes."""

    def __init__(self, service: str, limit: int) -> None:
        super().__init__(f"{service[:1].upper()}{service[1:]} sends more than {limit // 1_000_000} MB.")


def open_session() -> aiohttp.ClientSession:
    """Open a session whose requests carry our name."""
    return aiohttp.ClientSession(headers={"User-Agent": USER_AGENT})


async def read_body(response: aiohttp.ClientResponse, service: str, limit: int) -> bytes:
    """Return the unpacked body. Raises `TooLargeError` as soon as it is larger than `limit` bytes.

    A packed answer of a few kilobytes may unpack to gigabytes, so it is unpacked piece by piece.
    """
    body = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        body += piece
        if len(body) > limit:
            response.close()
            raise TooLargeError(service, limit)
    return bytes(body)
