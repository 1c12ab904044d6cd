"""Fetching the feed, only when it has changed."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp

from DiscordBot.core.http.http_client import read_body
from DiscordBot.core.http.json_errors import BadResponseError, connection_errors
from DiscordBot.features.news.reading import read_feed

if TYPE_CHECKING:
    from DiscordBot.features.news.entries import Feed

LARGEST_FEED = 20_000_000
"""In bytes, unpacked; ten thousand entries with summaries stay below it."""

_SERVICE = "the news feed"
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Version:
    """What a server calls the feed that it has sent, as its headers ETag and Last-Modified; or empty."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A feed as it was when it was fetched, and which version that is."""

    feed: Feed
    version: Version


class FeedClient:
    """Reads the feed at an address; `timeout` is in seconds. Errors do not show the address."""

    def __init__(self, session: aiohttp.ClientSession, address: str, *, timeout: float = 30.0) -> None:
        self._session = session
        self._address = address
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    @property
    def name(self) -> str:
        """The same for the same address; it does not tell it, since there may be a key in it."""
        return hashlib.sha256(self._address.encode()).hexdigest()[:16]

    async def read(self, known: Version) -> Reading | None:
        """Return the feed, or None if it is still the `known` version. Raises `ServiceError`."""
        with connection_errors(_SERVICE):
            # Redirects are followed, to http(s) only; relative links then count from where they lead.
            async with self._session.get(
                self._address, headers=_headers(known), timeout=self._timeout
            ) as response:
                if response.status == HTTPStatus.NOT_MODIFIED:
                    return None
                if response.status != HTTPStatus.OK:
                    raise BadResponseError(f"The news feed cannot be read (status {response.status}).")
                content = await read_body(response, _SERVICE, LARGEST_FEED)
                version = Version(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
                address, content_type = str(response.url), response.headers.get("Content-Type", "")
        read = partial(read_feed, content, address=address, content_type=content_type)
        return Reading(await asyncio.to_thread(read), version)


def _headers(known: Version) -> dict[str, str]:
    headers = {
        "Accept": _ACCEPT,
        "If-None-Match": known.etag,
        "If-Modified-Since": known.last_modified,
    }
    return {name: value for name, value in headers.items() if value}
