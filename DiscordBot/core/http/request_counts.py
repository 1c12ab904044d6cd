"""How often a service was asked, and how it answered: numbers for whoever watches the bot."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aiohttp

NO_ANSWER = 0


class RequestCounts:
    """Counts requests by method and HTTP status; `NO_ANSWER` stands for a connection that failed."""

    def __init__(self) -> None:
        self.by_answer: Counter[tuple[str, int]] = Counter()

    def watching(self, trace: aiohttp.TraceConfig) -> aiohttp.TraceConfig:
        """Count the requests that `trace` follows as well, and return it."""
        trace.on_request_end.append(self._answered)
        trace.on_request_exception.append(self._failed)
        return trace

    async def _answered(
        self, _session: object, _context: object, request: aiohttp.TraceRequestEndParams
    ) -> None:
        self.by_answer[request.method, request.response.status] += 1

    async def _failed(
        self, _session: object, _context: object, request: aiohttp.TraceRequestExceptionParams
    ) -> None:
        self.by_answer[request.method, NO_ANSWER] += 1
