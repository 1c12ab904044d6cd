from __future__ import annotations

import asyncio
import copy
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from DiscordBot.core.findings import Level
from DiscordBot.core.http.json_errors import (
    AccessDeniedError,
    BadResponseError,
    RateLimitedError,
    ServiceError,
    TokenRejectedError,
    UnreachableError,
)
from DiscordBot.features.registration.shop.client import PretixClient
from DiscordBot.features.registration.shop.tickets import Order
from sandbox import conference
from sandbox.failures import Failure
from sandbox.pretix.server import PretixStandIn
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TOKEN = "very-secret-token"
ORDERS = conference.orders()
ITEMS = conference.items()
ADA = ORDERS[0]
EVER = datetime(2020, 1, 1, tzinfo=UTC)

ERRORS = {
    Failure.DOWN: UnreachableError,
    Failure.SLOW: UnreachableError,
    Failure.CUT_OFF: UnreachableError,
    Failure.HTML: BadResponseError,
    Failure.HALF_JSON: BadResponseError,
    Failure.UNAUTHORIZED: TokenRejectedError,
    Failure.FORBIDDEN: AccessDeniedError,
    Failure.RATE_LIMITED: RateLimitedError,
}
PASSING = [Failure.DOWN, Failure.SLOW, Failure.CUT_OFF, Failure.HTML, Failure.HALF_JSON]


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def pretix() -> AsyncIterator[PretixStandIn]:
    pretix = PretixStandIn(ITEMS, ORDERS, TOKEN, "example", "conf2027")
    await pretix.start()
    yield pretix
    await pretix.stop()


@pytest.fixture
def client(session: aiohttp.ClientSession, pretix: PretixStandIn) -> PretixClient:
    return make_client(session, pretix.base_url)


def make_client(
    session: aiohttp.ClientSession, base_url: str, timeout: float = PATIENCE_SECONDS
) -> PretixClient:
    return PretixClient(
        session,
        base_url=base_url,
        organizer="example",
        event="conf2027",
        token=TOKEN,
        hash_email="hash of {}".format,
        timeout=timeout,
        backoff=0,
    )


def patience_with(failure: Failure) -> float:
    return 1 if failure is Failure.SLOW else PATIENCE_SECONDS


async def load(client: PretixClient, since: datetime | None = None) -> list[str]:
    return [order.code async for page in client.order_pages(modified_since=since) for order in page.orders]


@pytest.mark.parametrize(("failure", "error"), ERRORS.items())
async def test_every_failure_is_told_without_secrets_or_names(
    client: PretixClient, pretix: PretixStandIn, failure: Failure, error: type[ServiceError]
) -> None:
    pretix.failures.fail_with(failure, seconds=3 if failure is Failure.SLOW else 1)
    with pytest.raises(error) as caught:
        await client.order(ADA["code"], give_up_after=patience_with(failure))
    told = "".join(traceback.format_exception(caught.value))
    assert str(caught.value) in told
    for private in (ADA["code"], TOKEN, "127.0.0.1"):
        assert private not in told


@pytest.mark.slow
@pytest.mark.parametrize("failure", PASSING)
async def test_a_load_outlasts_failures_that_pass(
    session: aiohttp.ClientSession, pretix: PretixStandIn, failure: Failure
) -> None:
    pretix.failures.fail_next(failure, times=2, seconds=3)
    client = make_client(session, pretix.base_url, timeout=patience_with(failure))
    assert len(await load(client)) == sum(not order["testmode"] for order in ORDERS)


async def test_a_load_gives_up_after_five_tries(client: PretixClient, pretix: PretixStandIn) -> None:
    pretix.failures.fail_with(Failure.HTML)
    with pytest.raises(BadResponseError):
        await load(client)
    assert len(pretix.calls) == 5


@pytest.mark.parametrize("failure", [Failure.UNAUTHORIZED, Failure.FORBIDDEN])
async def test_a_refusal_is_not_tried_again(
    client: PretixClient, pretix: PretixStandIn, failure: Failure
) -> None:
    pretix.failures.fail_with(failure)
    with pytest.raises(ERRORS[failure]):
        await load(client)
    assert len(pretix.calls) == 1


async def test_a_load_waits_as_long_as_it_is_asked_to(client: PretixClient, pretix: PretixStandIn) -> None:
    pretix.failures.fail_next(Failure.RATE_LIMITED, seconds=1)
    started = asyncio.get_running_loop().time()
    await client.items()
    assert asyncio.get_running_loop().time() - started >= 1


async def test_somebody_who_waits_gets_one_repetition(client: PretixClient, pretix: PretixStandIn) -> None:
    pretix.failures.fail_next(Failure.DOWN)
    found = await client.order(ADA["code"], give_up_after=PATIENCE_SECONDS)
    assert found is not None
    pretix.calls.clear()
    pretix.failures.fail_with(Failure.HTML)
    with pytest.raises(BadResponseError):
        await client.order(ADA["code"], give_up_after=PATIENCE_SECONDS)
    assert len(pretix.calls) == 2


async def test_somebody_who_waits_waits_no_longer_than_said(
    session: aiohttp.ClientSession, pretix: PretixStandIn
) -> None:
    pretix.failures.fail_with(Failure.SLOW, seconds=3)
    client = make_client(session, pretix.base_url, timeout=PATIENCE_SECONDS)
    with pytest.raises(UnreachableError):
        await client.order(ADA["code"], give_up_after=0.1)


async def test_somebody_who_waits_is_not_made_to_wait_for_the_rate_limit(
    client: PretixClient, pretix: PretixStandIn
) -> None:
    pretix.failures.fail_with(Failure.RATE_LIMITED, seconds=30)
    with pytest.raises(RateLimitedError) as caught:
        await client.order(ADA["code"], give_up_after=3)
    assert caught.value.retry_after == 30
    assert len(pretix.calls) == 1


@pytest.mark.parametrize(
    "code", ["", "abc12", "../items", "A/../../items", "ABC12/", "ABC12\n", "ABC 12", "ÄBC12", "٣٤", "A" * 17]
)
async def test_what_cannot_be_a_code_is_no_request(
    client: PretixClient, pretix: PretixStandIn, code: str
) -> None:
    assert await client.order(code) is None
    assert pretix.calls == []


async def test_an_unknown_order_is_none_at_once(client: PretixClient, pretix: PretixStandIn) -> None:
    assert await client.order("NONE9") is None
    assert len(pretix.calls) == 1


async def test_a_404_page_of_another_server_is_not_taken_for_an_unknown_order(
    session: aiohttp.ClientSession, pretix: PretixStandIn
) -> None:
    client = make_client(session, pretix.base_url.removesuffix("/v1"))
    with pytest.raises(BadResponseError):
        await client.order(ADA["code"])


async def test_an_order_without_positions_is_not_taken_for_an_empty_one(
    session: aiohttp.ClientSession,
) -> None:
    async with answering({"code": "ABC12", "status": "p", "last_modified": "2026-03-02T08:00:00Z"}) as url:
        with pytest.raises(BadResponseError):
            await make_client(session, url).order("ABC12")


async def test_what_cannot_be_read_is_not_quoted(session: aiohttp.ClientSession) -> None:
    strange = copy.deepcopy(ADA)
    strange["positions"][0]["item"] = "Conference for Ada"
    async with answering(strange) as url:
        with pytest.raises(BadResponseError) as caught:
            await make_client(session, url).order(strange["code"])
    assert "Ada" not in "".join(traceback.format_exception(caught.value))


async def test_addresses_are_hashed_in_lower_case_and_not_kept(session: aiohttp.ClientSession) -> None:
    shouting = copy.deepcopy(ADA)
    shouting["positions"][0]["attendee_email"] = " ADA@Example.org "
    async with answering(shouting) as url:
        order = await make_client(session, url).order(shouting["code"])
    assert order is not None
    assert [one.email_hash for one in order.positions] == ["hash of ada@example.org", None, None]
    assert "ADA@" not in repr(order)


async def test_pages_of_fifty_and_one_request_when_nothing_changed(
    client: PretixClient, pretix: PretixStandIn
) -> None:
    assert len(await load(client)) > 1150
    assert len(pretix.calls) == 24
    pretix.calls.clear()
    assert await load(client, datetime.now(UTC)) == []
    assert len(pretix.calls) == 1


@pytest.mark.parametrize("since", [None, EVER])
async def test_no_order_is_missed_when_others_change_meanwhile(
    client: PretixClient, pretix: PretixStandIn, since: datetime | None
) -> None:
    seen = set()
    async for page in client.order_pages(modified_since=since):
        seen |= {order.code for order in page.orders}
        await pretix.orders.rename_attendee(page.orders[0].code, 1, "Somebody Else")
        await pretix.orders.cancel(page.orders[1].code)
    assert seen == {order["code"] for order in ORDERS if not order["testmode"]}


async def test_more_items_than_one_page_holds(session: aiohttp.ClientSession) -> None:
    pretix = PretixStandIn(
        [ITEMS[0] | {"id": number} for number in range(1, 121)], [], TOKEN, "example", "conf2027"
    )
    await pretix.start()
    items = await make_client(session, pretix.base_url).items()
    await pretix.stop()
    assert [item.id for item in items] == list(range(1, 121))


async def test_the_token_follows_neither_next_nor_a_redirect_to_another_server(
    session: aiohttp.ClientSession,
) -> None:
    async with answering("http://127.0.0.1:9/") as elsewhere:
        page = {"count": 2, "next": f"{elsewhere}/organizers/", "results": []}
        async with answering(page, page | {"next": None}) as url:
            assert await make_client(session, url).items() == ()
    async with answering("http://127.0.0.1:9/") as url:
        with pytest.raises(BadResponseError, match="redirect"):
            await make_client(session, url).items()


async def test_nobody_listens(session: aiohttp.ClientSession) -> None:
    client = make_client(session, f"http://127.0.0.1:{unused_port()}/api/v1")
    (finding,) = await client.probe()
    assert finding.level is Level.ERROR
    assert finding.detail == "The server of pretix accepts no connection."
    assert "pretix.base_url" in finding.remedy


@pytest.mark.parametrize(
    ("scheme", "detail"), [("https", "certificate"), ("ftp", "no web address"), ("", "no web address")]
)
async def test_a_wrong_scheme(
    session: aiohttp.ClientSession, pretix: PretixStandIn, scheme: str, detail: str
) -> None:
    address = pretix.base_url.removeprefix("http://")
    (finding,) = await make_client(session, f"{scheme}://{address}" if scheme else address).probe()
    assert detail in finding.detail


class answering:  # noqa: N801 - reads as a context manager
    """A server that gives the answers in turn, the last one for ever; a text is an address to go to."""

    def __init__(self, *answers: dict[str, Any] | str) -> None:
        self._answers = list(answers)
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        self._server = TestServer(application)

    async def __aenter__(self) -> str:
        await self._server.start_server()
        return str(self._server.make_url("/api/v1"))

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    async def _answer(self, _request: web.Request) -> web.Response:
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, str):
            raise web.HTTPFound(answer)
        return web.json_response(answer)


def arrivals_client(session: aiohttp.ClientSession, pretix: PretixStandIn, name: str) -> PretixClient:
    return PretixClient(
        session,
        base_url=pretix.base_url,
        organizer="example",
        event="conf2027",
        token=TOKEN,
        hash_email=str,
        checkin_list=name,
    )


async def test_who_is_checked_in_on_the_list_has_arrived(
    session: aiohttp.ClientSession, pretix: PretixStandIn
) -> None:
    desk, other = pretix.add_checkin_list("Registration desk"), pretix.add_checkin_list("Tutorials only")
    code, second = ORDERS[0]["code"], ORDERS[1]["code"]
    await pretix.orders.check_in(code, 1, desk)
    await pretix.orders.check_in(code, 1, desk, kind="exit")
    await pretix.orders.check_in(second, 1, other)
    client = arrivals_client(session, pretix, " registration DESK")
    pages = [page async for page in client.order_pages(modified_since=EVER)]

    arrived = {
        order.code: ticket.arrived_at
        for page in pages
        for order in page.orders
        for ticket in order.positions
        if ticket.arrived_at is not None
    }
    assert arrived.keys() == {code}
    order = await client.order(code)
    assert order is not None
    assert order.positions[0].arrived_at == arrived[code]
    assert Order.from_json(order.to_json()) == order


async def test_without_a_list_nobody_asks_for_arrivals(client: PretixClient, pretix: PretixStandIn) -> None:
    await pretix.orders.check_in(ORDERS[0]["code"], 1, pretix.add_checkin_list("Registration desk"))
    order = await client.order(ORDERS[0]["code"])
    assert order is not None
    assert order.positions[0].arrived_at is None
    assert not any("checkin" in call.query + call.path for call in pretix.calls)


async def test_a_missing_list_is_told(session: aiohttp.ClientSession, pretix: PretixStandIn) -> None:
    pretix.add_checkin_list("Registration desk")
    (*_, there) = await arrivals_client(session, pretix, "Registration desk").probe()
    (*_, missing) = await arrivals_client(session, pretix, "Entrance").probe()
    assert (there.level, missing.level) == (Level.OK, Level.WARNING)
    assert "no check-in list «Entrance»" in missing.detail
