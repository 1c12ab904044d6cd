"""When tweets may go out: a stretch of the day at the venue, over midnight and over clock changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
CLOSED_AT_MOST = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class PostingWindow:
    """From `start` (inclusive) to `end` (exclusive) on the walls of `timezone`.

    A start after the end means over midnight; equal ones mean all day. All moments are aware; those
    returned are UTC.
    """

    start: time
    end: time
    timezone: ZoneInfo

    def is_open(self, moment: datetime) -> bool:
        """Tell whether clocks at the venue show a time inside the window at `moment`."""
        shown = moment.astimezone(self.timezone).time()
        if self.start == self.end:
            return True
        if self.start < self.end:
            return self.start <= shown < self.end
        return shown >= self.start or shown < self.end

    def next_open(self, moment: datetime) -> datetime:
        """Return `moment` if the window is open then, else when it opens next."""
        moment = moment.astimezone(UTC)
        if self.is_open(moment):
            return moment
        return min(opening for opening in self._perhaps_openings(moment) if self.is_open(opening))

    def _perhaps_openings(self, moment: datetime) -> Iterator[datetime]:
        """Give every later moment at which a closed window can open: its start, and the clock changes.

        Three days are enough: it is closed for two at most, when the clocks skip all of it on one of them.
        """
        today = moment.astimezone(self.timezone).date()
        for days in range(4):
            start = datetime.combine(today + timedelta(days=days), self.start, self.timezone)
            # In autumn clocks may show it twice; a time that they skip in spring is found closed, or later.
            yield from (
                opening for fold in (0, 1) if (opening := start.replace(fold=fold).astimezone(UTC)) >= moment
            )
        # Whatever the zone, its clocks change when those of UTC show a quarter of an hour.
        quarter = moment.replace(minute=0, second=0, microsecond=0)
        while (quarter := quarter + QUARTER) <= moment + CLOSED_AT_MOST:
            if quarter >= moment:
                yield quarter
