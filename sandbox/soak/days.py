"""The time of a soak: conference days one after the other, without the nights, many times as fast."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import TYPE_CHECKING

from DiscordBot.core.clock import Clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

BEGINS = time_of_day(8)


@dataclass(frozen=True, slots=True)
class Days:
    """Which days are lived, each from eight in the morning for so many `hours`, and how fast.

    `origin` is the computer's monotonic time at which the first one begins; every process has the same.
    """

    first: date
    count: int
    hours: float
    speed: float
    origin: float

    @property
    def real_seconds(self) -> float:
        """How long all of it takes."""
        return self.count * self.hours * 3600 / self.speed


class DaysClock(Clock):
    """The conference's time in a soak. In the night it jumps, and after the last evening it goes on."""

    def __init__(self, timezone: ZoneInfo, days: Days) -> None:
        super().__init__(timezone)
        self._days = days
        self._day = timedelta(hours=days.hours)

    def now(self) -> datetime:
        """Return the soak's present moment, aware and in UTC."""
        lived = timedelta(seconds=(time.monotonic() - self._days.origin) * self._days.speed)
        number = min(max(lived // self._day, 0), self._days.count - 1)
        return self._begins(number) + (lived - number * self._day)

    def real_seconds_until(self, moment: datetime) -> float:
        """Return the seconds until then; what falls into a night comes with the next morning."""
        return max(0.0, self.real_moment(moment) - time.monotonic())

    def real_moment(self, moment: datetime) -> float:
        """Return the computer's monotonic time at which it is `moment`."""
        lived = timedelta()
        for number in range(self._days.count):
            is_last = number == self._days.count - 1
            within = moment - self._begins(number)
            if within < self._day or is_last:
                lived = number * self._day + max(within, timedelta())
                break
        return self._days.origin + lived.total_seconds() / self._days.speed

    def _begins(self, number: int) -> datetime:
        return self.moment(datetime.combine(self._days.first + timedelta(days=number), BEGINS))
