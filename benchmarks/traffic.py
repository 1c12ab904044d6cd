"""What is asked of Discord and of a real pretix, counted."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import aiohttp

from benchmarks.measured import Measured
from benchmarks.registration import store_of
from DiscordBot.core.database import Database
from sandbox.conference.known_tickets import ADA
from tests.conference_world import known_orders, open_conference
from tests.real import pretix_server
from tests.real.conftest import TOKEN, describe
from tests.real.large_pretix import counting_client, two_thousand_orders
from tests.real.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.real.pretix_server import RunningPretix

WORKERS = 2
"""Of a small pretix; more are of no use to two requests at once."""

ROUNDS = 5


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
    serve = pretix_server.run
    with tempfile.TemporaryDirectory() as folder, serve(python, Path(folder), workers=WORKERS) as pretix:
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
        yield await _compared(pretix)


async def _compared(pretix: RunningPretix) -> Measured:
    """Compare our full load, stored in our database, with an older bot's; the quickest of each counts."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = perf_counter()
        await _page_after_page(pretix.base_url)
        theirs.append(perf_counter() - start)
        ours.append(await _seconds_of_full_load(pretix))
    return Measured(
        f"The same, stored, against one whole page after the other, {WORKERS} workers",
        f"{min(ours):.1f} s, {min(theirs):.1f} s",
        "at most half",
        "0.60",
        f"{min(ours) / min(theirs):.2f}",
    )


async def _seconds_of_full_load(pretix: RunningPretix) -> float:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/bot.db")
        await database.start()
        async with counting_client(pretix.base_url, Traffic()) as client:
            store = store_of(database, client)
            await store.open()
            start = perf_counter()
            await store.refresh()
            seconds = perf_counter() - start
        await database.close()
    return seconds


async def _page_after_page(base_url: str) -> dict[tuple[str, str], list[int]]:
    """Load all orders as bots do that ask for no fields: who bought which items, by order and name."""
    tickets: dict[tuple[str, str], list[int]] = {}
    url: str | None = f"{base_url}/organizers/example/events/conf2027/orders/"
    async with aiohttp.ClientSession(headers={"Authorization": f"Token {TOKEN}"}) as session:
        while url is not None:
            async with session.get(url) as response:
                response.raise_for_status()
                page = await response.json()
            for order in page["results"]:
                for position in order["positions"]:
                    key = (order["code"], position["attendee_name"] or "")
                    tickets.setdefault(key, []).append(position["item"])
            url = page["next"]
    return tickets
