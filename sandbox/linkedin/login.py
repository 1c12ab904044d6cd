"""Where people log in to the stand-in for LinkedIn, and what apps get for it. Unverified, as server.py is."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from aiohttp import web
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIENT_ID, CLIENT_SECRET = "linkedin-client", "linkedin-client-secret"
TOKEN_SECONDS = 60 * 24 * 60 * 60


class LinkedInLogin:
    """Gives codes and tokens; all of them are good until `revoke`. With `renews` it gives renewals too."""

    def __init__(self) -> None:
        self.tokens = {"linkedin-token"}
        self.renews = False
        self._codes: dict[str, str] = {}
        self._numbers = count(1)

    @property
    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        return [
            web.get("/oauth/v2/authorization", self._authorize),
            web.post("/oauth/v2/accessToken", self._token),
            web.post("/oauth/v2/introspectToken", self._introspect),
            web.get("/v2/userinfo", self._who),
        ]

    def revoke(self) -> None:
        """Take no token any more that was given until now."""
        self.tokens.clear()

    async def _authorize(self, request: web.Request) -> web.Response:
        """Send somebody who allows everything at once where the app wants them."""
        query = request.query
        if query["client_id"] != CLIENT_ID or query["response_type"] != "code" or not query["scope"]:
            return web.Response(status=400, text="The app is not known.")
        code = f"code-{next(self._numbers)}"
        self._codes[code] = query["redirect_uri"]
        address = URL(query["redirect_uri"]).update_query(code=code, state=query["state"])
        raise web.HTTPFound(address)

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if not _is_the_app(form):
            return _refuse(401, "invalid_client", "Client authentication failed")
        match form["grant_type"]:
            case "authorization_code":
                is_good = self._codes.pop(str(form["code"]), None) == form["redirect_uri"]
            case _:
                is_good = self.renews and form.get("refresh_token") == "renewal"
        if not is_good:
            return _refuse(400, "invalid_request", "Unable to retrieve access token: code is expired")
        token = f"linkedin-token-{next(self._numbers)}"
        self.tokens.add(token)
        renewal = {"refresh_token": "renewal", "refresh_token_expires_in": 31536000} if self.renews else {}
        return web.json_response({"access_token": token, "expires_in": TOKEN_SECONDS, **renewal})

    async def _introspect(self, request: web.Request) -> web.Response:
        form = await request.post()
        if not _is_the_app(form):
            return _refuse(401, "invalid_client", "Client authentication failed")
        is_good = form["token"] in self.tokens
        return web.json_response({"active": is_good, "status": "active" if is_good else "revoked"})

    async def _who(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _refuse(401, "invalid_token", "The token used in the request has been revoked")
        return web.json_response({"sub": "ada123", "name": "Ada Lovelace"})


def _is_the_app(form: Mapping[str, object]) -> bool:
    return (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)


def _refuse(status: int, error: str, description: str) -> web.Response:
    return web.json_response({"error": error, "error_description": description}, status=status)
