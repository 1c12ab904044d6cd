"""A pretix with 2,000 orders, and a client whose traffic is counted."""

from __future__ import annotations

import copy
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from DiscordBot.registration.client import PretixClient
from tests.contracts import world
from tests.real.conftest import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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


@asynccontextmanager
async def counting_client(base_url: str, traffic: Traffic) -> AsyncIterator[PretixClient]:
    """Give a client that adds what it asks and gets to `traffic`."""

    async def count_request(*_: object) -> None:
        traffic.requests += 1

    async def count_bytes(
        _session: object, _context: object, received: aiohttp.TraceResponseChunkReceivedParams
    ) -> None:
        traffic.received += len(received.chunk)

    tracing = aiohttp.TraceConfig()
    tracing.on_request_start.append(count_request)
    tracing.on_response_chunk_received.append(count_bytes)
    async with aiohttp.ClientSession(trace_configs=[tracing]) as session:
        yield PretixClient(
            session,
            base_url=base_url,
            organizer="example",
            event="conf2027",
            token=TOKEN,
            hash_email=str,
        )
