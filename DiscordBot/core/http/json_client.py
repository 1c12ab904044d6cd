"""Reading a service's JSON over HTTP: patiently, within bounds, and without trusting the answer."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

import aiohttp
import tenacity
from pydantic import BaseModel

from DiscordBot.core.http.http_client import TooLargeError, read_body
from DiscordBot.core.http.json_errors import (
    BadResponseError,
    NotFoundError,
    RateLimitedError,
    UnreachableError,
    connection_errors,
    raise_for_status,
    shape_errors,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from multidict import CIMultiDictProxy
    from tenacity.stop import stop_base
    from yarl import URL

ATTEMPTS = 5
LONGEST_PAUSE = 60.0
CONNECT_SECONDS = 5.0
LARGEST_RESPONSE = 20_000_000
"""In bytes, unpacked; a page of the largest conferences' orders or sessions is below a tenth of it."""

Shape = TypeVar("Shape", bound=BaseModel)
Record = TypeVar("Record")
Query = tuple[tuple[str, str], ...]


class Page(BaseModel, Generic[Record]):
    """Some records out of `count`, as pretix and pretalx page them."""

    count: int
    next: str | None
    results: tuple[Record, ...]


class JsonApi:
    """GET requests to one service, which `service` names in error messages.

    A request gives up after `timeout` seconds; the pause before the first repetition is about `backoff`
    seconds and doubles. Every method raises `ServiceError`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        service: str,
        headers: Mapping[str, str],
        *,
        timeout: float = 10.0,
        backoff: float = 1.0,
    ) -> None:
        self.service = service
        self._session = session
        self._headers = {"Accept": "application/json", **headers}
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=min(timeout, CONNECT_SECONDS))
        self._backoff = tenacity.wait_random_exponential(multiplier=backoff, max=LONGEST_PAUSE)

    async def pages(
        self, url: URL, query: Query, shape: type[Page[Record]], *, page_size: int, at_once: int = 1
    ) -> AsyncIterator[tuple[Page[Record], CIMultiDictProxy[str]]]:
        """Read a list to its end; give each page with its headers, in their order.

        So many pages are asked for `at_once`, as far as the first one says that there are any, also while
        whoever asked is busy with one.
        """
        reading: deque[asyncio.Task[tuple[Page[Record], CIMultiDictProxy[str]]]] = deque()
        asked = 0

        def ask_for(expected: int) -> None:
            nonlocal asked
            while len(reading) < at_once and asked < expected:
                asked += 1
                # `next` only says whether there is more: the token must not follow an address of the
                # server's choice.
                paged = (*query, ("page_size", str(page_size)), ("page", str(asked)))
                reading.append(asyncio.create_task(self.get(url, paged, shape)))

        try:
            ask_for(1)
            while True:
                page, headers = await reading.popleft()
                if page.next is not None:
                    # What has come meanwhile stands behind what was counted.
                    ask_for(max(-(-page.count // max(1, len(page.results))), asked + (not reading)))
                yield page, headers
                if page.next is None:
                    return
        finally:
            for task in reading:
                task.cancel()
            await asyncio.gather(*reading, return_exceptions=True)

    async def get(
        self,
        url: URL,
        query: Query,
        shape: type[Shape],
        *,
        stop: stop_base = tenacity.stop_after_attempt(ATTEMPTS),  # noqa: B008 - holds a number, no state
    ) -> tuple[Shape, CIMultiDictProxy[str]]:
        """Read one thing and its headers, again and again until it works or `stop` says that it is enough."""
        retrying = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception_type((UnreachableError, RateLimitedError, BadResponseError))
            & tenacity.retry_if_not_exception_type((NotFoundError, TooLargeError)),
            stop=stop,
            wait=self._pause,
            reraise=True,
        )
        return await retrying(self.get_once, url, query, shape)

    async def get_once(
        self, url: URL, query: Query, shape: type[Shape]
    ) -> tuple[Shape, CIMultiDictProxy[str]]:
        """Read one thing and its headers, or fail."""
        with connection_errors(self.service):
            # A redirect is not followed: it could carry the token to another host.
            async with self._session.get(
                url, params=query, headers=self._headers, timeout=self._timeout, allow_redirects=False
            ) as response:
                body = await read_body(response, self.service, LARGEST_RESPONSE)
        raise_for_status(self.service, response)
        with shape_errors(self.service):
            return shape.model_validate_json(body), response.headers

    def _pause(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = min(error.retry_after, LONGEST_PAUSE) if isinstance(error, RateLimitedError) else 0.0
        return asked + self._backoff(state)
