"""What the stand-in can do beyond being like pretix; that it is like pretix, tests/contracts proves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from sandbox import conference
from sandbox.failures import Failure
from sandbox.pretix.orders import format_time
from sandbox.pretix.server import PretixStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOW = datetime(2027, 7, 14, 8, tzinfo=UTC)
ORDERS = conference.orders()
ADA = ORDERS[0]["code"]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pretix(clock: Clock) -> AsyncIterator[PretixStandIn]:
    pretix = PretixStandIn(
        conference.items(),
        ORDERS,
        "token",
        "example",
        "conf2027",
        requests_per_minute=3,
        gzip_answers=True,
        clock=clock,
    )
    await pretix.start()
    yield pretix
    await pretix.stop()


@pytest.fixture
async def session(pretix: PretixStandIn) -> AsyncIterator[aiohttp.ClientSession]:
    base_url = f"{pretix.base_url}/organizers/example/events/conf2027/"
    async with aiohttp.ClientSession(base_url, headers={"Authorization": "Token token"}) as session:
        yield session


async def get(session: aiohttp.ClientSession, path: str) -> tuple[int, Any]:
    async with session.get(path) as response:
        return response.status, await response.json()


async def test_too_many_requests_are_refused_until_a_minute_has_passed(
    session: aiohttp.ClientSession, clock: Clock
) -> None:
    for _ in range(3):
        assert (await get(session, "items/"))[0] == 200
    async with session.get("items/") as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "60")
    clock.now += timedelta(seconds=61)
    assert (await get(session, "items/"))[0] == 200


async def test_requests_are_recorded_with_the_bytes_that_went_out(
    pretix: PretixStandIn, session: aiohttp.ClientSession
) -> None:
    await get(session, "orders/?page_size=50")
    async with session.get("orders/?page_size=50", headers={"Accept-Encoding": "identity"}) as response:
        plain = len(await response.read())
    compressed, whole = pretix.calls
    assert (whole.method, whole.query, whole.status, whole.sent) == ("GET", "page_size=50", 200, plain)
    assert whole.path.endswith("/events/conf2027/orders/")
    assert 0 < compressed.sent < plain / 3


async def test_answers_are_held_until_all_requests_have_arrived(
    pretix: PretixStandIn, session: aiohttp.ClientSession
) -> None:
    pretix.failures.hold_until(2)
    first = asyncio.create_task(get(session, "items/"))
    done, _ = await asyncio.wait([first], timeout=0.1)
    assert not done
    assert (await get(session, "items/"))[0] == 200
    assert (await first)[0] == 200


async def test_failures_end(pretix: PretixStandIn, session: aiohttp.ClientSession) -> None:
    pretix.failures.fail_next(Failure.FORBIDDEN)
    assert (await get(session, "items/"))[0] == 403
    assert (await get(session, "items/"))[0] == 200
    pretix.failures.fail_with(Failure.UNAUTHORIZED)
    assert (await get(session, "items/"))[0] == 401
    pretix.failures.recover()
    assert (await get(session, "items/"))[0] == 200


async def test_it_comes_back_with_its_orders(pretix: PretixStandIn, session: aiohttp.ClientSession) -> None:
    await pretix.orders.cancel(ADA)
    port = int(pretix.base_url.split(":")[2].partition("/")[0])
    await pretix.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await get(session, "items/")
    await pretix.start(port=port)
    assert (await get(session, f"orders/{ADA}/"))[1]["status"] == "c"


async def test_changes_bear_the_time_of_the_clock_and_leave_the_given_orders_alone(
    pretix: PretixStandIn, session: aiohttp.ClientSession
) -> None:
    await pretix.orders.rename_attendee(ADA, 1, "Mary Ann Evans")
    _, told = await get(session, f"orders/{ADA}/")
    assert told["last_modified"] == format_time(NOW) == "2027-07-14T08:00:00Z"
    assert told["positions"][0]["attendee_name"] == "Mary Ann Evans"
    assert ORDERS[0]["positions"][0]["attendee_name"] == "Ada Lovelace"
    async with session.get("orders/?page_size=1") as response:
        assert response.headers["X-Page-Generated"] == "2027-07-14T08:00:00Z"


async def test_only_test_orders_can_be_deleted(pretix: PretixStandIn) -> None:
    with pytest.raises(ValueError, match="test mode"):
        await pretix.orders.delete_test_order(ADA)
