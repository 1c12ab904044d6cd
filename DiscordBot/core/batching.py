"""Doing together what many ask for at the same moment."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

Request = TypeVar("Request")
Reply = TypeVar("Reply")

MOST_AT_ONCE = 50
"""More would let the first wait longer without sparing the others much."""


class Batcher(Generic[Request, Reply]):
    """Hands requests to `work`, which replies to each: those that come while it is at work go together.

    Where `work` fails for several together, it is tried for each alone, so that nobody suffers from another's
    request. So it must do all or nothing, as a transaction does.
    """

    def __init__(
        self, work: Callable[[Sequence[Request]], Awaitable[Sequence[Reply]]], *, most: int = MOST_AT_ONCE
    ) -> None:
        self._work = work
        self._most = most
        self._waiting: deque[tuple[Request, asyncio.Future[Reply]]] = deque()
        self._working: asyncio.Task[None] | None = None

    async def ask(self, request: Request) -> Reply:
        """Return the reply; raises what `work` raises for this request alone."""
        loop = asyncio.get_running_loop()
        reply: asyncio.Future[Reply] = loop.create_future()
        self._waiting.append((request, reply))
        if self._working is None or self._working.done():
            self._working = loop.create_task(self._work_off())
        return await reply

    async def _work_off(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
            try:
                await self._reply_to(batch)
            finally:
                # Only when this is cancelled there are any left.
                for _, reply in batch:
                    reply.cancel()

    async def _reply_to(self, batch: Sequence[tuple[Request, asyncio.Future[Reply]]]) -> None:
        try:
            replies = await self._work([request for request, _ in batch])
        except Exception as error:  # noqa: BLE001 - whoever asked deals with it
            if len(batch) == 1:
                _settle(batch[0][1], error)
                return
            for one in batch:
                await self._reply_to([one])
            return
        for (_, waiting), reply in zip(batch, replies, strict=True):
            if not waiting.done():
                waiting.set_result(reply)


def _settle(waiting: asyncio.Future[Reply], error: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(error)
