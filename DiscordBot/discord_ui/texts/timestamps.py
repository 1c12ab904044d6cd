"""Discord's time stamps: each reader sees them in their own time zone and language.

https://discord.com/developers/docs/reference#message-formatting-timestamp-styles
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

Style: TypeAlias = Literal["t", "T", "d", "D", "f", "F", "R"]
"""Time, with seconds; date, in words; date and time, with the weekday; how long from now."""


def time_stamp(moment: datetime, style: Style = "f") -> str:
    """Return the markdown that shows `moment`, by default as date and time."""
    return f"<t:{int(moment.timestamp())}:{style}>"


def time_stamp_and_distance(moment: datetime, style: Style = "f") -> str:
    """Return the markdown that shows `moment` and how long it is from now."""
    return f"{time_stamp(moment, style)} ({time_stamp(moment, 'R')})"
