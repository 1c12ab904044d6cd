from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from DiscordBot.features.programme.wall_time import day_words, duration
from tests.features.programme.made_up import BERLIN, session


def test_over_the_end_of_summer_time_clocks_jump_and_durations_do_not() -> None:
    night = session(start=datetime(2027, 10, 31, 0, 30, tzinfo=UTC), minutes=60)

    local = night.model_copy(
        update={"start": night.start.astimezone(BERLIN), "end": night.end.astimezone(BERLIN)}
    )
    assert duration(night) == duration(local) == "1 h"


@pytest.mark.parametrize(("minutes", "text"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (0, "")])
def test_durations(minutes: int, text: str) -> None:
    assert duration(session(minutes=minutes)) == text


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
