"""How tweepy reaches X: within bounds, patiently, and with errors that say what happened."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from json import dumps, loads
from typing import TYPE_CHECKING, Any

import aiohttp
from yarl import URL

from DiscordBot.core.http.http_client import USER_AGENT, TooLargeError, read_body
from DiscordBot.networks.twitter.api.errors import NoAnswerError, NotReachedError
from DiscordBot.networks.twitter.api.rates import read_rate
from DiscordBot.networks.twitter.api.refusals import refusal
from DiscordBot.networks.twitter.api.server_time import server_time

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping
    from datetime import datetime

    from DiscordBot.networks.twitter.api.rates import Rate

TWEEPYS_ADDRESS = "https://api.twitter.com"
"""tweepy asks and signs for this host, whatever one configures."""

TIMEOUT_SECONDS = 30.0
CONNECT_SECONDS = 10.0
LARGEST_RESPONSE = 5_000_000
"""In bytes; a hundred posts with all that belongs to them are a tenth of it."""


@dataclass(frozen=True, slots=True)
class Response:
    """A success, with the parts of `aiohttp.ClientResponse` that tweepy reads."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    async def read(self) -> bytes:
        """Return the body."""
        return self.body

    async def json(self) -> dict[str, Any]:
        """Return the object that the body is."""
        found: dict[str, Any] = loads(self.body)
        return found


class XSession:
    """Stands where tweepy has an `aiohttp.ClientSession`; `api_url` is where X is.

    `rates` holds what the last answer of each endpoint said about its limit, `answered_at` X's own time of
    the last answer, and `ahead` by how much the clock that `now` tells is ahead of X's; without `now`
    they count as equal.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api_url: str,
        *,
        timeout: float = TIMEOUT_SECONDS,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.rates: dict[str, Rate] = {}
        self.answered_at: datetime | None = None
        self.ahead = timedelta(0)
        self._now = now
        self._session = session
        self._api_url = api_url.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=min(timeout, CONNECT_SECONDS))

    @asynccontextmanager
    async def request(
        self,
        method: str,
        url: str | URL,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncIterator[Response]:
        """Give X's answer if it is a success with a JSON object; raises `XError` for all else."""
        # As it is: encoding it anew could break the signature.
        address = URL(self._api_url + str(url).removeprefix(TWEEPYS_ADDRESS), encoded=True)
        # As a stream: pictures in one piece would hold up everything else.
        data = None if json is None else BytesIO(dumps(json).encode())
        with _connection_errors():
            # A redirect is not followed: the signature is for this address.
            async with self._session.request(
                method,
                address,
                params=params,
                data=data,
                # tweepy names itself and the libraries.
                headers={**(headers or {}), "User-Agent": USER_AGENT},
                timeout=self._timeout,
                allow_redirects=False,
                middlewares=(_ask_once,),
            ) as response:
                body = await read_body(response, "X", LARGEST_RESPONSE)
        self._note_time(response.headers)
        if (rate := read_rate(response.headers)) is not None:
            self.rates[_endpoint(method, address)] = rate
        if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
            raise refusal(response.status, response.headers, body, ahead=self.ahead)
        if not _is_object(body):
            raise NoAnswerError("X's answer cannot be read.")
        yield Response(response.status, response.reason or "", response.headers, body)

    def _note_time(self, headers: Mapping[str, str]) -> None:
        told = server_time(headers)
        if told is None:
            return
        self.answered_at = told
        if self._now is not None:
            self.ahead = self._now() - told

    async def close(self) -> None:
        """Do nothing: the session within belongs to the whole process."""


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(loads(body), dict)
    except (ValueError, RecursionError):
        return False


def _endpoint(method: str, address: URL) -> str:
    """Name an endpoint as X's documentation does, with `:id` for all that is a number."""
    parts = address.path.split("/")
    return f"{method} {'/'.join(':id' if part.isdecimal() and part != '2' else part for part in parts)}"


async def _ask_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    # When a connection breaks off, aiohttp would read again with the same signature, which X refuses as
    # forged. It does not do so for errors that are not its own.
    with _connection_errors():
        return await handler(request)


@contextmanager
def _connection_errors() -> Iterator[None]:
    # aiohttp's own errors quote addresses and headers: hence `from None`.
    try:
        yield
    except TooLargeError:
        raise NoAnswerError("X's answer is too large to be one.") from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL):
        raise NotReachedError("X cannot be reached.") from None
    except TimeoutError:
        raise NoAnswerError("X did not answer in time.") from None
    except (aiohttp.ClientError, OSError):
        raise NoAnswerError("The connection to X broke off.") from None
