"""Statistics for organisers: from registration's tickets to numbers, pictures and files."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from DiscordBot.features.organizers.arrivals import count_arrivals
from DiscordBot.features.organizers.export import registrations_as_csv
from DiscordBot.features.organizers.statistics import count_registrations
from DiscordBot.features.organizers.tweet_statistics import count_tweets

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date, datetime
    from types import ModuleType
    from zoneinfo import ZoneInfo

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.organizers.arrivals import ArrivalNumbers
    from DiscordBot.features.organizers.statistics import Period, RegistrationNumbers
    from DiscordBot.features.organizers.tweet_statistics import TweetNumbers
    from DiscordBot.features.registration.overview import Overview, SoldTicket
    from DiscordBot.features.tweets.snapshots import TweetCount


@dataclass(frozen=True, slots=True)
class RegistrationReport:
    """The numbers, and two PNG pictures of them: over time, and by kind of ticket."""

    numbers: RegistrationNumbers
    over_time: bytes
    by_kind: bytes


@dataclass(frozen=True, slots=True)
class TweetReport:
    """The numbers, and a PNG picture of what was posted each day."""

    numbers: TweetNumbers
    by_day: bytes


@dataclass(frozen=True, slots=True)
class ArrivalReport:
    """The numbers, and a PNG picture of them over time."""

    numbers: ArrivalNumbers
    over_time: bytes


@dataclass(frozen=True, slots=True)
class Export:
    """A CSV file (UTF-8) and what it should be called; `rows` does not count the heading."""

    file_name: str
    content: bytes
    rows: int


class Statistics:
    """Counts what registration knows; drawing happens beside the event loop."""

    def __init__(self, overview: Overview, clock: Clock) -> None:
        self._overview = overview
        self._clock = clock
        # https://matplotlib.org/stable/users/faq.html#work-with-threads
        self._drawing = asyncio.Lock()

    @property
    def timezone(self) -> ZoneInfo:
        """That of the venue, whose days charts show."""
        return self._clock.timezone

    async def registrations(self, period: Period) -> RegistrationReport:
        """Return registrations against tickets sold, as of now."""
        tickets = await self._overview.sold_tickets()
        async with self._drawing:
            return await asyncio.to_thread(_report, tickets, period, self._clock.now(), self._clock.timezone)

    @property
    def counts_arrivals(self) -> bool:
        """Whether anybody knows who has arrived."""
        return self._overview.counts_arrivals

    async def arrivals(self) -> ArrivalReport:
        """Return who has arrived, as of now."""
        tickets = await self._overview.sold_tickets()
        async with self._drawing:
            return await asyncio.to_thread(_arrivals, tickets, self._clock.now(), self._clock.timezone)

    async def export(self, name_of: Callable[[int], str]) -> Export:
        """Return all registrations; `name_of` says how a member is called on the server."""
        registrations = await self._overview.registrations()
        now = self._clock.local(self._clock.now())
        content = registrations_as_csv(registrations, name_of, self._clock.timezone)
        return Export(f"registrations-{now:%Y-%m-%d-%H%M}.csv", content, len(registrations))


class TweetStatistics:
    """Counts what is in the queue; `counts` asks it."""

    def __init__(self, counts: Callable[[], Awaitable[Sequence[TweetCount]]], clock: Clock) -> None:
        self._counts = counts
        self._clock = clock
        self._drawing = asyncio.Lock()

    async def report(self) -> TweetReport:
        """Return what became of all tweets, as of now."""
        counts = await self._counts()
        async with self._drawing:
            return await asyncio.to_thread(_tweet_report, counts, self._clock.today())


def _tweet_report(counts: Sequence[TweetCount], today: date) -> TweetReport:
    numbers = count_tweets(counts, today)
    return TweetReport(numbers, _pictures().tweets_by_day(numbers))


def _report(
    tickets: Sequence[SoldTicket], period: Period, now: datetime, timezone: ZoneInfo
) -> RegistrationReport:
    numbers, pictures = count_registrations(tickets, period, now), _pictures()
    over_time = pictures.registrations_over_time(numbers, timezone)
    return RegistrationReport(numbers, over_time, pictures.registrations_by_kind(numbers))


def _arrivals(tickets: Sequence[SoldTicket], now: datetime, timezone: ZoneInfo) -> ArrivalReport:
    numbers = count_arrivals(tickets, now, timezone)
    chart = import_module("DiscordBot.features.organizers.charts.arrival_chart")
    return ArrivalReport(numbers, chart.arrivals_over_time(numbers, timezone))


def _pictures() -> ModuleType:
    # Matplotlib takes 40 MB and most of a second: whoever never asks for a chart does not pay for it.
    return import_module("DiscordBot.features.organizers.charts.pictures")
