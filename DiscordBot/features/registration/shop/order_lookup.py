"""Asking the shops about one order while somebody waits: rarely, briefly, and never for the same twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from aiolimiter import AsyncLimiter
from cachetools import LRUCache, TTLCache

from DiscordBot.core.http.json_errors import ServiceError

if TYPE_CHECKING:
    from DiscordBot.core.clock import Clock
    from DiscordBot.features.registration.shop.ticket_store import TicketStore

LONGEST_WAIT_SECONDS = 6.0
AT_ONCE = 4
REQUESTS_PER_MINUTE = 60
"""A sixth of what pretix.eu allows a token, so that guessing cannot use up what the bot needs."""

MEMBERS_REQUESTS_PER_MINUTE = 10
"""So that one member cannot use up what all have together."""

SAME_ORDER_AFTER_SECONDS = 30.0
REMEMBERED_ORDERS = 10_000
REMEMBERED_MEMBERS = 10_000


class FreshLook:
    """Looks behind the ticket store, within bounds."""

    def __init__(self, store: TicketStore, clock: Clock) -> None:
        self._store = store
        self._limiter = AsyncLimiter(REQUESTS_PER_MINUTE, 60)
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._asked: TTLCache[str, bool] = TTLCache(
            REMEMBERED_ORDERS, SAME_ORDER_AFTER_SECONDS, timer=lambda: clock.now().timestamp()
        )
        self._limiters: LRUCache[int, AsyncLimiter] = LRUCache(REMEMBERED_MEMBERS)
        self._limiter_of_organizers = AsyncLimiter(REQUESTS_PER_MINUTE, 60)

    async def at(self, code: str, user_id: int | None = None) -> bool:
        """Bring one order up to date in the store; tell whether the store now says what the shops say.

        False means that a shop could not be asked: it is down, or too many ask, or this member too often.
        """
        try:
            async with asyncio.timeout(LONGEST_WAIT_SECONDS), self._turns.setdefault(code, asyncio.Lock()):
                return code in self._asked or await self._ask(code, user_id)
        except (ServiceError, TimeoutError):
            return False

    async def _ask(self, code: str, user_id: int | None) -> bool:
        own = self._limiter_of(user_id)
        if not self._limiter.has_capacity() or not own.has_capacity():
            return False
        async with own, self._at_once, self._limiter:
            await self._store.refetch(code, give_up_after=LONGEST_WAIT_SECONDS)
        self._asked[code] = True
        return True

    def _limiter_of(self, user_id: int | None) -> AsyncLimiter:
        """Return what limits a member; organisers (None) share what is for all."""
        if user_id is None:
            return self._limiter_of_organizers
        if user_id not in self._limiters:
            self._limiters[user_id] = AsyncLimiter(MEMBERS_REQUESTS_PER_MINUTE, 60)
        return self._limiters[user_id]
