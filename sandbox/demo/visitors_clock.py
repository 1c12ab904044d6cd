"""The clock of a demo, which visitors set forward and let run as fast as they like."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo


class VisitorsClock(Clock):
    """A clock that begins at a moment and never goes back; `speed` is how many times as fast it runs.

    `monotonic` counts the seconds of whoever looks at it.
    """

    def __init__(
        self,
        timezone: ZoneInfo,
        begins: datetime,
        speed: float = 1,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(timezone)
        self._monotonic = monotonic
        self._set = (begins, monotonic())
        self._speed = speed

    @property
    def speed(self) -> float:
        """How many of its seconds pass in one of ours."""
        return self._speed

    def now(self) -> datetime:
        """Return the present moment of the demo, aware and in UTC."""
        moment, since = self._set
        return moment + timedelta(seconds=(self._monotonic() - since) * self._speed)

    def real_seconds_until(self, moment: datetime) -> float:
        """Return how long visitors wait for `moment` at the present speed; 0 when it has passed."""
        return max(0.0, (moment - self.now()).total_seconds()) / self._speed

    def run(self, speed: float) -> None:
        """Go on at another speed. Raises `ValueError` for one that leads nowhere."""
        if speed <= 0:
            raise ValueError("time runs forwards")
        self._set = (self.now(), self._monotonic())
        self._speed = speed

    def jump(self, moment: datetime) -> None:
        """Go on at `moment`. Raises `ValueError` if that has passed: what has happened cannot be undone."""
        if moment < self.now():
            raise ValueError("time runs forwards")
        self._set = (moment, self._monotonic())
