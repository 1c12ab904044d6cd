"""What the stand-in can do beyond being like pretalx; that it is like pretalx, tests/contracts proves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from yarl import URL

from sandbox.conference import programme, timetable
from sandbox.failures import Failure
from sandbox.pretalx.server import PretalxStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EVERYTHING = programme.everything()
NOW = datetime(2027, 7, 14, 8, tzinfo=UTC)


@pytest.fixture
async def pretalx() -> AsyncIterator[PretalxStandIn]:
    pretalx = PretalxStandIn(EVERYTHING, "token", "conf2027", clock=lambda: NOW)
    await pretalx.start()
    yield pretalx
    await pretalx.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def get(session: aiohttp.ClientSession, pretalx: PretalxStandIn, path: str) -> tuple[int, Any]:
    async with session.get(f"{pretalx.base_url}/api/events/conf2027/{path}") as response:
        return response.status, await response.json()


def test_the_programme_is_the_same_every_time() -> None:
    assert programme.everything() == EVERYTHING


def test_the_programme_has_120_sessions_with_titles_of_their_own() -> None:
    talks, breaks = timetable.talks(), timetable.breaks()
    assert len(talks) + len(breaks) == 120
    assert len({talk.title for talk in talks}) == len({talk.code for talk in talks}) == len(talks) - 1
    assert any(not talk.title.isascii() for talk in talks)


async def test_releases_bear_the_time_of_the_clock_in_the_zone_of_the_conference(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession
) -> None:
    _, latest = await get(session, pretalx, "schedules/latest/?omit=slots")
    assert (latest["version"], latest["published"]) == ("v1", "2027-07-14T10:00:00+02:00")


async def test_a_version_is_released_once(pretalx: PretalxStandIn) -> None:
    with pytest.raises(ValueError, match="v1"):
        await pretalx.programme.release("v1")


async def test_requests_are_recorded_with_the_bytes_that_went_out(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession
) -> None:
    async with session.get(f"{pretalx.base_url}/api/events/conf2027/slots/?page_size=3") as response:
        sent = len(await response.read())
    (call,) = pretalx.calls
    assert (call.method, call.query, call.status, call.sent) == ("GET", "page_size=3", 200, sent)


async def test_failures_end(pretalx: PretalxStandIn, session: aiohttp.ClientSession) -> None:
    pretalx.failures.fail_next(Failure.FORBIDDEN)
    assert (await get(session, pretalx, "rooms/"))[0] == 403
    assert (await get(session, pretalx, "rooms/"))[0] == 200


async def test_it_comes_back_as_it_was_and_leaves_what_it_was_given_alone(
    pretalx: PretalxStandIn, session: aiohttp.ClientSession
) -> None:
    await pretalx.programme.cancel("TALK00")
    await pretalx.programme.rename_room("Club A", {"en": "Club B"})
    port = URL(pretalx.base_url).port
    assert port is not None
    await pretalx.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await get(session, pretalx, "rooms/")
    await pretalx.start(port=port)
    _, rooms = await get(session, pretalx, "rooms/")
    assert "Club B" in {room["name"]["en"] for room in rooms["results"]}
    assert programme.everything() == EVERYTHING
