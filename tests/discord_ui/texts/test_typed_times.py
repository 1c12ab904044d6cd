from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.core.clock import Clock
from DiscordBot.discord_ui.texts.typed_times import FURTHEST, read_moment, written

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
APIA = ZoneInfo("Pacific/Apia")
ZONES = (BERLIN, NEW_YORK, APIA, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC"))


class WallClock(Clock):
    """A clock that stands at what the venue's walls show."""

    def __init__(self, shown: str, timezone: ZoneInfo = BERLIN, fold: int = 0) -> None:
        super().__init__(timezone)
        self.at = self.moment(datetime.fromisoformat(shown).replace(fold=fold))

    def now(self) -> datetime:
        return self.at

    def real_seconds_until(self, moment: datetime) -> float:
        return (moment - self.at).total_seconds()


NOON = WallClock("2027-07-14 12:00:30")


def at_the_venue(text: str, clock: Clock = NOON) -> str:
    return f"{clock.local(read_moment(text, clock)):%Y-%m-%d %H:%M:%S}"


def outcome(text: str, clock: Clock) -> datetime | str:
    """Return the moment, or the sentence that says why there is none."""
    try:
        return read_moment(text, clock)
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", "2027-07-14 14:30:00"),
        (" 14:30 ", "2027-07-14 14:30:00"),
        ("today 14:30", "2027-07-14 14:30:00"),
        ("tomorrow 9:00", "2027-07-15 09:00:00"),
        ("Tomorrow,  9:00", "2027-07-15 09:00:00"),
        ("tomorrow at 9:00", "2027-07-15 09:00:00"),
        ("2027-07-15 14:30", "2027-07-15 14:30:00"),
        ("2027-7-15 14:30", "2027-07-15 14:30:00"),
        ("2027-07-15T14:30", "2027-07-15 14:30:00"),
        ("１４：３０", "2027-07-14 14:30:00"),
        ("in 20 min", "2027-07-14 12:20:30"),
        ("in 20 minutes", "2027-07-14 12:20:30"),
        ("in 20m", "2027-07-14 12:20:30"),
        ("in 2 h", "2027-07-14 14:00:30"),
        ("In 1 hour 30 minutes", "2027-07-14 13:30:30"),
        ("in 1h30m", "2027-07-14 13:30:30"),
        ("in 2 days", "2027-07-16 12:00:30"),
        ("now", "2027-07-14 12:00:30"),
        ("NOW", "2027-07-14 12:00:30"),
        ("12:00", "2027-07-14 12:00:00"),
        # As the posts of open spaces say it; the 14th of July 2027 is a Wednesday.
        ("2:30pm", "2027-07-14 14:30:00"),
        ("2:30 p.m.", "2027-07-14 14:30:00"),
        ("2pm", "2027-07-14 14:00:00"),
        ("12:15 am tomorrow", "2027-07-15 00:15:00"),
        ("noon tomorrow", "2027-07-15 12:00:00"),
        ("14h30", "2027-07-14 14:30:00"),
        ("14 Uhr", "2027-07-14 14:00:00"),
        ("14.30 Uhr", "2027-07-14 14:30:00"),
        ("14.30", "2027-07-14 14:30:00"),
        ("Friday 14:30", "2027-07-16 14:30:00"),
        ("Fri, 2:30pm", "2027-07-16 14:30:00"),
        ("14:30 on Friday", "2027-07-16 14:30:00"),
        ("Freitag um 14:30", "2027-07-16 14:30:00"),
        ("Wednesday 13:00", "2027-07-14 13:00:00"),
        ("Wednesday 9:00", "2027-07-21 09:00:00"),
        ("16 July 14:30", "2027-07-16 14:30:00"),
        ("July 16th at 2:30pm", "2027-07-16 14:30:00"),
        ("Fri 16 July 14:30", "2027-07-16 14:30:00"),
        ("16.7. 14:30", "2027-07-16 14:30:00"),
        ("16.07.2027 14:30", "2027-07-16 14:30:00"),
        ("1 March 2028 9:00", "2028-03-01 09:00:00"),
        ("1 March 9:00", "2028-03-01 09:00:00"),
        ("<t:1815741000>", "2027-07-16 14:30:00"),
        ("<t:1815741000:R>", "2027-07-16 14:30:00"),
        # What is said in words is in the half of the day that people mean; digits count to 24.
        ("quarter to 8", "2027-07-14 19:45:00"),
        ("quarter to 9", "2027-07-14 20:45:00"),
        ("half past 8 tomorrow", "2027-07-15 08:30:00"),
        ("8 tonight", "2027-07-14 20:00:00"),
        ("in einer halben Stunde", "2027-07-14 12:30:30"),
        ("in 1 hour and 30 minutes", "2027-07-14 13:30:30"),
        ("the 3rd at 3pm", "2027-08-03 15:00:00"),
        ("7/16 2pm", "2027-07-16 14:00:00"),
        ("3/8 2pm", "2027-08-03 14:00:00"),
    ],
)
def test_times_as_people_type_them(typed: str, meant: str) -> None:
    assert at_the_venue(typed) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("11:59", "11:59 has passed; write “tomorrow 11:59” if you mean tomorrow."),
        ("today 0:00", "00:00 has passed; write “tomorrow 00:00” if you mean tomorrow."),
        ("2027-07-13 14:30", "2027-07-13 14:30 has passed. Please give a later time."),
        ("2026-07-13 14:30", "2026-07-13 14:30 has passed. Please give a later time."),
        ("2028-07-16 14:30", "2028-07-16 is more than a year away. Please check the date."),
        ("0001-01-01 00:00", "0001-01-01 00:00 has passed. Please give a later time."),
        ("9999-12-31 23:59", "9999-12-31 is more than a year away. Please check the date."),
        ("2027-02-30 9:00", "There is no such day in the calendar. Please check the date."),
        ("0000-00-00 9:00", "There is no such day in the calendar. Please check the date."),
        ("24:00", "There is no such time of day. Hours go from 0 to 23, like 14:30."),
        ("tomorrow 9:60", "There is no such time of day. Hours go from 0 to 23, like 14:30."),
        ("in 99999 days", "This is more than a year away. Please check the time."),
        ("in 99999 h 99999 min", "This is more than a year away. Please check the time."),
    ],
)
def test_times_that_cannot_be_meant(typed: str, told: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - compared below
        read_moment(typed, NOON)
    assert str(caught.value) == told


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "soon",
            "in",
            "in min",
            "in 20",
            "in 999999999999999999 min",
            "9",
            "9:5",
            "tomorrow",
            "2027-07-15",
        ),
        *("14:30 or so", "14:30:00", "yesterday 9:00", "-1:30", "in -5 min", "20 min", "x" * 5000),
    ],
)
def test_what_is_no_time_is_answered_with_examples(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Write it like one of these: 14:30, 2:30pm, tomorrow 9:00"):
        read_moment(typed, NOON)


def test_day_and_month_stand_in_the_order_of_the_place() -> None:
    assert at_the_venue("3/8 2pm", WallClock("2027-02-14 12:00", NEW_YORK)) == "2027-03-08 14:00:00"


def test_a_time_that_the_clocks_skip_is_as_much_later() -> None:
    assert at_the_venue("2:30", WallClock("2027-03-28 01:00")) == "2027-03-28 03:30:00"


def test_a_time_that_the_clocks_show_twice_is_the_first_unless_that_has_passed() -> None:
    before, between = WallClock("2027-10-31 01:00"), WallClock("2027-10-31 02:45")

    assert read_moment("2:30", before) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert read_moment("2:30", between) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="02:30 has passed"):
        read_moment("2:30", WallClock("2027-10-31 02:45", fold=1))


def test_tomorrow_is_the_venues_day_whatever_the_length_of_a_night() -> None:
    assert at_the_venue("tomorrow 9:00", WallClock("2027-03-27 23:30")) == "2027-03-28 09:00:00"
    assert at_the_venue("tomorrow 0:15", WallClock("2027-07-14 00:10", NEW_YORK)).startswith(
        "2027-07-15 00:15"
    )


@given(
    zone=st.sampled_from(ZONES),
    now=st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001 - shown on a wall
    ahead=st.timedeltas(timedelta(minutes=1), FURTHEST - timedelta(days=2)),
)
def test_what_is_written_is_read_again(zone: ZoneInfo, now: datetime, ahead: timedelta) -> None:
    clock = WallClock(now.isoformat(), zone)
    moment = (clock.now() + ahead).replace(second=0, microsecond=0)

    again = read_moment(written(moment, clock), clock)

    assert written(again, clock) == written(moment, clock)
    assert again in {moment, moment - timedelta(hours=1), moment - timedelta(minutes=30)}, (
        "shown twice at most"
    )


@given(
    zone=st.sampled_from(ZONES),
    now=st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001 - shown on a wall
    day=st.sampled_from(["", "today ", "tomorrow "]) | st.dates().map(lambda day: f"{date.isoformat(day)} "),
    at=st.times(),
)
def test_every_time_is_in_the_near_future_or_refused(
    zone: ZoneInfo, now: datetime, day: str, at: time
) -> None:
    clock = WallClock(now.isoformat(), zone)
    moment = outcome(f"{day}{at:%H:%M}", clock)

    if isinstance(moment, str):
        assert "has passed" in moment or "more than a year away" in moment
        return
    assert clock.now() - timedelta(minutes=1) < moment <= clock.now() + FURTHEST
    assert moment.utcoffset() == timedelta()


@given(st.text())
def test_whatever_is_typed_is_a_time_or_gets_a_sentence(typed: str) -> None:
    meant = outcome(typed, NOON)

    assert isinstance(meant, datetime) or meant.endswith(".")
