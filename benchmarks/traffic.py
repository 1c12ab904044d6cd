"""What is asked of Discord and of a real pretix, counted."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.measured import Measured
from sandbox.conference.known_tickets import ADA
from tests.conference_world import known_orders, open_conference
from tests.real import pretix_server
from tests.real.conftest import describe
from tests.real.large_pretix import counting_client, two_thousand_orders
from tests.real.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def discord_requests() -> Measured:
    """Count the requests from the press of the button to the answer."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_conference(Path(folder), known_orders()) as world:
            before = len(world.env.http_requests)
            await world.register_with(world.person("ada"), ADA)
            requests = world.requests_since(before)
    log_lines = sum(request.endswith("/messages") for request in requests)
    value = f"{len(requests) - log_lines} and {log_lines} log line"
    return Measured("Requests to Discord for one registration", value, "3 and 1")


async def real_load() -> AsyncIterator[Measured]:
    """Load 2,000 orders from a real pretix, which is installed the first time."""
    python = pretix_server.install()
    template = pretix_server.create_template(python, describe(two_thousand_orders()))
    with tempfile.TemporaryDirectory() as folder, pretix_server.run(python, Path(folder)) as pretix:
        pretix.restore(template)
        traffic = Traffic()
        async with counting_client(pretix.base_url, traffic) as client:
            start = perf_counter()
            pages = [page async for page in client.order_pages()]
            value = f"{traffic.requests} requests, {traffic.received:,} bytes, {perf_counter() - start:.1f} s"
            yield Measured("2,000 orders from a real pretix", value, "40 and 1,400,000")
            traffic.requests = 0
            async for _ in client.order_pages(modified_since=pages[0].generated):
                pass
            yield Measured("The same when nothing changed", f"{traffic.requests} request", "1")
