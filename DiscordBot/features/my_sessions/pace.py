"""The pace at which requests are sent: evenly, never many at once."""

from __future__ import annotations

import asyncio


class Pace:
    """Lets so many pass in a second, in the order in which they come.

    Unlike a leaky bucket it allows no burst after a rest, which the requests of the next second would follow
    at once: more than Discord takes.
    """

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / per_second
        self._next = 0.0

    async def wait(self) -> None:
        """Wait for one's turn."""
        now = asyncio.get_running_loop().time()
        turn = max(self._next, now)
        self._next = turn + self._interval
        if turn > now:
            await asyncio.sleep(turn - now)
