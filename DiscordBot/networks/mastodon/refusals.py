"""How Mastodon says no.

https://docs.joinmastodon.org/api/rate-limits/
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class MastodonRefusals:
    """See `Refusals`."""

    def reason(self, data: object) -> str:
        """Return the server's own words."""
        if not isinstance(data, dict):
            return ""
        return str(data.get("error_description") or data.get("error") or "")

    def reset(self, headers: Mapping[str, str], data: object) -> datetime | None:  # noqa: ARG002 - headers tell
        """Return when it may be asked again (UTC), if it says so."""
        try:
            moment = datetime.fromisoformat(headers.get("X-RateLimit-Reset", ""))
        except ValueError:
            return None
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)

    def is_of_the_account(self, status: int, data: object) -> bool:
        """Tell whether the account's token or the account itself is refused."""
        if status == HTTPStatus.UNAUTHORIZED:
            return True
        words = self.reason(data).casefold()
        return status == HTTPStatus.FORBIDDEN and any(
            word in words for word in ("your login is currently disabled", "scope", "suspended", "confirm")
        )
