"""Connecting an account on LinkedIn by its code, and keeping it, over a real socket."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.account.connecting import NotConnectedError
from DiscordBot.networks.linkedin.connection import CodeFlow
from DiscordBot.networks.linkedin.credential import Account, App, Credentials
from DiscordBot.networks.port import PausedError, RejectedError

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.networks.account.connecting import Instructions
    from sandbox.linkedin.server import LinkedInStandIn
    from tests.contracts.linkedin_server import LinkedInServer

REDIRECT = "https://localhost/linkedin"
PAGE_NUMBER = 4242


def flow_of(linkedin: LinkedInServer, organization: int | None = PAGE_NUMBER) -> CodeFlow:
    return CodeFlow(
        linkedin.api,
        linkedin.credentials,
        web_url=linkedin.base_url,
        redirect_url=REDIRECT,
        organization=organization,
    )


async def sent_to(session: aiohttp.ClientSession, instructions: Instructions) -> str:
    """Allow it on LinkedIn's page, and return the address that it leads to."""
    (address,) = re.findall(r"\]\((http[^)]+)\)", "\n".join(instructions.steps))
    async with session.get(address, allow_redirects=False) as answer:
        return answer.headers["Location"]


@pytest.mark.parametrize(
    ("organization", "name", "author"),
    [
        (PAGE_NUMBER, "PyCon Example", "urn:li:organization:4242"),
        (None, "Ada Lovelace", "urn:li:person:ada123"),
    ],
)
async def test_who_brings_the_address_gets_the_account(
    session: aiohttp.ClientSession,
    linkedin: LinkedInServer,
    organization: int | None,
    name: str,
    author: str,
) -> None:
    flow = flow_of(linkedin, organization)
    instructions = await flow.begin()
    found = await flow.finish(instructions, (f" {await sent_to(session, instructions)} ",))
    assert (found.name, found.account.author) == (name, author)
    days = (found.account.ends - datetime.now(UTC)).days
    assert days == 59
    assert found.account.token
    assert found.account.token not in repr(found)


async def test_the_code_alone_is_enough(session: aiohttp.ClientSession, linkedin: LinkedInServer) -> None:
    flow = flow_of(linkedin)
    instructions = await flow.begin()
    (code,) = re.findall(r"code=([^&]+)", await sent_to(session, instructions))
    assert (await flow.finish(instructions, (code,))).name == "PyCon Example"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("code-unknown", "too old or incomplete"),
        (f"{REDIRECT}?code=code-1&state=of-somebody-else", "belongs to this connection"),
        (f"{REDIRECT}?state=x", "belongs to this connection"),
        (f"{REDIRECT}?error=user_cancelled_authorize&error_description=They+said+no", "They said no"),
    ],
)
async def test_another_answer_says_what_to_do(linkedin: LinkedInServer, answer: str, told: str) -> None:
    flow = flow_of(linkedin)
    with pytest.raises(NotConnectedError, match=told) as caught:
        await flow.finish(await flow.begin(), (answer,))
    assert "/networks connect" in str(caught.value)


async def test_who_may_not_read_the_pages_posts_cannot_connect_it(
    session: aiohttp.ClientSession, linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    flow = flow_of(linkedin)
    instructions = await flow.begin()
    stand_in.may_not_read = True
    with pytest.raises(NotConnectedError, match="Not enough permissions"):
        await flow.finish(instructions, (await sent_to(session, instructions),))


async def test_a_good_token_stays_and_a_dead_one_pauses(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    account, flow = connected(linkedin), flow_of(linkedin)
    assert await flow.verified(account) == account
    stand_in.may_not_read = True
    with pytest.raises(RejectedError, match="Not enough permissions"):
        await flow.verified(account)
    member = replace(account, author="urn:li:person:ada123")
    assert await flow.verified(member) == member
    stand_in.login.revoke()
    with pytest.raises(PausedError, match="revoked"):
        await flow.verified(account)


async def test_a_token_that_ends_soon_is_renewed_where_that_is_possible(
    linkedin: LinkedInServer, stand_in: LinkedInStandIn
) -> None:
    soon = (datetime.now(UTC) + timedelta(days=5)).isoformat()
    account = replace(connected(linkedin), ends_at=soon, renewal="renewal")
    assert await linkedin.credentials.verified(account) == account
    stand_in.login.renews = True
    renewed = await linkedin.credentials.verified(account)
    assert renewed.token != account.token
    assert renewed.ends - account.ends > timedelta(days=50)
    stand_in.login.revoke()
    assert (await linkedin.credentials.verified(account)).token not in {account.token, renewed.token}
    stand_in.login.renews = False
    stand_in.login.revoke()
    with pytest.raises(PausedError, match="/networks connect"):
        await linkedin.credentials.verified(account)


async def test_a_wrong_app_is_no_dead_token(linkedin: LinkedInServer) -> None:
    wrong = Credentials(linkedin.credentials._client, App("no", "no"), lambda: datetime.now(UTC))  # noqa: SLF001 - the same server
    with pytest.raises(RejectedError, match="Client authentication failed"):
        await wrong.verified(connected(linkedin))


def connected(linkedin: LinkedInServer) -> Account:
    assert linkedin.account is not None
    return linkedin.account
