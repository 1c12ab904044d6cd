"""The bad days of the stand-in for X."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.x.failures import Moment, XFailure
from tests.patience import until

if TYPE_CHECKING:
    from sandbox.x.server import XStandIn
    from tests.sandbox.conftest import Wristwatch
    from tests.sandbox.x_app import App

STATUSES = {
    XFailure.HTML: 503,
    XFailure.SERVER_ERROR: 500,
    XFailure.RATE_LIMITED: 429,
    XFailure.NO_CREDITS: 402,
    XFailure.UNAUTHORIZED: 401,
    XFailure.FORBIDDEN: 403,
}
EXCEPTIONS = {
    XFailure.DOWN: aiohttp.ServerDisconnectedError,
    XFailure.CUT_OFF: aiohttp.ClientPayloadError,
    XFailure.HALF_JSON: json.JSONDecodeError,
}


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("failure", [*STATUSES, *EXCEPTIONS])
async def test_a_post_fails_before_or_after_it_is_there(
    app: App, x: XStandIn, failure: XFailure, moment: Moment
) -> None:
    x.failures.fail_next(failure, moment=moment)
    if failure in EXCEPTIONS:
        with pytest.raises(EXCEPTIONS[failure]):
            await app.tweet("Hi")
    else:
        assert (await app.tweet("Hi")).status == STATUSES[failure]
    assert len(x.posts) == (1 if moment is Moment.AFTER else 0)
    assert x.failures.met == [("POST /2/tweets", failure, moment)]
    assert (await app.tweet("Hello")).status == 201


@pytest.mark.parametrize("moment", Moment)
async def test_an_answer_that_never_comes(app: App, x: XStandIn, moment: Moment) -> None:
    x.failures.fail_next(XFailure.TIME_OUT, moment=moment)
    waiting = asyncio.create_task(app.tweet("Hi"))
    await until(lambda: x.failures.met)
    assert not waiting.done()
    assert len(x.posts) == (1 if moment is Moment.AFTER else 0)
    await x.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await waiting


async def test_a_late_post_is_made_though_nobody_waits_any_more(app: App, x: XStandIn) -> None:
    x.failures.fail_next(XFailure.LATE, seconds=1)
    waiting = asyncio.create_task(app.tweet("Hi"))
    await until(lambda: x.failures.met)
    waiting.cancel()
    assert x.posts == []
    await until(lambda: x.posts)


async def test_only_some_requests_fail_and_until_recovery(app: App, x: XStandIn) -> None:
    x.failures.fail_with(XFailure.SERVER_ERROR, on="POST /2/tweets")
    for _ in range(2):
        assert (await app.tweet("Hi")).status == 500
        assert (await app.get("/2/users/me")).status == 200
    x.failures.recover()
    assert (await app.tweet("Hi")).status == 201


async def test_the_reset_is_as_far_away_as_was_asked(app: App, x: XStandIn, watch: Wristwatch) -> None:
    x.failures.fail_next(XFailure.RATE_LIMITED, seconds=90)
    answer = await app.tweet("Hi")
    assert int(answer.headers["x-rate-limit-reset"]) == watch.now.timestamp() + 90


async def test_random_failures_are_the_same_for_the_same_seed(app: App, x: XStandIn) -> None:
    kinds = [(XFailure.HTML, Moment.BEFORE), (XFailure.SERVER_ERROR, Moment.AFTER)]
    runs = []
    for _ in range(2):
        x.failures.fail_at_random(7, 0.5, kinds=kinds, on="GET /2/users/me")
        runs.append([(await app.get("/2/users/me")).status for _ in range(20)])
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500, 503}
    assert (await app.tweet("Hi")).status == 201
