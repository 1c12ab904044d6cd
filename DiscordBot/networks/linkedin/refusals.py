"""How LinkedIn says no.

https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling and .../concepts/rate-limits
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DUPLICATE = "DUPLICATE_POST"
FORBIDDEN = "ACCESS_DENIED"
NO_LONGER_SERVED = "NONEXISTENT_VERSION"
_LIMIT_OF_A_DAY = "DAY limit"
_LONGEST_WAIT = 7
"""In digits of seconds: months."""


class LinkedInRefusals:
    """See `Refusals`."""

    def reason(self, data: object) -> str:
        """Return LinkedIn's own words, behind the names that it has for them."""
        if not isinstance(data, dict):
            return ""
        if data.get("code") == NO_LONGER_SERVED:
            return f"{NO_LONGER_SERVED}: it does not serve this version any more. Set linkedin.version anew."
        if DUPLICATE in str(data.get("errorDetails")):
            return f"{DUPLICATE}: {data.get('message', '')}"
        told = (data.get(name) for name in ("code", "message", "error", "error_description"))
        return ": ".join(str(words) for words in told if words)

    def reset(self, headers: Mapping[str, str], data: object) -> datetime | None:
        """Return when it may be asked again (UTC), if it says so; a day's limit ends at midnight, UTC."""
        try:
            now = parsedate_to_datetime(headers.get("Date", ""))
        except ValueError:
            return None
        now = now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)
        if _LIMIT_OF_A_DAY in self.reason(data):
            return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        seconds = headers.get("Retry-After", "")
        is_sensible = len(seconds) <= _LONGEST_WAIT and seconds.isdecimal()
        return now + timedelta(seconds=int(seconds)) if is_sensible else None

    def is_of_the_account(self, status: int, data: object) -> bool:
        """Tell whether the token is refused, or the whole API."""
        code = data.get("code") if isinstance(data, dict) else None
        return status == HTTPStatus.UNAUTHORIZED or code == NO_LONGER_SERVED


class LoginRefusals(LinkedInRefusals):
    """What is refused where people log in says nothing of what the account may do."""

    def is_of_the_account(self, status: int, data: object) -> bool:  # noqa: ARG002 - as above
        """Return False: it is the app, or the code, that is refused."""
        return False
