from __future__ import annotations

from datetime import date, timedelta

import pytest

from DiscordBot.features.programme.schedule import timetable
from tests.features.programme.made_up import ADA, BERLIN, GRACE, TEN, session

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FIRST = session("A-1", title="Async sans larmes : l'été")
SECOND = session("B-1", start=TEN + 10 * MINUTE, room="S1", title="Packaging", speakers=(GRACE,))
PAUSE = session("break-1", start=TEN + HOUR, title="Coffee", is_break=True)
PAUSE_TOO = session("break-2", start=TEN + HOUR, title="Coffee", is_break=True, room="S1")
THIRD = session("C-1", start=TEN + 2 * HOUR, title="Typing", abstract="About **generics**", track="Core")
NIGHT = session("D-1", start=TEN.replace(hour=23, minute=30), minutes=60)
ALL = (FIRST, SECOND, PAUSE, PAUSE_TOO, THIRD, NIGHT)


def test_on_now_is_what_has_begun_and_not_ended() -> None:
    assert timetable.on_now(ALL, TEN - MINUTE) == []
    assert timetable.on_now(ALL, TEN) == [FIRST]
    assert timetable.on_now(ALL, TEN + 45 * MINUTE) == [SECOND]
    assert timetable.on_now(ALL, TEN + timedelta(hours=14)) == [NIGHT]


def test_next_is_what_starts_soon_after_the_next_one() -> None:
    assert timetable.up_next(ALL, TEN - HOUR) == [FIRST, SECOND]
    assert timetable.up_next(ALL, TEN + 30 * MINUTE) == [PAUSE, PAUSE_TOO, THIRD]
    assert timetable.up_next(ALL, NIGHT.start) == []


def test_days_are_those_at_the_venue() -> None:
    assert timetable.days(ALL, BERLIN) == [date(2027, 7, 14)]
    assert timetable.on_day(ALL, date(2027, 7, 14), BERLIN) == [*ALL]


@pytest.mark.parametrize(
    ("typed", "today", "meant"),
    [
        ("", date(2027, 1, 1), date(2027, 7, 14)),
        ("", date(2027, 7, 15), date(2027, 7, 15)),
        (" ", date(2028, 1, 1), date(2027, 7, 16)),
        ("2027-07-15", date(2027, 7, 14), date(2027, 7, 15)),
        ("FRI", date(2027, 7, 14), date(2027, 7, 16)),
        ("wednesday", date(2027, 7, 16), date(2027, 7, 14)),
        ("2027-07-20", date(2027, 7, 14), None),
        ("monday", date(2027, 7, 14), None),
    ],
)
def test_the_day_that_somebody_means(typed: str, today: date, meant: date | None) -> None:
    days = [date(2027, 7, day) for day in (14, 15, 16)]

    assert timetable.day_meant(typed, days, today) == meant


def test_without_a_schedule_no_day_is_meant() -> None:
    assert timetable.day_meant("", [], date(2027, 7, 14)) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("B-1", [SECOND]),
        ("ete", [FIRST]),
        ("grace", [SECOND]),
        ("hoper grace", [SECOND]),
        ("pakaging", [SECOND]),
        ("generics", [THIRD]),
        ("CORE", [THIRD]),
        ("coffee", []),
        ("", []),
        ("   ", []),
        ("xyzzy", []),
    ],
)
def test_searching(words: str, found: list[object]) -> None:
    assert timetable.search(ALL, words) == found


def test_titles_go_before_abstracts() -> None:
    about = session("E-1", title="Other", abstract="packaging", start=TEN - HOUR)

    assert timetable.search([about, SECOND], "packaging") == [SECOND, about]


def test_a_break_in_all_rooms_is_listed_once() -> None:
    listed = timetable.once_each(ALL)

    assert [each.key for each in listed] == ["A-1", "B-1", "break-1", "C-1", "D-1"]
    assert listed[2].room == ""


def test_with_nothing_typed_what_comes_next_is_suggested() -> None:
    assert timetable.titles(ALL, "", TEN) == [SECOND, THIRD, NIGHT]
    assert timetable.titles(ALL, "typ", TEN) == [THIRD]


def test_rooms() -> None:
    assert timetable.rooms(ALL) == ["Forum Hall", "S1"]
    assert timetable.in_room(ALL, "s1") == [SECOND, PAUSE_TOO]
    assert ADA in FIRST.speakers
