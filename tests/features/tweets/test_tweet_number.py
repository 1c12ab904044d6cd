from __future__ import annotations

import pytest

from DiscordBot.features.tweets.errors import NoSuchTweetError
from DiscordBot.features.tweets.tweet_number import choice_value, named, number_of


@pytest.mark.parametrize("typed", ["12", "#12", " #12 ", "#12 · 🟡 waiting for approval · Hello\nyou", "012"])
def test_numbers_as_people_type_or_copy_them(typed: str) -> None:
    assert number_of(typed) == 12
    assert named(typed) == (12, None)


def test_a_choice_says_which_text_was_offered() -> None:
    assert named(choice_value(12, 3)) == (12, 3)
    assert number_of("12.3") == 12


@pytest.mark.parametrize("typed", ["", "#", "twelve", "-12", "12a", "9" * 19, "x 12"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(NoSuchTweetError):
        number_of(typed)
