from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from DiscordBot.features.organizers.statistics import (
    Curve,
    KindCount,
    Period,
    RoleCounts,
    combine_rest,
    count_registrations,
    count_roles,
    cumulate,
    percentage,
)
from DiscordBot.features.registration.overview import SoldTicket

NOW = datetime(2027, 7, 14, 9, tzinfo=UTC)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def ticket(
    kind: str = "Personal", bought: datetime | None = None, registered: datetime | None = None
) -> SoldTicket:
    return SoldTicket(kind, bought, registered)


def test_tickets_and_registrations_are_counted_by_kind_the_largest_first() -> None:
    tickets = [
        ticket("Student", days_ago(9)),
        ticket("Personal", days_ago(8), days_ago(1)),
        ticket("Personal", days_ago(8)),
    ]

    numbers = count_registrations(tickets, Period.REGISTRATION, NOW)

    assert (numbers.sold, numbers.registered, numbers.undated) == (3, 1, 0)
    assert numbers.by_kind == (KindCount("Personal", 2, 1), KindCount("Student", 1, 0))


def test_a_curve_counts_what_was_before_it_and_spans_its_period() -> None:
    moments = [days_ago(9), days_ago(3), days_ago(3), days_ago(1)]

    assert cumulate(moments, days_ago(5), NOW) == Curve(
        (days_ago(5), days_ago(3), days_ago(1), NOW), (1, 3, 4, 4)
    )


def test_tickets_without_a_date_count_from_the_beginning() -> None:
    tickets = [ticket(), ticket(), ticket(bought=days_ago(2))]

    numbers = count_registrations(tickets, Period.SALE, NOW)

    assert numbers.undated == 2
    assert numbers.sales == Curve((days_ago(2), NOW), (3, 3))


@pytest.mark.parametrize(
    ("period", "since"),
    [
        (Period.SALE, days_ago(100)),
        (Period.WEEK, days_ago(7)),
        (Period.REGISTRATION, days_ago(21)),
    ],
)
def test_each_period_has_its_beginning(period: Period, since: datetime) -> None:
    tickets = [ticket(bought=days_ago(100), registered=days_ago(20))]

    numbers = count_registrations(tickets, period, NOW)

    assert numbers.sales.times[0] == numbers.registrations.times[0] == since
    assert numbers.sales.times[-1] == numbers.registrations.times[-1] == NOW


def test_before_the_first_registration_the_sale_is_shown() -> None:
    numbers = count_registrations([ticket(bought=days_ago(100))], Period.REGISTRATION, NOW)

    assert numbers.period is Period.SALE
    assert numbers.sales.times[0] == days_ago(100)


@pytest.mark.parametrize("period", Period)
@pytest.mark.parametrize("tickets", [[], [ticket()], [ticket(bought=NOW, registered=NOW)]])
def test_an_axis_is_never_shorter_than_a_day(period: Period, tickets: list[SoldTicket]) -> None:
    numbers = count_registrations(tickets, period, NOW)

    assert numbers.sales.times[-1] - numbers.sales.times[0] >= timedelta(days=1)


def test_in_a_rehearsal_of_the_past_the_axis_ends_with_what_has_happened() -> None:
    numbers = count_registrations([ticket(bought=NOW, registered=NOW)], Period.WEEK, days_ago(300))

    assert numbers.registrations.times[-1] == NOW
    assert numbers.registrations.counts[-1] == 1


def test_what_is_too_much_for_a_list_is_counted_together() -> None:
    counts = [KindCount("a", 9, 3), KindCount("b", 8, 2), KindCount("c", 7, 1)]

    assert combine_rest(counts, 3) == tuple(counts)
    assert combine_rest(counts, 2) == (counts[0], KindCount("2 other kinds", 15, 3))


def test_roles_are_counted_in_one_go() -> None:
    assert count_roles([[1, 2], [2], []]) == RoleCounts(members=3, without_roles=1, by_role={1: 1, 2: 2})


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "0 %"),
        (0, 9, "0 %"),
        (9, 9, "100 %"),
        (1, 3, "33 %"),
        (1, 5_000, "under 1 %"),
        (4_999, 5_000, "over 99 %"),
    ],
)
def test_only_nothing_is_0_and_only_everything_is_100_per_cent(part: int, whole: int, text: str) -> None:
    assert percentage(part, whole) == text
