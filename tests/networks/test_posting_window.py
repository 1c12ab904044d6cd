"""Berlin's clocks skip 02:00-03:00 on 28 March 2027 and show 02:00-03:00 twice on 31 October 2027."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from DiscordBot.networks.posting_window import PostingWindow

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
SPRING = datetime(2027, 3, 28, 1, tzinfo=UTC)
"""01:59 is followed by 03:00."""
AUTUMN = datetime(2027, 10, 31, 1, tzinfo=UTC)
"""02:59 is followed by 02:00."""
CHANGES = {
    "Europe/Berlin": (SPRING, AUTUMN),
    # These move by half an hour, change at midnight, and are three quarters of an hour off.
    "Australia/Lord_Howe": (
        datetime(2027, 10, 2, 15, 30, tzinfo=UTC),
        datetime(2027, 4, 3, 15, tzinfo=UTC),
    ),
    "Africa/Cairo": (datetime(2027, 4, 29, 22, tzinfo=UTC), datetime(2027, 10, 28, 21, tzinfo=UTC)),
    "Pacific/Chatham": (datetime(2027, 9, 25, 14, tzinfo=UTC), datetime(2027, 4, 3, 14, tzinfo=UTC)),
}

walls = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def window(start: str, end: str, timezone: ZoneInfo = BERLIN) -> PostingWindow:
    return PostingWindow(time.fromisoformat(start), time.fromisoformat(end), timezone)


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


@pytest.mark.parametrize(
    ("hours", "shown", "is_open"),
    [
        (("09:00", "21:00"), "08:59:59.999999", False),
        (("09:00", "21:00"), "09:00", True),
        (("09:00", "21:00"), "20:59:59.999999", True),
        (("09:00", "21:00"), "21:00", False),
        (("22:00", "02:00"), "21:59", False),
        (("22:00", "02:00"), "22:00", True),
        (("22:00", "02:00"), "00:00", True),
        (("22:00", "02:00"), "01:59", True),
        (("22:00", "02:00"), "02:00", False),
        (("09:00", "00:00"), "23:59", True),
        (("09:00", "00:00"), "00:00", False),
        (("00:00", "00:00"), "03:00", True),
        (("07:30", "07:30"), "07:29", True),
    ],
)
def test_the_start_belongs_to_the_window_and_the_end_does_not(
    hours: tuple[str, str], shown: str, *, is_open: bool
) -> None:
    assert window(*hours).is_open(berlin(f"2027-07-14 {shown}")) is is_open


@pytest.mark.parametrize(
    ("hours", "moment", "opening"),
    [
        (("09:00", "21:00"), berlin("2027-07-14 03:00"), berlin("2027-07-14 09:00")),
        (("09:00", "21:00"), berlin("2027-07-14 21:00"), berlin("2027-07-15 09:00")),
        (("09:00", "21:00"), berlin("2027-07-14 12:34:56"), berlin("2027-07-14 12:34:56")),
        (("22:00", "02:00"), berlin("2027-07-14 02:00"), berlin("2027-07-14 22:00")),
        (("22:00", "02:00"), berlin("2027-07-15 00:30"), berlin("2027-07-15 00:30")),
        (("09:00:30", "21:00"), berlin("2027-07-14 09:00:29"), berlin("2027-07-14 09:00:30")),
        # The night before a change is an hour shorter or longer.
        (("09:00", "21:00"), berlin("2027-03-27 21:00"), berlin("2027-03-28 09:00")),
        (("09:00", "21:00"), berlin("2027-10-30 21:00"), berlin("2027-10-31 09:00")),
        # It starts within the hour that is skipped: clocks are past its start when they go on.
        (("02:30", "21:00"), berlin("2027-03-28 01:59"), SPRING),
        # All of it is skipped: it opens a day later.
        (("02:10", "02:50"), berlin("2027-03-27 02:50"), berlin("2027-03-29 02:10")),
        # It starts, or ends, within the hour that clocks show twice: so does the window.
        (("02:30", "21:00"), berlin("2027-10-31 01:59"), berlin("2027-10-31 02:30")),
        (("02:37", "21:00"), berlin("2027-10-31 02:10", fold=1), berlin("2027-10-31 02:37", fold=1)),
        (("21:00", "02:30"), berlin("2027-10-31 02:40"), AUTUMN),
        (("21:00", "02:30"), berlin("2027-10-31 02:30", fold=1), berlin("2027-10-31 21:00")),
    ],
)
def test_it_opens_next(hours: tuple[str, str], moment: datetime, opening: datetime) -> None:
    found = window(*hours).next_open(moment)

    # Compared in UTC: within one zone Python compares what the clocks show.
    assert found == opening.astimezone(UTC)
    assert found.tzinfo is UTC


@given(
    start=walls,
    end=walls,
    change=st.sampled_from([(name, moment) for name, moments in CHANGES.items() for moment in moments]),
    minutes=st.integers(-36 * 60, 6 * 60),
)
@example(time(2, 30), time(21), ("Europe/Berlin", SPRING), -60)
@example(time(2, 30), time(21), ("Europe/Berlin", AUTUMN), -90)
@example(time(21), time(2, 30), ("Europe/Berlin", AUTUMN), -20)
def test_it_opens_at_the_first_minute_at_which_it_is_open(
    start: time, end: time, change: tuple[str, datetime], minutes: int
) -> None:
    timezone, moment = ZoneInfo(change[0]), change[1] + minutes * MINUTE
    hours = PostingWindow(start, end, timezone)

    expected = moment
    while not hours.is_open(expected):
        expected += MINUTE

    assert hours.next_open(moment) == expected
