"""How Bluesky says no.

https://atproto.com/specs/xrpc#error-responses
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EXPIRED = "ExpiredToken"
NOT_FOUND = frozenset({"RecordNotFound"})
_OF_THE_ACCOUNT = frozenset(
    {"AccountTakedown", "AccountDeactivated", "AuthFactorTokenRequired", "AuthenticationRequired"}
    | {"InvalidToken", "AuthMissing", EXPIRED}
)


class BlueskyRefusals:
    """See `Refusals`."""

    def reason(self, data: object) -> str:
        """Return the server's own words, and the name that it has for them."""
        if not isinstance(data, dict):
            return ""
        return ": ".join(str(data[name]) for name in ("error", "message") if data.get(name))

    def reset(self, headers: Mapping[str, str], data: object) -> datetime | None:  # noqa: ARG002 - headers tell
        """Return when it may be asked again (UTC), if it says so."""
        try:
            return datetime.fromtimestamp(int(headers.get("RateLimit-Reset", "")), UTC)
        except (ValueError, OverflowError, OSError):
            return None

    def is_of_the_account(self, status: int, data: object) -> bool:
        """Tell whether the log-in or the account itself is refused."""
        name = data.get("error") if isinstance(data, dict) else None
        return status == HTTPStatus.UNAUTHORIZED or name in _OF_THE_ACCOUNT
