"""When a schedule.json is read, and what is told when that does not work."""

from __future__ import annotations

import json
import os
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import BadResponseError, UnreachableError
from DiscordBot.features.programme.schedule.schedule_json import ScheduleJson
from tests.features.programme.made_up import BERLIN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.clocks import StoppedClock


def document(title: str = "Opening") -> bytes:
    entry = {"id": 1, "title": title, "date": "2027-07-14T10:00:00+02:00", "duration": "00:30"}
    days = [{"date": "2027-07-14", "rooms": {"Hall": [entry]}}]
    return json.dumps({"schedule": {"version": "1", "conference": {"days": days}}}).encode()


class Site:
    """A web server with one file, which may know how to say that nothing changed."""

    def __init__(self, *, knows_etags: bool, sends_etags: bool = False) -> None:
        self.content = document()
        self.knows_etags = knows_etags
        self.sends_etags = sends_etags or knows_etags
        self.statuses: list[int] = []
        self.content_type = "text/plain"

    async def answer(self, request: web.Request) -> web.Response:
        etag = f'"{hash(self.content)}"'
        is_known = self.knows_etags and request.headers.get("If-None-Match") == etag
        self.statuses.append(304 if is_known else 200)
        headers = {"ETag": etag} if self.sends_etags else {}
        if is_known:
            return web.Response(status=304, headers=headers)
        return web.Response(body=self.content, headers=headers, content_type=self.content_type)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@asynccontextmanager
async def served(site: Site) -> AsyncIterator[str]:
    application = web.Application()
    application.add_routes([web.get("/schedule.json", site.answer)])
    async with TestServer(application) as server:
        yield str(server.make_url("/schedule.json"))


def reader_of(session: aiohttp.ClientSession, clock: StoppedClock, source: str, folder: Path) -> ScheduleJson:
    return ScheduleJson(
        session,
        clock,
        source=source,
        folder=folder,
        zone=BERLIN,
        interval=timedelta(minutes=5),
        backoff=0,
    )


@pytest.mark.parametrize("knows_etags", [True, False])
async def test_an_address_is_asked_no_more_often_than_its_server_can_bear(
    session: aiohttp.ClientSession, clock: StoppedClock, tmp_path: Path, *, knows_etags: bool
) -> None:
    site = Site(knows_etags=knows_etags)
    async with served(site) as address:
        reader = reader_of(session, clock, address, tmp_path)
        first = await reader.release()
        for _ in range(5):
            clock.forward(seconds=59)
            assert await reader.release() == first
        assert site.statuses == ([200, 304, 304, 304, 304, 304] if knows_etags else [200])
        site.content = document("Closing")
        clock.forward(minutes=1)
        changed = await reader.release()
        assert changed is not None
        assert changed != first
        assert [one.title for one in (await reader.schedule(changed)).sessions] == ["Closing"]
        assert site.statuses.count(200) == 2


async def test_a_server_that_sends_everything_in_spite_of_its_etag_is_asked_rarely(
    session: aiohttp.ClientSession, clock: StoppedClock, tmp_path: Path
) -> None:
    site = Site(knows_etags=False, sends_etags=True)
    async with served(site) as address:
        reader = reader_of(session, clock, address, tmp_path)
        for _ in range(12):
            await reader.release()
            clock.forward(minutes=1)
        # Once to know it, once to find out, and then every five minutes.
        assert len(site.statuses) == 4


async def test_whoever_wants_it_now_gets_it_now(
    session: aiohttp.ClientSession, clock: StoppedClock, tmp_path: Path
) -> None:
    site = Site(knows_etags=False)
    async with served(site) as address:
        reader = reader_of(session, clock, address, tmp_path)
        release = await reader.release()
        assert release is not None
        await reader.schedule(release)
        site.content = document("Closing")
        assert (await reader.schedule(release)).sessions[0].title == "Closing"


async def test_a_file_is_read_when_it_changed_and_half_of_one_is_told_until_it_is_whole(
    session: aiohttp.ClientSession, clock: StoppedClock, tmp_path: Path
) -> None:
    file = tmp_path / "schedule.json"
    reader = reader_of(session, clock, "schedule.json", tmp_path)
    with pytest.raises(UnreachableError, match=r"There is no file schedule\.json"):
        await reader.release()
    file.write_bytes(document())
    first = await reader.release()
    assert await reader.release() == first
    file.write_bytes(document("Closing")[:50])
    os.utime(file, ns=(1, 1))
    for _ in range(2):
        with pytest.raises(BadResponseError, match="cannot be understood"):
            await reader.release()
    assert (await reader.probe()).level is Level.ERROR
    file.write_bytes(document("Closing"))
    os.utime(file, ns=(2, 2))
    assert await reader.release() != first


async def test_a_page_for_people_is_no_schedule(
    session: aiohttp.ClientSession, clock: StoppedClock, tmp_path: Path
) -> None:
    site = Site(knows_etags=False)
    site.content_type = "text/html"
    async with served(site) as address:
        reader = reader_of(session, clock, address, tmp_path)
        with pytest.raises(BadResponseError, match="web page"):
            await reader.release()
