"""What organisers can ask of other features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.core.findings import Finding
    from DiscordBot.features.organizers.report.maker import ReportMaker
    from DiscordBot.features.organizers.service import Statistics, TweetStatistics

    RefreshTickets = Callable[[Callable[[int, int], None]], Awaitable[int]]
    Refresh = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Services:
    """What other features offer to organisers; None where one is off.

    `findings` gathers what all of them say. `refresh_tickets` loads all orders again, reports how many
    out of how many it has, and returns how many changed. `refresh_programme` and `refresh_jobs` return
    in a sentence what came of it. All refreshing may raise `ServiceError`.
    """

    findings: Callable[[], Awaitable[Sequence[Finding]]]
    report: ReportMaker
    refresh_tickets: RefreshTickets | None = None
    refresh_programme: Refresh | None = None
    refresh_jobs: Refresh | None = None
    statistics: Statistics | None = None
    tweets: TweetStatistics | None = None


def is_off(section: str) -> str:
    """Return why something cannot be done."""
    return f"There is no [{section}] section in the configuration."
