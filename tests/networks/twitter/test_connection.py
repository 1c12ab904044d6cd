"""Connecting an account by its PIN, over a real socket against the stand-in X."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web

from DiscordBot.core.clock import SystemClock
from DiscordBot.networks.account.connecting import NotConnectedError
from DiscordBot.networks.port import NotNowError, PausedError
from DiscordBot.networks.twitter.account.budget import Budget
from DiscordBot.networks.twitter.account.connection import Account, PinFlow, RequestToken
from DiscordBot.networks.twitter.account.verification import Verification
from DiscordBot.networks.twitter.api.session import XSession
from sandbox.x.failures import XFailure
from sandbox.x.server import XStandIn
from tests.networks.twitter.x_account import credentials_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from DiscordBot.core.database import Database
    from DiscordBot.networks.account.connecting import Instructions

KEY, SECRET = "the-app", "the-app-secret"


@pytest.fixture
async def x() -> AsyncIterator[XStandIn]:
    stand_in = XStandIn(KEY, SECRET)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as open_session:
        yield open_session


def flow_to(
    x: XStandIn, session: aiohttp.ClientSession, secret: str = SECRET, ahead: timedelta = timedelta()
) -> PinFlow:
    return flow_at(x.base_url, session, secret, ahead)


def flow_at(
    address: str, session: aiohttp.ClientSession, secret: str = SECRET, ahead: timedelta = timedelta()
) -> PinFlow:
    def now() -> datetime:
        return datetime.now(UTC) + ahead

    return PinFlow(session, base_url=address, key=KEY, secret=secret, now=now)


def address_in(instructions: Instructions) -> str:
    """Return the address that the steps name."""
    (address,) = re.findall(r"\]\((http[^)]+)\)", "\n".join(instructions.steps))
    return str(address)


async def pin_shown_at(address: str, session: aiohttp.ClientSession) -> str:
    """Allow it on X's page, as the account's owner."""
    async with session.get(address) as page:
        found = re.search(r"\b\d{7}\b", await page.text())
    assert found is not None
    return found[0]


async def test_who_brings_the_pin_gets_the_account(x: XStandIn, session: aiohttp.ClientSession) -> None:
    flow = flow_to(x, session)
    instructions = await flow.begin()
    address = address_in(instructions)
    assert address.startswith(f"{x.base_url}/oauth/authorize?oauth_token=")
    pin = await pin_shown_at(address, session)
    found = await flow.finish(instructions, (f" {pin} ",))
    account = found.account
    assert found.name == f"@{account.username}"
    assert (account.user_id, account.username) == (str(x.account.id), x.account.username)
    # The tokens are good: without them X would have said 401.
    assert account.token.startswith(str(x.account.id))


async def test_a_wrong_pin_says_what_to_do(x: XStandIn, session: aiohttp.ClientSession) -> None:
    flow = flow_to(x, session)
    instructions = await flow.begin()
    await pin_shown_at(address_in(instructions), session)
    with pytest.raises(NotConnectedError, match=r"does not accept this PIN.*/twitter connect"):
        await flow.finish(instructions, ("0000000",))


async def test_wrong_keys_of_the_app_say_where_to_look(x: XStandIn, session: aiohttp.ClientSession) -> None:
    with pytest.raises(NotConnectedError, match="Check TWITTER_CLIENT and TWITTER_CLIENTSECRET") as caught:
        await flow_to(x, session, secret="another").begin()
    assert "another" not in str(caught.value)


async def test_a_wrong_clock_of_this_machine_is_told(x: XStandIn, session: aiohttp.ClientSession) -> None:
    with pytest.raises(NotConnectedError, match=r"20 minutes behind.*NTP"):
        await flow_to(x, session, "wrong", ahead=-timedelta(minutes=20)).begin()


async def test_x_out_of_reach(x: XStandIn, session: aiohttp.ClientSession) -> None:
    flow = flow_to(x, session)
    await x.stop()
    with pytest.raises(NotConnectedError, match="cannot be reached"):
        await flow.begin()


@pytest.mark.parametrize(
    ("status", "text", "words"),
    [
        (200, "<html>Welcome</html>", "something else than a token"),
        (200, "oauth_token=x", "something else than a token"),
        (200, f"oauth_token=x&oauth_token_secret=y&{'z' * 20_000}", "something else than a token"),
        (503, "<html>Over capacity</html>", "status 503"),
        (302, "", "status 302"),
    ],
)
async def test_strange_answers(session: aiohttp.ClientSession, status: int, text: str, words: str) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=text, headers={"Location": "/elsewhere"})

    application = web.Application()
    application.add_routes([web.post("/oauth/request_token", answer)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with pytest.raises(NotConnectedError, match=words):
        await PinFlow(
            session, base_url=address, key=KEY, secret=SECRET, now=lambda: datetime.now(UTC)
        ).begin()
    await runner.cleanup()


async def test_nothing_secret_is_in_the_debugging_log(
    x: XStandIn, session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="oauthlib")
    request = (await flow_to(x, session).begin()).state
    assert isinstance(request, RequestToken)
    assert [secret for secret in (SECRET, request.secret, "oauth_signature") if secret in caplog.text] == []


async def test_an_account_is_verified_by_reading_whose_it_is(
    x: XStandIn, session: aiohttp.ClientSession, database: Database
) -> None:
    spent = Budget(database, SystemClock(ZoneInfo("UTC")), lambda: Decimal(1), print)
    asking = Verification(XSession(session, x.base_url), lambda _: credentials_of(x), spent)
    account = Account(x.account.id, "a-former-name", "token", "secret")
    assert (await asking.verified(account)).username == x.account.username
    assert await spent.left() < 1
    x.failures.fail_next(XFailure.UNAUTHORIZED)
    with pytest.raises(PausedError, match="/twitter connect"):
        await asking.verified(account)
    x.failures.fail_next(XFailure.SERVER_ERROR)
    with pytest.raises(NotNowError):
        await asking.verified(account)
    # Where nothing may be spent on reading, nothing is asked.
    nothing = Budget(database, SystemClock(ZoneInfo("UTC")), lambda: Decimal(0), print)
    x.failures.fail_with(XFailure.UNAUTHORIZED)
    asking = Verification(XSession(session, x.base_url), lambda _: credentials_of(x), nothing)
    assert await asking.verified(account) == account
