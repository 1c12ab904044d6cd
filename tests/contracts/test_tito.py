"""What is Tito's own: states, references, paging, limits and signatures, as its documents tell them."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import (
    AccessDeniedError,
    NotFoundError,
    RateLimitedError,
    TokenRejectedError,
    UnreachableError,
)
from DiscordBot.features.registration.shop.tito import MOST_CHANGES, TitoClient
from DiscordBot.features.registration.shop.tito_webhook import TitoWebhook
from DiscordBot.features.registration.shop.validity import Flaw, flaw_of
from sandbox import conference
from sandbox.failures import Failure
from sandbox.tito.server import TitoStandIn
from tests.clocks import StoppedClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from typing import Any

    import aiohttp
    from yarl import URL

    from DiscordBot.features.registration.shop.tickets import Order

EARLY = "Early Bird"


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(conference.TIMEZONE)


@pytest.fixture
async def tito(clock: StoppedClock) -> AsyncIterator[TitoStandIn]:
    stand_in = TitoStandIn("full-token", "example", "conf2027", security_token="very secret", clock=clock.now)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


def client_of(session: aiohttp.ClientSession, tito: TitoStandIn, **other: object) -> TitoClient:
    told: dict[str, Any] = {
        "api_url": tito.api_url,
        "account": "example",
        "event": "conf2027",
        "token": "full-token",
        "hash_email": "hash of {}".format,
        "backoff": 0,
    }
    return TitoClient(session, **(told | other))


async def orders_of(client: TitoClient) -> dict[str, Order]:
    return {order.code: order async for page in client.order_pages() for order in page.orders}


async def test_states_of_tickets(session: aiohttp.ClientSession, tito: TitoStandIn) -> None:
    tickets = [(EARLY, "Ada Lovelace", "ada@example.org"), (EARLY, "Grace Hopper", None), (EARLY, None, None)]
    tito.book.put("QVYZ", tickets, email="buyer@example.org")
    await tito.book.void("QVYZ-1")
    order = (await orders_of(client_of(session, tito)))["QVYZ"]
    assert [tito.book.ticket(f"QVYZ-{n}")["state"] for n in (1, 2, 3)] == ["void", "incomplete", "unassigned"]
    assert [flaw_of(order, position) for position in order.positions] == [Flaw.CANCELLED, None, None]
    assert [position.attendee_name for position in order.positions] == ["Ada Lovelace", "Grace Hopper", None]


async def test_an_invoice_that_is_not_paid(
    session: aiohttp.ClientSession, tito: TitoStandIn, clock: StoppedClock
) -> None:
    tito.book.put("INVC", [(EARLY, "Ada Lovelace", "ada@example.org")], payment_incomplete=True)
    strict, lenient = client_of(session, tito), client_of(session, tito, unpaid_counts=True)
    for client, flaw in ((strict, Flaw.UNPAID), (lenient, None)):
        order = (await orders_of(client))["INVC"]
        assert flaw_of(order, order.positions[0]) is flaw
    since = clock.now()
    clock.forward(minutes=10)
    await tito.book.mark_paid("INVC")
    # Of the ticket nothing changed: the registration is what tells of it.
    (page,) = [page async for page in strict.order_pages(modified_since=since + timedelta(minutes=1))]
    assert flaw_of(page.orders[0], page.orders[0].positions[0]) is None


async def test_tests_and_temporary_tickets_let_nobody_in(
    session: aiohttp.ClientSession, tito: TitoStandIn
) -> None:
    tito.book.put("TEST", [(EARLY, "Ada Lovelace", None)], test_mode=True)
    tito.book.put("TEMP", [(EARLY, "Ada Lovelace", None)])
    tito.book.ticket("TEMP-1")["temporary"] = True
    orders = await orders_of(client_of(session, tito))
    flaws = {code: flaw_of(order, order.positions[0]) for code, order in orders.items()}
    assert flaws == {"TEST": Flaw.TEST_MODE, "TEMP": Flaw.BLOCKED}


async def test_what_is_sold_no_more_still_counts(session: aiohttp.ClientSession, tito: TitoStandIn) -> None:
    tito.book.add_release("Blind Bird", archived=True)
    tito.book.put("OLDX", [("Blind Bird", "Ada Lovelace", "ada@example.org")])
    client = client_of(session, tito)
    order = (await orders_of(client))["OLDX"]
    assert order.positions[0].item in {item.id for item in await client.items()}


async def test_references_that_an_event_made_itself(
    session: aiohttp.ClientSession, tito: TitoStandIn
) -> None:
    tito.book.put("QVYZ", [(EARLY, "Ada Lovelace", None), (EARLY, "Grace Hopper", None)])
    tito.book.ticket("QVYZ-1")["reference"] = "0017"
    tito.book.ticket("QVYZ-2")["reference"] = "0018"
    order = (await orders_of(client_of(session, tito)))["QVYZ"]
    assert [(p.positionid, p.references[0]) for p in order.positions] == [(1, "0017"), (2, "0018")]


async def test_a_registration_is_found_by_reference_and_by_link(
    session: aiohttp.ClientSession, tito: TitoStandIn
) -> None:
    registration = tito.book.put("QVYZ", [(EARLY, "Ada Lovelace", "qvyz@example.org")])
    tito.book.put("QVY", [(EARLY, "QVYZ", None)])
    client = client_of(session, tito)
    for code in ("QVYZ", registration["slug"]):
        found = await client.order(code, give_up_after=6)
        assert found is not None
        assert found.code == "QVYZ"
    assert await client.order("QV", give_up_after=6) is None


@pytest.mark.slow
async def test_ten_thousand_tickets_are_few_requests(
    session: aiohttp.ClientSession, tito: TitoStandIn, clock: StoppedClock
) -> None:
    for number in range(5_000):
        names = [(EARLY, f"Person {number}", f"p{number}@example.org"), (EARLY, None, None)]
        tito.book.put(f"Q{number:04}", names, email=f"b{number}@example.org")
    client = client_of(session, tito)
    pages = [page async for page in client.order_pages()]
    assert sum(len(order.positions) for page in pages for order in page.orders) == 10_000
    assert len({order.code for page in pages for order in page.orders}) == 5_000
    # A thousand at a time: five pages of registrations, ten of tickets.
    assert len(tito.calls) == 15
    tito.calls.clear()
    mark = pages[0].generated
    assert mark is not None
    clock.forward(minutes=10)
    for number in range(MOST_CHANGES // 2):
        await tito.book.void(f"Q{number:04}-1")
    changed = [
        order
        async for page in client.order_pages(modified_since=mark + timedelta(minutes=5))
        for order in page.orders
    ]
    assert len(changed) == MOST_CHANGES // 2
    assert len(tito.calls) == 2 + MOST_CHANGES // 2
    tito.calls.clear()
    for number in range(3 * MOST_CHANGES):
        await tito.book.void(f"Q{number:04}-2")
    everything = [page async for page in client.order_pages(modified_since=mark + timedelta(minutes=5))]
    assert everything[0].is_everything
    assert len(tito.calls) <= 1 + 15


async def test_the_limit_is_respected(session: aiohttp.ClientSession, tito: TitoStandIn) -> None:
    tito.book.put("QVYZ", [(EARLY, "Ada Lovelace", None)])
    tito.failures.fail_next(Failure.RATE_LIMITED, times=2, seconds=0)
    assert "QVYZ" in await orders_of(client_of(session, tito))
    tito.failures.fail_with(Failure.RATE_LIMITED, seconds=0)
    with pytest.raises(RateLimitedError):
        await orders_of(client_of(session, tito))


async def test_refusals_are_told(session: aiohttp.ClientSession, tito: TitoStandIn) -> None:
    wrong: list[tuple[dict[str, str], type[Exception]]] = [
        ({"token": "nonsense"}, TokenRejectedError),
        ({"account": "others"}, AccessDeniedError),
        ({"event": "nothing"}, NotFoundError),
    ]
    for told, error in wrong:
        client = client_of(session, tito, **told)
        with pytest.raises(error):
            await client.items()
        findings = await client.probe()
        assert findings[-1].level is Level.ERROR
        assert findings[-1].remedy
        assert "nonsense" not in str(findings)
    await tito.stop()
    with pytest.raises(UnreachableError):
        await client_of(session, tito).items()


class Office:
    """Takes Tito's calls on a real socket, and notes what is to be looked at."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.errors: list[BaseException] = []
        self.waiting: list[Coroutine[Any, Any, None]] = []
        self.webhook = TitoWebhook(
            token="very secret",
            shops={("example", "conf2027"): "tito/example/conf2027"},
            look_at=self._look_at,
            on_error=lambda error, _: self.errors.append(error),
            in_background=lambda work, _: self.waiting.append(work),
        )

    async def work(self) -> None:
        while self.waiting:
            await self.waiting.pop()

    async def _look_at(self, slug: str, shop: str) -> None:
        self.seen.append((slug, shop))


async def answer_to_bytes(address: URL, header: bytes) -> int:
    """Return the status after a call that no client of HTTP would make."""
    reader, writer = await asyncio.open_connection(address.host, address.port)
    request = f"POST {address.path} HTTP/1.1\r\nHost: bot\r\nContent-Length: 0\r\n"
    writer.write(request.encode() + header + b"\r\n")
    status = int((await reader.readline()).split()[1])
    writer.close()
    await writer.wait_closed()
    return status


async def test_signed_calls_are_followed_and_all_others_are_not(
    session: aiohttp.ClientSession, tito: TitoStandIn
) -> None:
    office = Office()
    application = web.Application()
    application.add_routes(office.webhook.routes())
    async with TestServer(application) as server:
        address = str(server.make_url("/tito"))
        tito.endpoints.append(address)
        registration = tito.book.put(
            "QVYZ", [(EARLY, "Ada Lovelace", "ada@example.org"), (EARLY, None, None)]
        )
        await tito.book.reassign("QVYZ-2", "Grace Hopper", "grace@example.org")
        await tito.book.cancel("QVYZ")
        await office.work()
        assert office.seen == [(registration["slug"], "tito/example/conf2027")]

        body = json.dumps(tito.payload(registration, None)).encode()
        others = json.dumps(tito.payload(registration, None) | {"event": {"account_slug": "x", "slug": "y"}})
        for sent, signature, status in (
            (body, "", 404),
            (body, "bm9uc2Vuc2U=", 404),
            (body + b" ", tito.signature(body), 404),
            (others.encode(), tito.signature(others.encode()), 202),
            (b"nonsense", tito.signature(b"nonsense"), 202),
            (b"[]", tito.signature(b"[]"), 202),
        ):
            headers = {"Tito-Signature": signature} if signature else {}
            async with session.post(address, data=sent, headers=headers) as response:
                assert response.status == status
        assert await answer_to_bytes(server.make_url("/tito"), b"Tito-Signature: \xff\r\n") == 404
        await office.work()
        assert len(office.seen) == 1
        assert office.errors == []
