"""What time it is: in UTC, at the venue, and in a rehearsal."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo


class Clock(ABC):
    """The time, and what clocks at the venue show.

    Moments are aware, and in UTC unless they are called local; `timezone` is the conference's.
    """

    def __init__(self, timezone: ZoneInfo) -> None:
        self.timezone = timezone

    @abstractmethod
    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""

    @abstractmethod
    def real_seconds_until(self, moment: datetime) -> float:
        """Return how long to wait, in seconds outside any rehearsal; 0 for a moment that has passed."""

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the conference's time zone. Raises `ValueError` for a naive one."""
        if moment.tzinfo is None:
            raise ValueError("A moment without a time zone could be any.")
        return moment.astimezone(self.timezone)

    def today(self) -> date:
        """Return the date at the venue."""
        return self.local(self.now()).date()

    def moment(self, wall_time: datetime) -> datetime:
        """Return the moment, in UTC, at which clocks at the venue show the naive `wall_time`.

        Of a time that they show twice in autumn it is the first, unless `fold` is 1; a time that they
        skip in spring is as much later as they skip (02:30 means 03:30). Raises `ValueError` for an
        aware `wall_time`.
        """
        if wall_time.tzinfo is not None:
            raise ValueError("The time on a wall has no time zone of its own.")
        # This is what PEP 495 (https://peps.python.org/pep-0495/) gives; going through UTC settles the gap.
        return wall_time.replace(tzinfo=self.timezone).astimezone(UTC)


class SystemClock(Clock):
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the computer's time, aware and in UTC."""
        return datetime.now(UTC)

    def real_seconds_until(self, moment: datetime) -> float:
        """Return the seconds from now to `moment`; 0 when it has passed."""
        return max(0.0, (moment - self.now()).total_seconds())


class WarpedClock(Clock):
    """A rehearsal's clock: set to `start` on the venue's walls when it is made, and `speed` times as fast.

    `start` is naive; see `Clock.moment` for times that a clock change skips or repeats. `monotonic`
    counts seconds: not the computer's time of day, whose corrections would be sped up as well.
    Raises `ValueError` for an aware `start` or a `speed` that is not positive.
    """

    def __init__(
        self,
        timezone: ZoneInfo,
        start: datetime,
        speed: float = 1,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        if speed <= 0:
            raise ValueError("A rehearsal runs forwards.")
        super().__init__(timezone)
        self.speed = speed
        self._start = self.moment(start)
        self._monotonic = monotonic
        self._began = monotonic()

    def now(self) -> datetime:
        """Return the rehearsal's present moment, aware and in UTC."""
        return self._start + timedelta(seconds=(self._monotonic() - self._began) * self.speed)

    def real_seconds_until(self, moment: datetime) -> float:
        """Return the seconds that pass outside until the rehearsal reaches `moment`; 0 when it has."""
        return max(0.0, (moment - self.now()).total_seconds()) / self.speed
