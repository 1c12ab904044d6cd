"""What a load of 2,000 orders costs, measured against the real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.real import pretix_server
from tests.real.conftest import describe
from tests.real.large_pretix import counting_client, two_thousand_orders
from tests.real.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from DiscordBot.features.registration.shop.client import PretixClient
    from tests.real.pretix_server import RunningPretix

pytestmark = pytest.mark.real


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
    running_pretix.restore(large_template)
    async with counting_client(running_pretix.base_url, traffic) as counted:
        yield counted


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
