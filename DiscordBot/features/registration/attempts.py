"""How often somebody may guess."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from DiscordBot.core.clock import Clock

MOST_FAILURES = 5
WITHIN = timedelta(minutes=10)


class Attempts:
    """Failed attempts by member; after `MOST_FAILURES` within `WITHIN` the next has to wait.

    An attempt counts as failed from its beginning until it is forgiven, so that many at once are no
    way around the limit. Kept in memory: a restart gives everybody a fresh start.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: dict[int, deque[datetime]] = {}

    def begin(self, user_id: int) -> datetime | None:
        """Count an attempt; return when (UTC) to try again instead if there were too many."""
        now = self._clock.now()
        self._forget_before(now - WITHIN)
        failures = self._failures.setdefault(user_id, deque())
        if len(failures) >= MOST_FAILURES:
            return failures[0] + WITHIN
        failures.append(now)
        return None

    def is_exhausted(self, user_id: int) -> bool:
        """Tell whether the next attempt has to wait."""
        return len(self._failures.get(user_id, ())) >= MOST_FAILURES

    def forgive(self, user_id: int) -> None:
        """Take back the latest attempt: it did not fail, or not by the member's fault."""
        if failures := self._failures.get(user_id):
            failures.pop()

    def _forget_before(self, moment: datetime) -> None:
        for user_id, failures in list(self._failures.items()):
            while failures and failures[0] <= moment:
                failures.popleft()
            if not failures:
                del self._failures[user_id]
