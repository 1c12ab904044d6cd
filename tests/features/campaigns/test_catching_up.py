from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.campaigns.planning.plan import GRACE, later_times
from DiscordBot.networks.posting_window import PostingWindow
from tests.features.tweets.post_office import BERLIN, berlin

HOUR = timedelta(hours=1)
WINDOW = PostingWindow(time(9), time(21), BERLIN)


def any_time(moment: datetime) -> datetime:
    return moment


def test_nothing_is_moved_as_long_as_nothing_is_overdue() -> None:
    now = berlin("2027-07-14 12:00")

    assert later_times({1: now - GRACE, 2: now + HOUR}, HOUR, any_time, now) == {}


def test_what_is_overdue_goes_out_in_its_order_an_interval_apart() -> None:
    now = berlin("2027-07-14 12:00")
    planned = {2: now - HOUR, 1: now - 2 * HOUR, 3: now - timedelta(minutes=5)}

    assert later_times(planned, HOUR, any_time, now) == {1: now, 2: now + HOUR, 3: now + 2 * HOUR}


def test_what_is_planned_for_later_anyway_stays() -> None:
    now = berlin("2027-07-14 12:00")
    planned = {1: now - HOUR, 2: now + timedelta(minutes=30), 3: now + 2 * HOUR, 4: now + 5 * HOUR}

    assert later_times(planned, HOUR, any_time, now) == {1: now, 2: now + HOUR}


def test_the_posting_window_is_kept() -> None:
    now = berlin("2027-07-14 20:30")

    moved = later_times({1: now - HOUR, 2: now - HOUR}, HOUR, WINDOW.next_open, now)

    assert moved == {1: now, 2: berlin("2027-07-15 09:00")}


@given(st.dictionaries(st.integers(1, 50), st.integers(-5000, 5000), max_size=30), st.integers(1, 600))
def test_nothing_comes_earlier_and_nothing_in_a_burst(offsets: dict[int, int], minutes: int) -> None:
    now, interval = datetime(2027, 7, 14, 10, tzinfo=UTC), timedelta(minutes=minutes)
    planned = {key: now + timedelta(minutes=offset) for key, offset in offsets.items()}

    moved = later_times(planned, interval, WINDOW.next_open, now)

    assert all(moved[key] > planned[key] for key in moved)
    times = sorted((planned | moved)[key] for key in planned)
    overdue_before = [at for at in times if at < now - GRACE]
    assert overdue_before == []
    shifted = sorted(moved.values())
    assert all(later - earlier >= interval for earlier, later in pairwise(shifted))
