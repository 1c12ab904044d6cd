"""Asking pretix about one order while somebody waits: rarely, briefly, and never for the same twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from aiolimiter import AsyncLimiter
from cachetools import TTLCache

from DiscordBot.core.json_errors import ServiceError

if TYPE_CHECKING:
    from DiscordBot.core.clock import Clock
    from DiscordBot.features.registration.shop.ticket_store import TicketStore

LONGEST_WAIT_SECONDS = 6.0
AT_ONCE = 4
REQUESTS_PER_MINUTE = 60
"""A sixth of what pretix.eu allows a token, so that guessing cannot use up what the bot needs."""

SAME_ORDER_AFTER_SECONDS = 30.0
REMEMBERED_ORDERS = 10_000


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

    async def at(self, code: str) -> bool:
        """Bring one order up to date in the store; tell whether the store now says what pretix says.

        False means that pretix could not be asked: it is down, or too many ask.
        """
        try:
            async with asyncio.timeout(LONGEST_WAIT_SECONDS), self._turns.setdefault(code, asyncio.Lock()):
                return code in self._asked or await self._ask(code)
        except (ServiceError, TimeoutError):
            return False

    async def _ask(self, code: str) -> bool:
        if not self._limiter.has_capacity():
            return False
        async with self._at_once, self._limiter:
            await self._store.refetch(code, give_up_after=LONGEST_WAIT_SECONDS)
        self._asked[code] = True
        return True
