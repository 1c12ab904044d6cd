"""Feeds as the web has them, and a server that shows one."""

from __future__ import annotations

import gzip
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.failures import Failure, Failures

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime


def item(
    title: str = "Doors open",
    link: str = "https://example.org/news/doors",
    guid: str = "",
    published: datetime | None = None,
) -> str:
    """Return an entry of an RSS feed."""
    parts = [f"<title>{escape(title)}</title>", f"<link>{escape(link)}</link>"]
    if guid:
        parts.append(f'<guid isPermaLink="false">{escape(guid)}</guid>')
    if published is not None:
        parts.append(f"<pubDate>{format_datetime(published)}</pubDate>")
    return f"<item>{''.join(parts)}</item>"


def rss(*items: str, declaration: str = "") -> str:
    head = f'<?xml version="1.0"?>{declaration}<rss version="2.0"><channel><title>News</title>'
    return f"{head}<link>https://example.org/</link>{''.join(items)}</channel></rss>"


@dataclass
class FeedServer:
    """A web server with a feed at /feed.xml, to which /moved leads.

    `asked` are the headers of all requests; `seen` counts full answers.
    """

    document: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/rss+xml"
    is_packed: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    seen: int = 0
    failures: Failures = field(default_factory=Failures)
    base_url: str = ""

    @property
    def url(self) -> str:
        return f"{self.base_url}/feed.xml"

    def show(self, *items: str, etag: str = "", last_modified: str = "") -> None:
        """Show an RSS feed with these entries."""
        self.document = rss(*items).encode()
        headers = {"ETag": etag, "Last-Modified": last_modified}
        self.headers = {name: value for name, value in headers.items() if value}

    def down(self) -> None:
        self.failures.fail_with(Failure.HTML)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append({**request.headers})
        if (failure := await self.failures.meet()) not in {None, Failure.SLOW}:
            return await self.failures.answer(failure, request)
        is_known = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        if any(self.headers.get(name) == request.headers.get(ask, "") for name, ask in is_known.items()):
            return web.Response(status=304)
        self.seen += 1
        body = gzip.compress(self.document) if self.is_packed else self.document
        packed = {"Content-Encoding": "gzip"} if self.is_packed else {}
        return web.Response(body=body, headers={"Content-Type": self.content_type, **self.headers, **packed})

    async def moved(self, _request: web.Request) -> web.Response:
        raise web.HTTPMovedPermanently("/feed.xml")


@asynccontextmanager
async def feed_server() -> AsyncIterator[FeedServer]:
    server = FeedServer()
    app = web.Application()
    app.router.add_get("/feed.xml", server.answer)
    app.router.add_get("/moved", server.moved)
    async with TestServer(app) as http:
        server.base_url = str(http.make_url("")).rstrip("/")
        yield server
