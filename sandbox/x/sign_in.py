"""How an account of X is connected with an app: the app asks, a person reads a PIN, the app types it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from sandbox.x.problems import problem
from sandbox.x.signatures import SignatureError, Signatures, XKeys

if TYPE_CHECKING:
    from sandbox.x.pages import Pages
    from sandbox.x.posts import PostBook, User


@dataclass(slots=True)
class _Request:
    """An app's wish to be connected, with the PIN once somebody has agreed."""

    secret: str
    user: User | None = None
    pin: str = ""


@dataclass(frozen=True, slots=True)
class _Access:
    secret: str
    user: User


class SignIn:
    """Knows which tokens are good, and hands out new ones.

    `signed_in` is the account that the browser of whoever opens the page is signed in with.
    """

    def __init__(self, consumer_key: str, consumer_secret: str, book: PostBook, pages: Pages) -> None:
        self.signed_in: User | None = None
        self._keys = (consumer_key, consumer_secret)
        self._signatures = Signatures(consumer_key, consumer_secret)
        self._book = book
        self._pages = pages
        self._requests: dict[str, _Request] = {}
        self._accesses: dict[str, _Access] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the three steps."""
        return [
            web.post("/oauth/request_token", self._request_token),
            web.get("/oauth/authorize", self._authorize),
            web.post("/oauth/access_token", self._access_token),
        ]

    def connect(self, user: User) -> XKeys:
        """Connect an account as if a person had gone through the three steps."""
        token, secret = f"{user.id}-{secrets.token_hex(20)}", secrets.token_hex(22)
        self._accesses[token] = _Access(secret, user)
        return XKeys(*self._keys, token, secret)

    def revoke(self, user: User) -> None:
        """Make all tokens of an account invalid, as people can on X's page of connected apps."""
        self._accesses = {token: one for token, one in self._accesses.items() if one.user != user}

    async def identify(self, request: web.Request) -> User:
        """Return who has signed a request to the API; raises `ProblemError` if nobody has."""
        known = {token: access.secret for token, access in self._accesses.items()}
        try:
            signed = await self._signatures.verify(request, known)
        except SignatureError:
            raise problem(401) from None
        return self._accesses[signed["token"]].user

    async def _request_token(self, request: web.Request) -> web.Response:
        try:
            signed = await self._signatures.verify(request, {"": ""})
        except SignatureError as error:
            return _refused(str(error))
        if signed.get("callback") != "oob":
            return _refused("Callback URL not approved for this client application.")
        token, secret = secrets.token_urlsafe(20), secrets.token_urlsafe(24)
        self._requests[token] = _Request(secret)
        return _form(oauth_token=token, oauth_token_secret=secret, oauth_callback_confirmed="true")

    async def _authorize(self, request: web.Request) -> web.Response:
        wish = self._requests.get(request.query.get("oauth_token", ""))
        if wish is None or self.signed_in is None:
            return self._pages.no_such_wish()
        wish.user, wish.pin = self.signed_in, f"{secrets.randbelow(10_000_000):07}"
        return self._pages.pin(self.signed_in, wish.pin)

    async def _access_token(self, request: web.Request) -> web.Response:
        known = {token: wish.secret for token, wish in self._requests.items()}
        try:
            signed = await self._signatures.verify(request, known)
        except SignatureError as error:
            return _refused(str(error))
        wish = self._requests[signed["token"]]
        # X takes a PIN from the parameters of the signature as well as from the query or the form.
        given = signed.get("verifier") or request.query.get("oauth_verifier", "")
        if wish.user is None or not secrets.compare_digest(given.encode(), wish.pin.encode()):
            return _refused("Error processing your OAuth request: Invalid oauth_verifier parameter")
        del self._requests[signed["token"]]
        keys = self.connect(wish.user)
        return _form(
            oauth_token=keys.access_token,
            oauth_token_secret=keys.access_token_secret,
            user_id=wish.user.id,
            screen_name=wish.user.username,
        )


def _form(**values: str) -> web.Response:
    return web.Response(text=urlencode(values), content_type="text/html")


def _refused(reason: str) -> web.Response:
    return web.Response(text=reason, status=401, content_type="text/html")
