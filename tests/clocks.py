"""Time that passes when a test says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from DiscordBot.core.clock import Clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

START = datetime(2027, 7, 1, 12, tzinfo=UTC)


class StoppedClock(Clock):
    """A clock that moves when a test says so."""

    def __init__(self, timezone: ZoneInfo, at: datetime = START) -> None:
        super().__init__(timezone)
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self.at

    def real_seconds_until(self, moment: datetime) -> float:
        return max(0.0, (moment - self.at).total_seconds())

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)
