"""When tweets may go out: a stretch of the day at the venue, over midnight and over clock changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


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
        if self.is_open(moment):
            return moment.astimezone(UTC)
        today = moment.astimezone(self.timezone).date()
        openings = (
            datetime.combine(today + timedelta(days=days), self.start, self.timezone).astimezone(UTC)
            for days in (0, 1)
        )
        return min(opening for opening in openings if opening > moment)
