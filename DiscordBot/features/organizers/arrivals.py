"""Counting who has arrived, over time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.organizers.statistics import Curve

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from DiscordBot.features.registration.overview import SoldTicket


@dataclass(frozen=True, slots=True)
class ArrivalNumbers:
    """How many of the tickets were checked in; `registered` of those who arrived are registered here too.

    The curve spans the time from the first arrival to now, None while nobody has arrived. Days are those at
    the venue.
    """

    sold: int
    arrived: int
    registered: int
    by_day: tuple[tuple[date, int], ...]
    curve: Curve | None


def count_arrivals(tickets: Sequence[SoldTicket], now: datetime, timezone: ZoneInfo) -> ArrivalNumbers:
    """Sum up who has arrived, as of `now`."""
    arrived = [ticket for ticket in tickets if ticket.arrived_at is not None]
    times = sorted(ticket.arrived_at for ticket in arrived if ticket.arrived_at is not None)
    days = Counter(moment.astimezone(timezone).date() for moment in times)
    curve = None
    if times:
        # In a rehearsal the present may lie before arrivals.
        moments = (times[0], *times, max(now, times[-1]))
        curve = Curve(moments, (0, *range(1, len(times) + 1), len(times)))
    return ArrivalNumbers(
        sold=len(tickets),
        arrived=len(arrived),
        registered=sum(ticket.registered_at is not None for ticket in arrived),
        by_day=tuple(sorted(days.items())),
        curve=curve,
    )
