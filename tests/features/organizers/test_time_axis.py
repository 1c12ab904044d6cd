from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.organizers.charts.time_axis import MOST_TICKS, time_ticks

BERLIN = ZoneInfo("Europe/Berlin")


def labels(since: datetime, until: datetime) -> list[str]:
    return [label for _, label in time_ticks(since, until, BERLIN)]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (timedelta(days=1), ["12:00", "18:00", "14 Jul", "6:00"]),
        (timedelta(days=2), ["12:00", "13 Jul", "12:00", "14 Jul"]),
        (timedelta(days=3), ["12 Jul", "13 Jul", "14 Jul"]),
        (timedelta(days=7), ["8 Jul", "10 Jul", "12 Jul", "14 Jul"]),
        (timedelta(days=20), ["29 Jun", "4 Jul", "9 Jul", "14 Jul"]),
        (timedelta(days=30), ["16 Jun", "23 Jun", "30 Jun", "7 Jul", "14 Jul"]),
        (timedelta(days=180), ["Feb", "Mar", "Apr", "May", "Jun", "Jul"]),
        (timedelta(days=400), ["Jul", "Oct", "Jan 2027", "Apr", "Jul"]),
    ],
)
def test_marks_are_few_and_round(span: timedelta, expected: list[str]) -> None:
    until = datetime(2027, 7, 14, 7, 30, tzinfo=UTC)

    assert labels(until - span, until) == expected


def test_midnight_is_the_venues_on_both_sides_of_a_clock_change() -> None:
    since, until = datetime(2027, 10, 29, tzinfo=UTC), datetime(2027, 11, 1, 12, tzinfo=UTC)

    ticks = {label: moment.astimezone(UTC) for moment, label in time_ticks(since, until, BERLIN)}

    assert ticks["31 Oct"] == datetime(2027, 10, 30, 22, tzinfo=UTC)
    assert ticks["1 Nov"] == datetime(2027, 10, 31, 23, tzinfo=UTC)


@given(
    until=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone itself
    span=st.timedeltas(timedelta(days=1), timedelta(days=1200)),
)
def test_every_axis_has_some_marks_inside_it_and_not_too_many(until: datetime, span: timedelta) -> None:
    ticks = time_ticks(until - span, until, BERLIN)

    assert 1 <= len(ticks) <= MOST_TICKS + 1
    assert all(until - span <= moment <= until for moment, _ in ticks)
    assert [moment for moment, _ in ticks] == sorted({moment for moment, _ in ticks})
