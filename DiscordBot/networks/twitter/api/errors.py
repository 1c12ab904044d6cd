"""What can go wrong between here and X; messages are sentences for people and hold no secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class XError(Exception):
    """X did not do what was asked."""


class NotReachedError(XError):
    """The request certainly did nothing: X was not reached, or something between here and X answered."""


class NoAnswerError(XError):
    """Nobody knows what became of the request: no answer, half of one, or an error of X's own."""


class RateLimitedError(XError):
    """Too many requests (429); `reset` (UTC) is when there may be more, None if X does not say."""

    def __init__(self, message: str, reset: datetime | None) -> None:
        super().__init__(message)
        self.reset = reset


class AccountError(XError):
    """X takes nothing from this account or application: wrong keys (401), no credits (402), a lock (403)."""


class RefusedError(XError):
    """X refuses this very request; `status` is HTTP's, `reason` X's own sentence, perhaps empty."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"X refuses it: {reason or f'status {status}'}")
        self.status = status
        self.reason = reason


class RepeatedError(RefusedError):
    """X says that the account has posted this already."""
