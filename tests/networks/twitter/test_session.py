"""What may go wrong between tweepy and X, over real sockets."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from DiscordBot.networks.twitter.api.client import XClient
from DiscordBot.networks.twitter.api.errors import (
    AccountError,
    NoAnswerError,
    NotReachedError,
    RateLimitedError,
    RefusedError,
    RepeatedError,
    XError,
)
from DiscordBot.networks.twitter.api.session import LARGEST_RESPONSE, XSession
from sandbox.x.failures import XFailure
from tests.networks.twitter.x_account import client_of, credentials_of, running_x, secrets_of
from tests.patience import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from sandbox.x.server import XStandIn


@pytest.fixture
async def x() -> AsyncIterator[XStandIn]:
    async with running_x() as stand_in:
        yield stand_in


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (XFailure.TIME_OUT, NoAnswerError),
        (XFailure.DOWN, NoAnswerError),
        (XFailure.CUT_OFF, NoAnswerError),
        (XFailure.HALF_JSON, NoAnswerError),
        (XFailure.HTML, NoAnswerError),
        (XFailure.SERVER_ERROR, NoAnswerError),
        (XFailure.RATE_LIMITED, RateLimitedError),
        (XFailure.NO_CREDITS, AccountError),
        (XFailure.UNAUTHORIZED, AccountError),
        (XFailure.FORBIDDEN, RefusedError),
    ],
)
async def test_each_failure_has_its_error(
    x: XStandIn,
    session: aiohttp.ClientSession,
    caplog: pytest.LogCaptureFixture,
    failure: XFailure,
    error: type[XError],
) -> None:
    caplog.set_level(logging.DEBUG)
    x.failures.fail_next(failure)
    timeout = 0.5 if failure is XFailure.TIME_OUT else PATIENCE_SECONDS
    with pytest.raises(error) as raised:
        await client_of(x, session, timeout=timeout).create_post("Doors are open")
    assert type(raised.value) is error
    said = f"{raised.value!r} {caplog.text}"
    assert [secret for secret in secrets_of(x) if secret in said] == []
    assert "Doors" not in said


async def test_the_reset_is_told(x: XStandIn, session: aiohttp.ClientSession) -> None:
    x.failures.fail_next(XFailure.RATE_LIMITED, seconds=600)
    with pytest.raises(RateLimitedError) as raised:
        await client_of(x, session).create_post("Doors are open")
    assert raised.value.reset is not None
    assert timedelta(minutes=9) < raised.value.reset - datetime.now(UTC) <= timedelta(minutes=10, seconds=1)


async def test_rates_are_kept_for_each_endpoint(x: XStandIn, session: aiohttp.ClientSession) -> None:
    through = XSession(session, x.base_url)
    client = XClient(through, credentials_of(x))
    await client.create_post("One")
    await client.create_post("Two")
    assert [reading async for reading in client.mentions()] != []
    x.failures.fail_next(XFailure.SERVER_ERROR)
    with pytest.raises(NoAnswerError):
        await client.create_post("Three")
    assert {name: (rate.limit, rate.remaining) for name, rate in through.rates.items()} == {
        "POST /2/tweets": (100, 98),
        "GET /2/users/:id/mentions": (300, 299),
    }
    assert through.rates["POST /2/tweets"].reset > datetime.now(UTC)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(minutes=7), "7 minutes ahead.*NTP"),
        (-timedelta(hours=2), "120 minutes behind.*NTP"),
        (timedelta(minutes=4), "twitter connect"),
        (-timedelta(minutes=4), "twitter connect"),
    ],
)
async def test_a_wrong_clock_of_this_machine_is_told_from_wrong_keys(
    x: XStandIn, session: aiohttp.ClientSession, ahead: timedelta, said: str
) -> None:
    through = XSession(session, x.base_url, now=lambda: datetime.now(UTC) + ahead)
    x.failures.fail_next(XFailure.UNAUTHORIZED)

    with pytest.raises(AccountError, match=said):
        await XClient(through, credentials_of(x)).create_post("Doors are open")


async def test_nobody_listens(x: XStandIn, session: aiohttp.ClientSession) -> None:
    await x.stop()
    with pytest.raises(NotReachedError, match="cannot be reached"):
        await client_of(x, session).create_post("Doors are open")


@asynccontextmanager
async def answering(answer: web.Response) -> AsyncIterator[str]:
    """Listen, and give everybody the same answer; yields the address."""

    async def handle(_request: web.Request) -> web.Response:
        return answer

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


DAY = {f"x-user-limit-24hour-{name}": value for name, value in (("limit", "50"), ("remaining", "0"))}
QUARTER = {f"x-rate-limit-{name}": value for name, value in (("limit", "100"), ("remaining", "9"))}
RESETS = {"x-user-limit-24hour-reset": "1800000000", "x-rate-limit-reset": "1790000000"}
PROBLEMS = "https://api.twitter.com/2/problems/"


def refused(status: int, **problem: object) -> web.Response:
    return web.json_response(problem, status=status, content_type="application/problem+json")


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (web.Response(status=200), NoAnswerError, "cannot be read"),
        (web.Response(status=201, text="<html>", content_type="text/html"), NoAnswerError, "cannot be read"),
        (web.json_response(["a list"]), NoAnswerError, "cannot be read"),
        (web.json_response("words"), NoAnswerError, "cannot be read"),
        (web.Response(text="[" * 100_000), NoAnswerError, "cannot be read"),
        (web.json_response({"data": None}), NoAnswerError, "not what it was asked for"),
        (web.json_response({"data": {"id": 7}}), NoAnswerError, "not what it was asked for"),
        (web.json_response({}), NoAnswerError, "not what it was asked for"),
        (web.Response(body=b" " * (LARGEST_RESPONSE + 1)), NoAnswerError, "too large"),
        (web.Response(status=302, headers={"Location": "https://example.org"}), NotReachedError, "302"),
        (web.Response(status=404), NotReachedError, "404"),
        (web.Response(status=403, text="<html>", content_type="text/html"), NotReachedError, "403"),
        (web.Response(status=400, text='{"errors": "words"}'), RefusedError, "status 400"),
        (web.Response(status=400, text="[]"), NotReachedError, "400"),
        (web.Response(status=502, text="<html>", content_type="text/html"), NoAnswerError, "502"),
        (web.Response(status=408), NoAnswerError, "408"),
        (web.Response(status=401), AccountError, "keys"),
        (refused(403, detail="Your account is temporarily locked."), AccountError, "locked"),
        (refused(403, detail="Use v1", type=PROBLEMS + "client-forbidden"), AccountError, "Use v1"),
        (refused(403, detail="You have already retweeted this."), RepeatedError, "already"),
        (refused(400, errors=[{"message": "too  long\n"}], detail="vague"), RefusedError, "it: too long$"),
        (refused(400, errors=[None, {}], title="Odd"), RefusedError, "Odd"),
        (refused(400, detail="x" * 10_000), RefusedError, "x{299}…$"),
    ],
)
async def test_an_odd_answer_has_its_error(
    x: XStandIn, session: aiohttp.ClientSession, answer: web.Response, error: type[XError], words: str
) -> None:
    async with answering(answer) as address:
        client = XClient(XSession(session, address), credentials_of(x))
        with pytest.raises(error, match=words) as raised:
            await client.create_post("Doors are open")
    assert type(raised.value) is error


async def test_a_retweet_that_x_does_not_confirm_is_in_doubt(
    x: XStandIn, session: aiohttp.ClientSession
) -> None:
    async with answering(web.json_response({"data": {"retweeted": False}})) as address:
        client = XClient(XSession(session, address), credentials_of(x))
        with pytest.raises(NoAnswerError, match="does not say"):
            await client.retweet("1")


@pytest.mark.parametrize(
    ("headers", "reset"),
    [
        ({}, None),
        (QUARTER | RESETS, datetime.fromtimestamp(1790000000, UTC)),
        # The day is used up, and the quarter of an hour is not.
        (QUARTER | DAY | RESETS, datetime.fromtimestamp(1800000000, UTC)),
        (QUARTER | {"x-rate-limit-reset": "soon"}, None),
        (QUARTER | {"x-rate-limit-reset": "9" * 30}, None),
    ],
)
async def test_the_window_that_is_used_up_counts(
    x: XStandIn, session: aiohttp.ClientSession, headers: dict[str, str], reset: datetime | None
) -> None:
    async with answering(web.Response(status=429, headers=headers)) as address:
        client = XClient(XSession(session, address), credentials_of(x))
        with pytest.raises(RateLimitedError) as raised:
            await client.create_post("Doors are open")
    assert raised.value.reset == reset


async def test_who_no_longer_waits_gets_nothing(x: XStandIn, session: aiohttp.ClientSession) -> None:
    x.failures.fail_next(XFailure.TIME_OUT)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await client_of(x, session).create_post("Doors are open")
    assert x.posts == []
