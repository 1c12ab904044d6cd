"""A pretix with 2,000 orders, and a client whose traffic is counted."""

from __future__ import annotations

import copy
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from DiscordBot.features.registration.shop.client import PretixClient
from tests.contracts import world
from tests.real.conftest import TOKEN
from tests.real.traffic import counting_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.real.traffic import Traffic

Json = dict[str, Any]


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


@asynccontextmanager
async def counting_client(base_url: str, traffic: Traffic) -> AsyncIterator[PretixClient]:
    """Give a client that adds what it asks and gets to `traffic`."""
    async with counting_session(traffic) as session:
        yield PretixClient(
            session,
            base_url=base_url,
            organizer="example",
            event="conf2027",
            token=TOKEN,
            hash_email=str,
        )
