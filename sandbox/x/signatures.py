"""OAuth 1.0a as X checks it: who asks, signed with HMAC-SHA1, just now and never twice."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oauthlib.common import Request
from oauthlib.oauth1.rfc5849 import signature

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiohttp import web

LIFETIME_SECONDS = 300
API_ADDRESSES = ("https://api.twitter.com", "https://api.x.com")
"""A client may be told another address than the one it believes in and signs for."""

REQUIRED = ("consumer_key", "nonce", "signature", "signature_method", "timestamp")


class SignatureError(Exception):
    """A request that is not signed as it must be."""


@dataclass(frozen=True, slots=True)
class XKeys:
    """What a client signs with: the app's pair and, once connected, an account's."""

    consumer_key: str
    consumer_secret: str
    access_token: str = ""
    access_token_secret: str = ""


class Signatures:
    """Verifies requests of one app; `clock` tells seconds since 1970, real ones, since clients sign them."""

    def __init__(
        self, consumer_key: str, consumer_secret: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._consumer_key = consumer_key
        self._consumer_secret = consumer_secret
        self._clock = clock
        self._used: set[tuple[str, str, str]] = set()

    async def verify(self, request: web.Request, token_secrets: Mapping[str, str]) -> dict[str, str]:
        """Return the OAuth parameters of a request, without their prefix.

        `token_secrets` are the secrets of the tokens that may sign it; `""` stands for no token at all.
        Raises `SignatureError` if anything is wrong with it.
        """
        given = _collect({"Authorization": request.headers.get("Authorization", "")})
        oauth = {name.removeprefix("oauth_"): value for name, value in given if name.startswith("oauth_")}
        token = oauth.get("token", "")
        self._check(oauth)
        if token not in token_secrets:
            raise SignatureError("Invalid or expired token.")
        body = await request.text() if request.content_type == "application/x-www-form-urlencoded" else ""
        path, _, query = request.raw_path.partition("?")
        signed = [
            pair for pair in (*given, *_collect(query=query, body=body)) if pair[0] != "oauth_signature"
        ]
        for address in (*API_ADDRESSES, str(request.url.origin())):
            same: Any = Request(address + path)
            same.http_method, same.params, same.signature = request.method, signed, oauth["signature"]
            if signature.verify_hmac_sha1(same, self._consumer_secret, token_secrets[token]):
                break
        else:
            raise SignatureError("Could not authenticate you.")
        self._use_once(oauth["timestamp"], oauth["nonce"], token)
        return oauth

    def _check(self, oauth: Mapping[str, str]) -> None:
        if any(not oauth.get(name) for name in REQUIRED):
            raise SignatureError("Bad Authentication data.")
        if oauth["consumer_key"] != self._consumer_key or oauth["signature_method"] != "HMAC-SHA1":
            raise SignatureError("Could not authenticate you.")
        if not oauth["timestamp"].isdecimal():
            raise SignatureError("Bad Authentication data.")
        if abs(self._clock() - int(oauth["timestamp"])) > LIFETIME_SECONDS:
            raise SignatureError("Timestamp out of bounds.")

    def _use_once(self, timestamp: str, nonce: str, token: str) -> None:
        if (timestamp, nonce, token) in self._used:
            raise SignatureError("Could not authenticate you.")
        self._used.add((timestamp, nonce, token))


def _collect(headers: dict[str, str] | None = None, query: str = "", body: str = "") -> list[tuple[str, str]]:
    try:
        return list(
            signature.collect_parameters(
                uri_query=query, body=body, headers=headers, exclude_oauth_signature=False
            )
        )
    except ValueError as error:
        raise SignatureError("Bad Authentication data.") from error
