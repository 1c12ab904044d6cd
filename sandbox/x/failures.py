"""Bad days of the stand-in for X: before a request is accepted, or after, when only the answer is lost."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sandbox.failures import Failure, Failures
from sandbox.x.problems import no_credits, problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from aiohttp import web


class XFailure(StrEnum):
    """What a request meets instead of its answer.

    With `TIME_OUT` no answer ever comes; with `LATE` everything happens, but only after some seconds,
    whether or not somebody still waits for it.
    """

    TIME_OUT = "time-out"
    LATE = "late"
    DOWN = "down"
    CUT_OFF = "cut off"
    HALF_JSON = "half json"
    HTML = "html 503"
    SERVER_ERROR = "500"
    RATE_LIMITED = "429"
    NO_CREDITS = "402"
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"


class Moment(StrEnum):
    """When a request fails: before anything has happened, or after all of it has."""

    BEFORE = "before"
    AFTER = "after"


BROKEN = {
    XFailure.DOWN: Failure.DOWN,
    XFailure.CUT_OFF: Failure.CUT_OFF,
    XFailure.HALF_JSON: Failure.HALF_JSON,
    XFailure.HTML: Failure.HTML,
}
PROBLEMS = {
    XFailure.SERVER_ERROR: problem(500),
    XFailure.UNAUTHORIZED: problem(401),
    XFailure.FORBIDDEN: problem(403, "You are not permitted to perform this action."),
    XFailure.NO_CREDITS: no_credits("1000000000000000001"),
    XFailure.RATE_LIMITED: problem(429),
}

LATE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Planned:
    failure: XFailure
    moment: Moment
    seconds: float
    on: str


class XFailures:
    """Decides which requests fail, and how; those that did are in `met`.

    `on` names the requests meant by how they begin, such as `POST /2/tweets` or `GET /2/users`; empty
    means all. `seconds` is how long `LATE` takes, and the time until the reset that `RATE_LIMITED` names.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.met: list[tuple[str, XFailure, Moment]] = []
        self._now = now
        self._next: deque[_Planned] = deque()
        self._always: _Planned | None = None
        self._random: Callable[[str], _Planned | None] = lambda _request: None

    def fail_next(
        self,
        failure: XFailure,
        times: int = 1,
        *,
        moment: Moment = Moment.BEFORE,
        seconds: float = LATE_SECONDS,
        on: str = "",
    ) -> None:
        """Let the next requests fail."""
        self._next.extend([_Planned(failure, moment, seconds, on)] * times)

    def fail_with(
        self,
        failure: XFailure,
        *,
        moment: Moment = Moment.BEFORE,
        seconds: float = LATE_SECONDS,
        on: str = "",
    ) -> None:
        """Let every request fail until `recover`."""
        self._always = _Planned(failure, moment, seconds, on)

    def fail_at_random(
        self,
        seed: int,
        share: float,
        *,
        kinds: Sequence[tuple[XFailure, Moment]],
        seconds: float = LATE_SECONDS,
        on: str = "",
    ) -> None:
        """Let a share (0 to 1) of the requests fail until `recover`, each in one of the ways in `kinds`."""
        dice = random.Random(seed)

        def throw(request: str) -> _Planned | None:
            if not request.startswith(on) or dice.random() >= share:
                return None
            failure, moment = dice.choice(kinds)
            return _Planned(failure, moment, seconds, on)

        self._random = throw

    def recover(self) -> None:
        """Answer again."""
        self._next.clear()
        self._always = None
        self._random = lambda _request: None

    async def meet(
        self, request: web.Request, handle: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Answer `request` by `handle`, or fail as planned."""
        # Who hangs up while this is late has sent everything all the same.
        await request.read()
        asked = f"{request.method} {request.path}"
        planned = self._take(asked)
        if planned is None:
            return await handle()
        if planned.failure is XFailure.LATE:
            self.met.append((asked, planned.failure, planned.moment))
            await asyncio.sleep(planned.seconds)
            return await handle()
        if planned.moment is Moment.AFTER:
            await handle()
        self.met.append((asked, planned.failure, planned.moment))
        return await self._spoil(planned, request)

    def _take(self, request: str) -> _Planned | None:
        for planned in self._next:
            if request.startswith(planned.on):
                self._next.remove(planned)
                return planned
        if self._always is not None and request.startswith(self._always.on):
            return self._always
        return self._random(request)

    async def _spoil(self, planned: _Planned, request: web.Request) -> web.StreamResponse:
        if planned.failure is XFailure.TIME_OUT:
            # For ever; only the end of the server ends it.
            await asyncio.Event().wait()
        if planned.failure in BROKEN:
            return await Failures().answer(BROKEN[planned.failure], request)
        answer = PROBLEMS[planned.failure].answer()
        if planned.failure is XFailure.RATE_LIMITED:
            reset = round(self._now() + planned.seconds)
            answer.headers.update({"x-rate-limit-limit": "100", "x-rate-limit-remaining": "0"})
            answer.headers["x-rate-limit-reset"] = str(reset)
        return answer
