from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.features.programme.wall_time import day_words, duration, move, when
from tests.features.programme.made_up import BERLIN, session

THURSDAY = datetime(2027, 7, 15, 13, tzinfo=BERLIN)


def test_a_move_reads_as_people_write_it() -> None:
    before = session(start=THURSDAY, minutes=30, room="S1")
    after = session(start=datetime(2027, 7, 16, 14, tzinfo=BERLIN), minutes=30, room="S2")

    assert move(before, after, BERLIN) == "Thu 13:00–13:30, S1 → Fri 14:00–14:30, S2"


def test_a_move_to_the_same_weekday_of_another_week_has_dates() -> None:
    before, after = (session(start=THURSDAY + timedelta(days=days), minutes=30, room="") for days in (0, 7))

    assert move(before, after, BERLIN) == "Thu 15 Jul 13:00–13:30 → Thu 22 Jul 13:00–13:30"


def test_over_midnight_both_days_are_named() -> None:
    late = session(start=THURSDAY.replace(hour=23, minute=30), minutes=45)

    assert when(late, BERLIN) == "Thu 23:30–Fri 00:15"


@pytest.mark.parametrize(
    ("zone", "text"), [("America/New_York", "Wed 22:15–22:45"), ("Asia/Kathmandu", "Thu 08:00–08:30")]
)
def test_any_zone(zone: str, text: str) -> None:
    talk = session(start=datetime(2027, 7, 15, 2, 15, tzinfo=UTC), minutes=30)

    assert when(talk, ZoneInfo(zone)) == text


def test_over_the_end_of_summer_time_clocks_jump_and_durations_do_not() -> None:
    night = session(start=datetime(2027, 10, 31, 0, 30, tzinfo=UTC), minutes=60)

    local = night.model_copy(
        update={"start": night.start.astimezone(BERLIN), "end": night.end.astimezone(BERLIN)}
    )
    assert when(night, BERLIN) == "Sun 02:30–02:30"
    assert duration(night) == duration(local) == "1 h"


@pytest.mark.parametrize(("minutes", "text"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (0, "")])
def test_durations(minutes: int, text: str) -> None:
    assert duration(session(minutes=minutes)) == text


def test_what_has_no_length_has_one_time() -> None:
    assert when(session(minutes=0), BERLIN) == "Wed 10:00"
    assert move(session(minutes=0), session(minutes=0, room="S2"), BERLIN) == (
        "Wed 10:00, Forum Hall → Wed 10:00, S2"
    )


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2027, 7, 14), "Wednesday"),
        (date(2027, 7, 8), "Wednesday"),
        (date(2027, 7, 7), "Wednesday, 14 July"),
        (date(2026, 11, 30), "Wednesday, 14 July 2027"),
        (date(2027, 7, 22), "Wednesday, 14 July"),
    ],
)
def test_a_weekday_alone_only_where_it_can_be_no_other(today: date, words: str) -> None:
    assert day_words(date(2027, 7, 14), today) == words
