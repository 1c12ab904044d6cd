from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.campaigns.planning.typed_options import read_minutes, written


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("45 min", 45),
        ("45m", 45),
        ("2 h", 120),
        ("2 hours", 120),
        ("1 h 30 min", 90),
        ("1h30m", 90),
        ("1 day", 1440),
        ("2 Days 3 H", 3060),
        ("４５ min", 45),
        ("", 0),
        ("0", 0),
    ],
)
def test_lengths_are_read_as_people_write_them(typed: str, minutes: int) -> None:
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["often", "45", "-5 min", "1.5 h", "min", "5 min 2 h", "1 h @everyone"])
def test_what_is_no_length_is_explained(typed: str) -> None:
    with pytest.raises(ValueError, match="45 min, 2 h"):
        read_minutes(typed)


def test_more_than_a_month_is_a_slip_of_the_finger() -> None:
    with pytest.raises(ValueError, match="more than a month"):
        read_minutes("99999 days")


@given(st.integers(1, 31 * 24 * 60))
def test_what_is_written_is_read_as_the_same(minutes: int) -> None:
    assert read_minutes(written(minutes)) == minutes
