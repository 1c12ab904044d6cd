"""The start of an open space as people type it, read as in posts."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from DiscordBot.features.open_spaces.parsing.extract import extract

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.features.open_spaces.parsing.venue import Venue


def read_start(typed: str, now: datetime, venue: Venue) -> datetime | None:
    """Return the one start (UTC) to come that is named; None for none, several, or one that has passed."""
    starts = [start.astimezone(UTC) for start in extract(typed, now=now, venue=venue).starts]
    return starts[0] if len(starts) == 1 and starts[0] > now else None
