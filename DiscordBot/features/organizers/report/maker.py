"""Gathering what the report says: charts of registrations and tweets, roles, and what features tell."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from DiscordBot.core.report import ReportPart
from DiscordBot.features.organizers.charts import alt_texts, arrival_words
from DiscordBot.features.organizers.report.page import Chart, Report, Section, as_html
from DiscordBot.features.organizers.service import Export
from DiscordBot.features.organizers.statistics import Period, percentage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from DiscordBot.config.sections import Conference
    from DiscordBot.core.clock import Clock
    from DiscordBot.features.organizers.service import Statistics, TweetStatistics

    Tell = Callable[[], Awaitable[Sequence[ReportPart]]]


class ReportMaker:
    """Makes the file; `statistics` and `tweets` are None where their features are off.

    `tellers` are what features tell, asked at each report; one that fails is told by `on_error` and left
    out, with a line that says so.
    """

    def __init__(
        self,
        conference: Conference,
        clock: Clock,
        *,
        statistics: Statistics | None,
        tweets: TweetStatistics | None,
        tellers: Callable[[], Iterable[Tell]],
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._conference = conference
        self._clock = clock
        self._statistics = statistics
        self._tweets = tweets
        self._tellers = tellers
        self._on_error = on_error

    async def make(self, members_by_role: Sequence[tuple[str, int]], members: int) -> Export:
        """Return the report of now; roles are those worth telling, with how many members have each."""
        sections = [
            *await self._registrations(),
            *await self._arrivals(),
            _roles(members_by_role, members),
            *[Section(part) for tell in self._tellers() for part in await self._told(tell)],
            *await self._posted(),
        ]
        now = self._clock.local(self._clock.now())
        report = Report(
            conference=self._conference.name,
            first_day=self._conference.first_day,
            last_day=self._conference.last_day,
            made_at=now,
            timezone=self._clock.timezone.key,
            sections=tuple(sections),
        )
        content = await asyncio.to_thread(as_html, report)
        return Export(f"conference-report-{now:%Y-%m-%d}.html", content, len(sections))

    async def _registrations(self) -> list[Section]:
        if self._statistics is None:
            return []
        report = await self._statistics.registrations(Period.SALE)
        numbers = report.numbers
        part = ReportPart(
            title="Registrations",
            numbers=(
                ("Tickets sold", f"{numbers.sold:,}"),
                ("Registered on Discord", f"{numbers.registered:,}"),
                ("Share", percentage(numbers.registered, numbers.sold)),
            ),
            columns=("Kind of ticket", "Sold", "Registered"),
            rows=tuple((kind.kind, f"{kind.sold:,}", f"{kind.registered:,}") for kind in numbers.by_kind),
        )
        over_time = Chart(report.over_time, alt_texts.over_time(numbers, self._clock.timezone))
        return [Section(part, (over_time, Chart(report.by_kind, alt_texts.by_kind(numbers))))]

    async def _arrivals(self) -> list[Section]:
        if self._statistics is None or not self._statistics.counts_arrivals:
            return []
        report = await self._statistics.arrivals()
        numbers = report.numbers
        part = ReportPart(
            title="Arrivals",
            numbers=(
                ("Have arrived", f"{numbers.arrived:,}"),
                ("Share of tickets", percentage(numbers.arrived, numbers.sold)),
            ),
            columns=("Day", "Arrived"),
            rows=tuple((arrival_words.in_words(day), f"{count:,}") for day, count in numbers.by_day),
        )
        return [Section(part, (Chart(report.over_time, arrival_words.arrivals(numbers)),))]

    async def _posted(self) -> list[Section]:
        if self._tweets is None:
            return []
        report = await self._tweets.report()
        outcomes = report.numbers.by_outcome.items()
        part = ReportPart(
            title="Tweets by what became of them",
            numbers=tuple((outcome.capitalize(), f"{count:,}") for outcome, count in outcomes),
        )
        return [Section(part, (Chart(report.by_day, alt_texts.sent_by_day(report.numbers)),))]

    async def _told(self, tell: Tell) -> Sequence[ReportPart]:
        try:
            return await tell()
        except Exception as error:  # noqa: BLE001 - the other parts are told all the same
            reference = self._on_error(error, "the report")
            return (ReportPart(title="A part is missing", numbers=(("See the log under", str(reference)),)),)


def _roles(members_by_role: Sequence[tuple[str, int]], members: int) -> Section:
    part = ReportPart(
        title="Members of the server",
        numbers=(("Members", f"{members:,}"),),
        columns=("Role", "Members"),
        rows=tuple((name, f"{count:,}") for name, count in members_by_role if count),
    )
    return Section(part)
