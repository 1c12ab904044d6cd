"""Bad days of a stand-in server, on demand."""

from __future__ import annotations

import asyncio
from enum import StrEnum

from aiohttp import web


class Failure(StrEnum):
    """What a request meets instead of its answer."""

    DOWN = "down"
    SLOW = "slow"
    HTML = "html"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate limited"
    CUT_OFF = "cut off"
    HALF_JSON = "half json"


REFUSALS = {
    Failure.UNAUTHORIZED: (401, "Invalid token."),
    Failure.FORBIDDEN: (403, "You do not have permission to perform this action."),
}


class Failures:
    """Decides which requests fail, and holds answers back so that requests can meet."""

    def __init__(self) -> None:
        self._next: list[Failure] = []
        self._always: Failure | None = None
        self._seconds = 10.0
        self._missing = 0
        self._all_arrived = asyncio.Event()
        self._all_arrived.set()

    def fail_next(self, failure: Failure, times: int = 1, *, seconds: float = 10.0) -> None:
        """Let the next requests fail; `seconds` is how long `SLOW` takes and what `RATE_LIMITED` asks for."""
        self._next += [failure] * times
        self._seconds = seconds

    def fail_with(self, failure: Failure, *, seconds: float = 10.0) -> None:
        """Let every request fail until `recover`."""
        self._always = failure
        self._seconds = seconds

    def recover(self) -> None:
        """Answer again."""
        self._always = None
        self._next.clear()

    def hold_until(self, requests: int) -> None:
        """Hold all answers until so many requests have arrived, then let them all go at once."""
        self._missing = requests
        self._all_arrived.clear()

    async def meet(self) -> Failure | None:
        """Take the failure that the request at hand is to meet, after the wait that is in force."""
        failure = self._next.pop(0) if self._next else self._always
        self._missing -= 1
        if self._missing <= 0:
            self._all_arrived.set()
        await self._all_arrived.wait()
        if failure is Failure.SLOW:
            await asyncio.sleep(self._seconds)
        return failure

    async def answer(self, failure: Failure, request: web.Request) -> web.StreamResponse:
        """Make the failed answer; `SLOW` has none of its own."""
        if failure in REFUSALS:
            status, detail = REFUSALS[failure]
            return web.json_response({"detail": detail}, status=status)
        match failure:
            case Failure.RATE_LIMITED:
                return rate_limited(self._seconds)
            case Failure.HTML:
                page = "<html><body><h1>503 Service Unavailable</h1></body></html>"
                return web.Response(text=page, content_type="text/html", status=503)
            case Failure.HALF_JSON:
                return web.Response(text='{"count": 1200, "results": [{"co', content_type="application/json")
            case Failure.CUT_OFF:
                return await _cut_off(request)
            case _:
                _hang_up(request)
                return web.Response()


async def _cut_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "33000"})
    await response.prepare(request)
    await response.write(b'{"count": 1200, "next": null, "results": [{"co')
    _hang_up(request)
    return response


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()


def rate_limited(seconds: float) -> web.Response:
    """Answer 429 with the seconds to wait."""
    headers = {"Retry-After": str(round(seconds))}
    return web.json_response({"detail": "Too many requests."}, status=429, headers=headers)
