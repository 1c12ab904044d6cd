"""What a load of 2,000 orders costs, measured against the real server."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from DiscordBot.registration.client import PretixClient
from tests.contracts import world
from tests.real import pretix_server
from tests.real.conftest import TOKEN, describe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.real.pretix_server import RunningPretix

pytestmark = pytest.mark.real

Json = dict[str, Any]


@dataclass
class Traffic:
    requests: int = 0
    received: int = 0


def two_thousand_orders() -> list[Json]:
    """Take the conference's orders again and again, under new codes, without those of the test mode."""
    real = [order for order in world.ORDERS if not order["testmode"]]
    return [renumber(order, lap) for lap in range(2) for order in real][:2000]


def renumber(order: Json, lap: int) -> Json:
    again = copy.deepcopy(order)
    again["code"] = f"{order['code']}{lap or ''}"
    for position in again["positions"]:
        position["id"] += lap * 1_000_000
        position["addon_to"] = position["addon_to"] and position["addon_to"] + lap * 1_000_000
        position["secret"] = f"{lap}{position['secret']}"
        position["pseudonymization_id"] = f"{lap}{position['pseudonymization_id']}"
    return again


@pytest.fixture(scope="session")
def large_template(pretix_python: Path) -> Path:
    return pretix_server.create_template(pretix_python, describe(two_thousand_orders()))


@pytest.fixture
def traffic() -> Traffic:
    return Traffic()


@pytest.fixture
async def client(
    running_pretix: RunningPretix, large_template: Path, traffic: Traffic
) -> AsyncIterator[PretixClient]:
    async def count_request(*_: object) -> None:
        traffic.requests += 1

    async def count_bytes(
        _session: object, _context: object, received: aiohttp.TraceResponseChunkReceivedParams
    ) -> None:
        traffic.received += len(received.chunk)

    running_pretix.restore(large_template)
    tracing = aiohttp.TraceConfig()
    tracing.on_request_start.append(count_request)
    tracing.on_response_chunk_received.append(count_bytes)
    async with aiohttp.ClientSession(trace_configs=[tracing]) as session:
        yield PretixClient(
            session,
            base_url=running_pretix.base_url,
            organizer="example",
            event="conf2027",
            token=TOKEN,
            hash_email=str,
        )


async def test_two_thousand_orders_cost_little_and_no_change_costs_one_request(
    client: PretixClient, traffic: Traffic
) -> None:
    pages = [page async for page in client.order_pages()]
    assert len({order.code for page in pages for order in page.orders}) == 2000
    print(f"\n2,000 orders: {traffic.requests} requests, {traffic.received:,} bytes")  # noqa: T201 - a measurement
    assert traffic.requests <= 40
    assert traffic.received <= 1_400_000

    traffic.requests = 0
    changes = [page async for page in client.order_pages(modified_since=pages[0].generated)]
    assert [page.orders for page in changes] == [()]
    assert traffic.requests == 1
