"""Who is let in by the stand-in for X."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from sandbox.x.signatures import XKeys
from tests.sandbox.x_app import App

if TYPE_CHECKING:
    from sandbox.x.server import XStandIn

UNAUTHORIZED = {"title": "Unauthorized", "detail": "Unauthorized", "type": "about:blank", "status": 401}


@pytest.mark.parametrize(
    "change",
    [
        {"client_secret": "wrong"},
        {"resource_owner_secret": "wrong"},
        {"resource_owner_key": "unknown"},
        {"resource_owner_key": None},
        {"consumer_key": "another-app"},
        {"timestamp": str(int(time.time()) - 301)},
        {"timestamp": "soon"},
        {"signature_method": "PLAINTEXT"},
    ],
)
async def test_a_request_that_is_not_signed_as_it_must_be(
    app: App, x: XStandIn, change: dict[str, Any]
) -> None:
    answer = await app.post("/2/tweets", {"text": "Hi"}, **change)
    assert (answer.status, answer.body) == (401, UNAUTHORIZED)
    assert x.posts == []


@pytest.mark.parametrize("authorization", ["", "Bearer abc", 'OAuth oauth_token="%zz"', "OAuth"])
async def test_a_request_that_is_not_signed_at_all(app: App, authorization: str) -> None:
    assert (await app.send("GET", "/2/users/me", {"Authorization": authorization})).status == 401


async def test_a_signature_is_good_for_one_request_to_one_address(app: App) -> None:
    headers = app.signed("GET", "/2/users/me")
    assert (await app.send("GET", "/2/users/me?user.fields=verified", headers)).status == 401
    assert (await app.send("GET", "/2/users/me", headers)).status == 200
    assert (await app.send("GET", "/2/users/me", headers)).status == 401


@pytest.mark.parametrize("address", ["https://api.x.com", "own", "https://evil.example"])
async def test_an_app_may_sign_for_x_or_for_where_it_calls(app: App, x: XStandIn, address: str) -> None:
    app = App(app.session, x, x.keys, x.base_url if address == "own" else address)
    answer = await app.get("/2/users/me")
    assert answer.status == (401 if "evil" in address else 200)


async def test_an_account_can_take_its_consent_back(app: App, x: XStandIn) -> None:
    x.sign_in.revoke(x.account)
    assert (await app.tweet("Hi")).status == 401


class Newcomer:
    """An app on its way to be connected."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.token, self.secret = "", ""

    async def ask(self) -> None:
        answer = await self.call("/oauth/request_token", callback_uri="oob")
        self.token, self.secret = answer["oauth_token"], answer["oauth_token_secret"]

    async def read_pin(self) -> str:
        address = f"{self.app.x.base_url}/oauth/authorize?oauth_token={self.token}"
        async with self.app.session.get(address) as page:
            found = re.search(r'<code id="pin">(\d{7})</code>', await page.text())
        assert found is not None
        return found[1]

    async def type_pin(self, pin: str) -> dict[str, str]:
        return await self.call(
            "/oauth/access_token",
            verifier=pin,
            resource_owner_key=self.token,
            resource_owner_secret=self.secret,
        )

    async def call(self, path: str, **signing: Any) -> dict[str, str]:  # noqa: ANN401 - of oauthlib's client
        keys = {"resource_owner_key": None, "resource_owner_secret": None} | signing
        answer = await self.app.call("POST", path, {}, **keys)
        return dict(parse_qsl(answer.body)) | ({"refused": answer.body} if answer.status == 401 else {})


async def test_an_account_is_connected_by_a_pin(app: App, x: XStandIn) -> None:
    x.sign_in.signed_in = x.book.add_user("other", "Other account")
    newcomer = Newcomer(app)
    await newcomer.ask()
    given = await newcomer.type_pin(await newcomer.read_pin())
    assert (given["screen_name"], given["user_id"]) == ("other", x.sign_in.signed_in.id)
    keys = XKeys(
        x.keys.consumer_key, x.keys.consumer_secret, given["oauth_token"], given["oauth_token_secret"]
    )
    assert (await App(app.session, x, keys).get("/2/users/me")).body["data"]["username"] == "other"


async def test_a_wrong_pin_connects_nothing(app: App) -> None:
    newcomer = Newcomer(app)
    await newcomer.ask()
    assert "Invalid oauth_verifier" in (await newcomer.type_pin(""))["refused"]
    pin = await newcomer.read_pin()
    assert "Invalid oauth_verifier" in (await newcomer.type_pin("12"))["refused"]
    assert "oauth_token" in await newcomer.type_pin(pin)
    assert "refused" in await newcomer.type_pin(pin)


async def test_an_app_must_ask_with_its_own_keys_and_for_a_pin(app: App) -> None:
    newcomer = Newcomer(app)
    wrong = await newcomer.call("/oauth/request_token", callback_uri="oob", client_secret="wrong")
    elsewhere = await newcomer.call("/oauth/request_token", callback_uri="https://evil.example")
    assert "refused" in wrong
    assert "refused" in elsewhere


async def test_a_link_that_is_not_known_shows_no_pin(app: App, x: XStandIn) -> None:
    async with app.session.get(f"{x.base_url}/oauth/authorize?oauth_token=abc") as page:
        assert (page.status, "Whoa there!" in await page.text()) == (403, True)
