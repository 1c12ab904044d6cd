"""What the chart of arrivals says, for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from DiscordBot.features.organizers.arrivals import ArrivalNumbers


def arrivals(numbers: ArrivalNumbers) -> str:
    """Tell how many arrived on each day."""
    told = "; ".join(f"{in_words(day)}: {count:,}" for day, count in numbers.by_day)
    return f"Chart of arrivals over time, {numbers.arrived:,} in all. {told or 'Nobody has arrived yet'}."


def in_words(day: date) -> str:
    """Return a day: 14 July."""
    return f"{day.day} {day:%B}"
