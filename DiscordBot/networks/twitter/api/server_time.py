"""By how much the clock of this machine differs from X's, and what that does to signatures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLERATED = timedelta(minutes=5)
"""X takes requests for forged whose signed time is further away than this from its own."""


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """Return X's time (UTC) of an answer, None if it does not tell it."""
    try:
        return parsedate_to_datetime(headers.get("Date", "")).astimezone(UTC)
    except ValueError:
        return None


def why_forged(ahead: timedelta) -> str | None:
    """Say what is to be done about a clock that is `ahead` of X's, None if that is not why X said 401."""
    if abs(ahead) <= TOLERATED:
        return None
    minutes = round(abs(ahead).total_seconds() / 60)
    wrong = "ahead" if ahead > timedelta() else "behind"
    return (
        f"The clock of this machine is {minutes} minutes {wrong}, so X takes what the bot signs for forged "
        "(401). Let the machine keep its time by NTP: `timedatectl set-ntp true`."
    )
