"""The process's way out to the web: one session, our own name, and no answer larger than it may be."""

from __future__ import annotations

import platform
import socket
from typing import TYPE_CHECKING, Any

import aiohttp

from DiscordBot import __version__
from DiscordBot.core.active_bot.lock_errors import NotSentAnyMoreError
from DiscordBot.core.http.json_errors import BadResponseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import SimpleNamespace

    from yarl import URL

    _Request = (
        aiohttp.TraceRequestStartParams
        | aiohttp.TraceRequestHeadersSentParams
        | aiohttp.TraceRequestChunkSentParams
    )

USER_AGENT = f"ConferenceDiscordBot/{__version__} (aiohttp; Python {platform.python_version()})"
"""Services recognise the bot by it; some refuse requests that carry a library's name."""

_PIECE = 64 * 1024
_ONLY_READS = {"GET", "HEAD", "OPTIONS"}

_UNDELIVERED_MILLISECONDS = 20_000
"""The system gives up what could not be delivered for so long. Without this, what was under way when the
network was cut would still arrive minutes later, when another bot has done it again."""


class TooLargeError(BadResponseError):
    """An answer or a file is larger than it can reasonably be, once it is unpacked; `limit` is in bytes."""

    def __init__(self, service: str, limit: int) -> None:
        super().__init__(f"{service[:1].upper()}{service[1:]} sends more than {limit // 1_000_000} MB.")


def open_session(may_send: Callable[[str, URL], bool] | None = None) -> aiohttp.ClientSession:
    """Open a session whose requests carry our name; `may_send` is asked as in `only_while`."""
    return aiohttp.ClientSession(
        headers={"User-Agent": USER_AGENT},
        trace_configs=[] if may_send is None else [only_while(may_send)],
        connector=aiohttp.TCPConnector(socket_factory=_socket),
    )


def only_while(may_send: Callable[[str, URL], bool]) -> aiohttp.TraceConfig:
    """Make requests that may change something fail with `NotSentAnyMoreError` unless `may_send`.

    It is asked with method and address: before a connection is looked for, which may take its time, and
    again right before anything is written, so that no pause of the process fits in between.
    """

    async def verify(_session: object, _context: SimpleNamespace, request: _Request) -> None:
        if request.method not in _ONLY_READS and not may_send(request.method, request.url):
            raise NotSentAnyMoreError

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(verify)
    # In spite of their names, aiohttp calls both before it writes.
    trace.on_request_headers_sent.append(verify)
    trace.on_request_chunk_sent.append(verify)
    return trace


def _socket(address: tuple[int, int, int, str, tuple[Any, ...]]) -> socket.socket:
    family, kind, protocol, *_ = address
    made = socket.socket(family, kind, protocol)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNDELIVERED_MILLISECONDS)
    return made


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
