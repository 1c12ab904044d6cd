"""Lists that come in pages: two at once, and still in their order."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import BaseModel

from DiscordBot.core.http.json_client import JsonApi, Page
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from yarl import URL

PAGES, SIZE = 6, 2


class Record(BaseModel):
    number: int


class Library:
    """Pages of numbers; even pages are answered when the next one was asked for, if that is `expected`."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.arrived = [asyncio.Event() for _ in range(PAGES + 2)]
        self.waits_for_next = False
        self.refusals: dict[int, int] = {}

    async def answer(self, request: web.Request) -> web.Response:
        page = int(request.query["page"])
        self.asked.append(page)
        self.arrived[page].set()
        if self.refusals.pop(page, 0):
            return web.json_response({}, status=429, headers={"Retry-After": "0"})
        if self.waits_for_next and page % 2 == 0 and page < PAGES:
            await self.arrived[page + 1].wait()
        numbers = range((page - 1) * SIZE, page * SIZE)
        following = "there is more" if page < PAGES else None
        results = [{"number": number} for number in numbers]
        return web.json_response({"count": PAGES * SIZE, "next": following, "results": results})


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
async def address(library: Library) -> AsyncIterator[URL]:
    app = web.Application()
    app.router.add_get("/", library.answer)
    async with TestServer(app) as server:
        yield server.make_url("/")


async def numbers(address: URL, *, at_once: int, most: int = PAGES) -> list[int]:
    found: list[int] = []
    async with aiohttp.ClientSession() as session:
        api = JsonApi(session, "library", {}, backoff=0)
        pages = api.pages(address, (), Page[Record], page_size=SIZE, at_once=at_once)
        async for page, _ in pages:
            found += [record.number for record in page.results]
            if len(found) == most * SIZE:
                break
        await pages.aclose()  # type: ignore[attr-defined]  # an iterator that is a generator
    return found


async def test_two_are_asked_for_at_once_and_come_in_order(library: Library, address: URL) -> None:
    library.waits_for_next = True
    assert await numbers(address, at_once=2) == list(range(PAGES * SIZE))
    assert sorted(library.asked) == list(range(1, PAGES + 1))


async def test_two_are_on_their_way_while_one_is_stored(library: Library, address: URL) -> None:
    async with aiohttp.ClientSession() as session:
        pages = JsonApi(session, "library", {}, backoff=0).pages(
            address, (), Page[Record], page_size=SIZE, at_once=2
        )
        await anext(pages)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(library.asked) < 3:  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.01)
        await pages.aclose()  # type: ignore[attr-defined]  # an iterator that is a generator
    assert sorted(library.asked) == [1, 2, 3]


async def test_one_after_the_other(library: Library, address: URL) -> None:
    assert await numbers(address, at_once=1) == list(range(PAGES * SIZE))
    assert library.asked == list(range(1, PAGES + 1))


async def test_a_page_that_is_refused_for_now_keeps_its_place(library: Library, address: URL) -> None:
    library.refusals = {2: 1, 5: 1}
    assert await numbers(address, at_once=2) == list(range(PAGES * SIZE))
    assert sorted(library.asked) == [1, 2, 2, 3, 4, 5, 5, 6]


async def test_who_stops_reading_leaves_nothing_behind(library: Library, address: URL) -> None:
    assert await numbers(address, at_once=2, most=2) == list(range(2 * SIZE))
    assert len(library.asked) <= 4
