"""How often each account may ask X for something: so many times in each quarter of an hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WINDOW_SECONDS = 15 * 60

LIMITS = {
    "create_post": 100,
    "delete_post": 50,
    "retweet": 50,
    "undo_retweet": 50,
    "own_posts": 900,
    "mentions": 300,
    "search": 300,
    "me": 75,
    "user": 300,
    "upload": 500,
    "upload_initialize": 1875,
    "upload_append": 1875,
    "upload_finalize": 1875,
    "upload_status": 1000,
    "metadata": 500,
    "message": 15,
}
"""Per account and window, by the names of the routes, as X documents them."""


@dataclass(slots=True)
class _Window:
    resets_at: float
    used: int = 0


class Rates:
    """Counts requests; `now` tells seconds since 1970, `limits` replace X's own."""

    def __init__(self, now: Callable[[], float], limits: Mapping[str, int]) -> None:
        self._now = now
        self._limits = LIMITS | dict(limits)
        self._windows: dict[tuple[str, str], _Window] = {}

    def use(self, user_id: str, endpoint: str) -> tuple[bool, dict[str, str]]:
        """Count one request; return whether it is within the limit, and the headers that tell of it."""
        key, limit = (user_id, endpoint), self._limits[endpoint]
        window = self._windows.get(key)
        if window is None or self._now() >= window.resets_at:
            window = self._windows[key] = _Window(self._now() + WINDOW_SECONDS)
        window.used += 1
        headers = {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-remaining": str(max(0, limit - window.used)),
            "x-rate-limit-reset": str(round(window.resets_at)),
        }
        return window.used <= limit, headers
