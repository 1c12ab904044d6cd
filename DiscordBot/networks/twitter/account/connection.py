"""Connecting an account: its owner allows it on X and is shown a PIN (OAuth 1.0a, out of band).

https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import aiohttp
from oauthlib.oauth1 import Client
from yarl import URL

from DiscordBot.core.http.http_client import TooLargeError, read_body
from DiscordBot.networks.account.connecting import Found, Instructions, NotConnectedError, Question
from DiscordBot.networks.twitter.api.server_time import server_time, why_forged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

TIMEOUT = aiohttp.ClientTimeout(total=15)
_OUT_OF_BAND = "oob"
_ANSWER_BYTES = 10_000
_FORBIDDING = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Account:
    """An account on X that allowed the bot to act for it; `username` is without @."""

    user_id: str
    username: str
    token: str = field(repr=False)
    token_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RequestToken:
    """What stands for a connection that was begun, until its owner has a PIN."""

    token: str = field(repr=False)
    secret: str = field(repr=False)


class PinFlow:
    """Talks to X as the application that `key` and `secret` (TWITTER_CLIENT and its secret) stand for."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        key: str,
        secret: str,
        now: Callable[[], datetime],
    ) -> None:
        # It writes secrets into its debugging log.
        logging.getLogger("oauthlib").setLevel(logging.INFO)
        self._session = session
        self._base_url = URL(base_url)
        self._key = key
        self._secret = secret
        self._now = now

    async def begin(self) -> Instructions:
        """Ask X for a connection. Raises `NotConnectedError`."""
        client = Client(self._key, client_secret=self._secret, callback_uri=_OUT_OF_BAND)
        values = await self._post("request_token", client)
        try:
            request = RequestToken(values["oauth_token"], values["oauth_token_secret"])
        except KeyError:
            raise _misunderstood() from None
        address = (self._base_url / "oauth" / "authorize").with_query(oauth_token=request.token)
        return Instructions(
            steps=(
                "Log in to X **as the conference's account**.",
                f"Open [this page of X]({address}) and allow the bot to act for it.",
                "X shows a PIN. Come back here and enter it within ten minutes.",
            ),
            questions=(Question(label="PIN", placeholder="1234567", shortest=4, longest=20),),
            button="Enter the PIN",
            state=request,
        )

    async def finish(self, instructions: Instructions, answers: tuple[str, ...]) -> Found[Account]:
        """Return the account whose owner was shown the PIN. Raises `NotConnectedError`."""
        request = instructions.state
        if not isinstance(request, RequestToken):
            raise TypeError("these instructions are of another network")
        (pin,) = answers
        client = Client(
            self._key,
            client_secret=self._secret,
            resource_owner_key=request.token,
            resource_owner_secret=request.secret,
            verifier=pin.strip(),
        )
        values = await self._post("access_token", client)
        try:
            account = Account(
                values["user_id"], values["screen_name"], values["oauth_token"], values["oauth_token_secret"]
            )
        except KeyError:
            raise _misunderstood() from None
        return Found(f"@{account.username}", account)

    async def _post(self, step: str, client: Client) -> Mapping[str, str]:
        address, headers, _ = client.sign(str(self._base_url / "oauth" / step), "POST")
        try:
            async with self._session.post(
                address, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as answer:
                status, told = answer.status, server_time(answer.headers)
                body = await read_body(answer, "X", _ANSWER_BYTES)
        except TooLargeError:
            raise _misunderstood() from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise NotConnectedError(
                f"X cannot be reached ({type(error).__name__}). Please try again in a minute."
            ) from None
        if status != 200:  # noqa: PLR2004 - HTTP's word for yes
            forged = None if told is None else why_forged(self._now() - told)
            raise NotConnectedError(forged if forged and status in _FORBIDDING else _refusal(step, status))
        return {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}


def _refusal(step: str, status: int) -> str:
    if status in _FORBIDDING and step == "request_token":
        return (
            f"X does not accept the application (status {status}). Check TWITTER_CLIENT and "
            "TWITTER_CLIENTSECRET in .secrets, and that the app may read, write and send direct messages."
        )
    if status in _FORBIDDING:
        return "X does not accept this PIN. It may be too old or mistyped: run `/twitter connect` again."
    return f"X answered with status {status}. Please try again in a minute."


def _misunderstood() -> NotConnectedError:
    return NotConnectedError("X answered with something else than a token. Please try again.")
