from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from DiscordBot.core.clock import Clock, SystemClock, WarpedClock

BERLIN = ZoneInfo("Europe/Berlin")
AUCKLAND = ZoneInfo("Pacific/Auckland")


@dataclass
class Stopwatch:
    """Seconds that a test lets pass."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


def wall(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(fold=fold)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return SystemClock(BERLIN)


def test_system_clock_tells_the_computers_time_in_utc(clock: Clock) -> None:
    with time_machine.travel(utc("2027-07-14T22:30"), tick=False):
        assert clock.now() == utc("2027-07-14T22:30")
        assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day"), [(BERLIN, date(2027, 7, 15)), (ZoneInfo("America/New_York"), date(2027, 7, 14))]
)
def test_today_is_the_date_at_the_venue(zone: ZoneInfo, day: date) -> None:
    with time_machine.travel(utc("2027-07-14T22:30"), tick=False):
        assert SystemClock(zone).today() == day


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2027-07-14T11:00", "2027-07-14T13:00+02:00"),
        ("2027-01-14T11:00", "2027-01-14T12:00+01:00"),
        ("2027-03-28T00:59", "2027-03-28T01:59+01:00"),
        ("2027-03-28T01:00", "2027-03-28T03:00+02:00"),
        ("2027-10-31T00:30", "2027-10-31T02:30+02:00"),
        ("2027-10-31T01:30", "2027-10-31T02:30+01:00"),
    ],
)
def test_local_is_what_clocks_at_the_venue_show(clock: Clock, moment: str, shown: str) -> None:
    assert clock.local(utc(moment)).isoformat(timespec="minutes") == shown


@pytest.mark.parametrize(
    ("wall_time", "fold", "moment"),
    [
        ("2027-07-14T13:00", 0, "2027-07-14T11:00"),
        ("2027-03-28T01:59", 0, "2027-03-28T00:59"),
        ("2027-03-28T02:30", 0, "2027-03-28T01:30"),  # skipped in spring: an hour later, so 03:30
        ("2027-03-28T03:30", 0, "2027-03-28T01:30"),
        ("2027-10-31T02:30", 0, "2027-10-31T00:30"),  # twice in autumn: the first
        ("2027-10-31T02:30", 1, "2027-10-31T01:30"),
        ("2027-10-31T03:00", 0, "2027-10-31T02:00"),
    ],
)
def test_moment_of_a_wall_time(clock: Clock, wall_time: str, fold: int, moment: str) -> None:
    assert clock.moment(wall(wall_time, fold)) == utc(moment)
    assert clock.moment(wall(wall_time, fold)).tzinfo is UTC


def test_moments_and_wall_times_are_not_mixed_up(clock: Clock) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        clock.local(wall("2027-07-14T13:00"))
    with pytest.raises(ValueError, match="no time zone of its own"):
        clock.moment(utc("2027-07-14T13:00"))


@pytest.mark.parametrize(("moment", "seconds"), [("2027-07-14T11:01:30", 90.0), ("2027-07-14T10:00", 0.0)])
def test_system_clock_waits_in_real_seconds(clock: Clock, moment: str, seconds: float) -> None:
    with time_machine.travel(utc("2027-07-14T11:00"), tick=False):
        assert clock.real_seconds_until(utc(moment)) == seconds


def test_waiting_counts_the_hours_that_pass_not_those_on_the_wall(clock: Clock) -> None:
    with time_machine.travel(utc("2027-03-28T00:00"), tick=False):
        assert clock.real_seconds_until(clock.moment(wall("2027-03-28T03:00"))) == timedelta(hours=1).seconds


def test_warped_clock_starts_on_the_venues_wall_and_runs_faster() -> None:
    stopwatch = Stopwatch()
    clock = WarpedClock(AUCKLAND, wall("2027-07-14T08:30"), speed=60, monotonic=stopwatch)
    assert clock.now() == utc("2027-07-13T20:30")
    assert clock.today() == date(2027, 7, 14)
    stopwatch.seconds += 10
    assert clock.local(clock.now()) == wall("2027-07-14T08:40").replace(tzinfo=AUCKLAND)


def test_warped_clock_ignores_corrections_of_the_computers_clock() -> None:
    clock = WarpedClock(BERLIN, wall("2027-07-14T08:30"), speed=60, monotonic=Stopwatch())
    with time_machine.travel(utc("2030-01-01T00:00")):
        assert clock.now() == utc("2027-07-14T06:30")


def test_warped_clock_moves_by_itself() -> None:
    clock = WarpedClock(BERLIN, wall("2027-07-14T08:30"))
    earlier = clock.now()
    while clock.now() == earlier:
        pass
    assert clock.now() > earlier


@pytest.mark.parametrize(
    ("start", "first", "later"),
    [
        ("2027-03-28T01:30", "01:30+01:00", "03:30+02:00"),
        ("2027-10-31T02:30", "02:30+02:00", "02:30+01:00"),
        ("2027-03-28T02:30", "03:30+02:00", "04:30+02:00"),  # a start that does not exist
    ],
)
def test_rehearsal_over_a_clock_change(start: str, first: str, later: str) -> None:
    stopwatch = Stopwatch()
    clock = WarpedClock(BERLIN, wall(start), speed=3600, monotonic=stopwatch)
    assert clock.local(clock.now()).isoformat(timespec="minutes").endswith(first)
    stopwatch.seconds += 1
    assert clock.local(clock.now()).isoformat(timespec="minutes").endswith(later)


def test_rehearsal_waits_shorter() -> None:
    clock = WarpedClock(BERLIN, wall("2027-07-14T08:30"), speed=60, monotonic=Stopwatch())
    assert clock.real_seconds_until(utc("2027-07-14T07:30")) == 60
    assert clock.real_seconds_until(utc("2027-07-14T06:00")) == 0


@pytest.mark.parametrize("speed", [0, -1])
def test_a_rehearsal_runs_forwards(speed: float) -> None:
    with pytest.raises(ValueError, match="forwards"):
        WarpedClock(BERLIN, wall("2027-07-14T08:30"), speed=speed)


def test_a_rehearsal_starts_on_the_wall() -> None:
    with pytest.raises(ValueError, match="no time zone of its own"):
        WarpedClock(BERLIN, utc("2027-07-14T08:30"))
