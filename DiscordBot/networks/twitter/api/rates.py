"""How many requests X still takes, as its answers say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WINDOWS = ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour")
"""The quarter of an hour, and the day of the account and of the application; not all answers name all."""

_LATEST = datetime(2200, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Rate:
    """Of `limit` requests `remaining` are left until `reset` (UTC)."""

    limit: int
    remaining: int
    reset: datetime


def read_rate(headers: Mapping[str, str], window: str = _WINDOWS[0]) -> Rate | None:
    """Return what the headers of an answer say about one window, None if they do not."""
    names = [f"{window}-{part}" for part in ("limit", "remaining", "reset")]
    values = [headers.get(name, "") for name in names]
    if not all(value.isdecimal() for value in values):
        return None
    limit, remaining, reset = (int(value) for value in values)
    return Rate(limit, remaining, datetime.fromtimestamp(reset, UTC)) if reset < _LATEST else None


def next_chance(headers: Mapping[str, str]) -> datetime | None:
    """Return when a refused request (429) may be made again (UTC), None if X does not say."""
    known = [rate for window in _WINDOWS if (rate := read_rate(headers, window)) is not None]
    used_up = [rate.reset for rate in known if rate.remaining == 0]
    return max(used_up or [rate.reset for rate in known], default=None)
