"""Asking a network's JSON API: within bounds, without redirects, with errors that the queue understands."""

from __future__ import annotations

import json as json_format
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol, TypeVar

import aiohttp
from pydantic import BaseModel, TypeAdapter, ValidationError
from yarl import URL

from DiscordBot.core.http.http_client import TooLargeError, read_body
from DiscordBot.networks.port import NetworkError, NotNowError, PausedError, Perhaps, RejectedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

TIMEOUT_SECONDS = 30.0
CONNECT_SECONDS = 10.0
LARGEST_RESPONSE = 5_000_000
"""In bytes; a page of posts with all that belongs to them is a tenth of it."""

LONGEST_REASON = 300
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_GIVEN_UP = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT}

Shape = TypeVar("Shape")


class NotTheApiError(NotNowError):
    """Something answered that is not the network's API, or not this part of it."""


class GoneError(RejectedError):
    """The network itself says that what was asked about is not there (404 or 410)."""


class Refusals(Protocol):
    """How a network says no; `data` is what its JSON holds, None if the answer is no JSON."""

    def reason(self, data: object) -> str:
        """Return its own words."""

    def reset(self, headers: Mapping[str, str], data: object) -> datetime | None:
        """Return when it may be asked again (UTC), if it says so."""

    def is_of_the_account(self, status: int, data: object) -> bool:
        """Tell whether every further request would be refused too, until a human acts."""


@dataclass(frozen=True, slots=True)
class Response:
    """A success; `status` is HTTP's."""

    title: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def read(self, shape: type[Shape], unanswered: type[NetworkError] = NotNowError) -> Shape:
        """Return what the body says. Raises `unanswered` if it is of another shape."""
        try:
            return TypeAdapter(shape).validate_json(self.body)
        except ValidationError:
            raise unanswered(f"{self.title}'s answer cannot be read.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request to the API; `path` is below its base address, or below `base_url` if that is named.

    `json`, `form` or `body` is what is sent. `leaves_doubt` says that something may have been posted if
    there is no answer.
    """

    method: str
    path: str
    base_url: str | None = None
    query: Sequence[tuple[str, str]] = ()
    json: BaseModel | Mapping[str, object] | None = None
    form: aiohttp.FormData | None = None
    body: bytes | None = None
    headers: Mapping[str, str] | None = None
    leaves_doubt: bool = False


class ApiClient:
    """Asks one network, which people call `title`, at its `base_url`."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        title: str,
        base_url: str,
        refusals: Refusals,
        *,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self.title = title
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._refusals = refusals
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=min(timeout, CONNECT_SECONDS))

    async def ask(self, request: Request, *, token: str | None = None) -> Response:
        """Return the answer if it is a success. Raises `NetworkError`s as they say."""
        unanswered = Perhaps if request.leaves_doubt else NotNowError
        headers = {"Accept": "application/json", **(request.headers or {})}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        with self._connection_errors(unanswered):
            # A redirect is not followed: it could carry the token to another host.
            async with self._session.request(
                request.method,
                URL((request.base_url or self._base_url) + request.path, encoded=True).update_query(
                    request.query
                ),
                json=_jsonable(request.json),
                data=request.body if request.form is None else request.form,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                body = await read_body(response, self.title, LARGEST_RESPONSE)
        if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
            raise self._refusal(response.status, response.headers, body, unanswered)
        return Response(self.title, response.status, response.headers, body)

    def _refusal(
        self, status: int, headers: Mapping[str, str], body: bytes, unanswered: type[NetworkError]
    ) -> NetworkError:
        data = _data(body)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            until = self._refusals.reset(headers, data)
            return NotNowError(f"{self.title} asks to slow down (429).", until)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _GIVEN_UP:
            return unanswered(f"{self.title} has trouble of its own (status {status}).")
        if data is None:
            # The network itself explains what it refuses: this comes from a proxy, or from another server.
            return NotTheApiError(f"Something else than {self.title}'s API answered (status {status}).")
        reason = " ".join(self._refusals.reason(data).split())
        reason = reason if len(reason) <= LONGEST_REASON else f"{reason[: LONGEST_REASON - 1]}…"
        if self._refusals.is_of_the_account(status, data):
            return PausedError(f"{self.title} refuses the account (status {status}): {reason}")
        kind = GoneError if status in _GONE else RejectedError
        return kind(f"{self.title} refuses it: {reason or f'status {status}'}")

    @contextmanager
    def _connection_errors(self, unanswered: type[NetworkError]) -> Iterator[None]:
        # aiohttp's own errors quote addresses and headers: hence `from None`.
        try:
            yield
        except TooLargeError:
            raise unanswered(f"{self.title}'s answer is too large to be one.") from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL):
            raise NotNowError(f"{self.title} cannot be reached.") from None
        except TimeoutError:
            raise unanswered(f"{self.title} did not answer in time.") from None
        except (aiohttp.ClientError, OSError):
            raise unanswered(f"The connection to {self.title} broke off.") from None


def _jsonable(value: BaseModel | Mapping[str, object] | None) -> object:
    return value.model_dump(mode="json", exclude_none=True) if isinstance(value, BaseModel) else value


def _data(body: bytes) -> object:
    try:
        found: object = json_format.loads(body)
    except (ValueError, RecursionError):
        return None
    return found
