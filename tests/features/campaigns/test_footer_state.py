from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.campaigns.texts.footer_state import (
    ChoiceState,
    PageState,
    choice_footer,
    page_footer,
    read_choice,
    read_page,
)


@given(st.integers(1, 10**6), st.integers(1, 500))
def test_a_page_says_which_it_is(campaign: int, page: int) -> None:
    state = PageState(campaign, page, "0123abcd")

    assert read_page(page_footer(state, 500)) == state


@given(st.sets(st.integers(1, 1000), min_size=1))
def test_a_choice_says_which_tweets_it_is_about(tweets: set[int]) -> None:
    state = ChoiceState(3, tuple(sorted(tweets)), "0123abcd")

    assert read_choice(choice_footer(state)) == state


def test_neighbours_are_short() -> None:
    line = choice_footer(ChoiceState(3, tuple(range(1, 501)), "ab"))

    assert line == "Campaign #3 · tweets 1–500 · ab"


def test_other_lines_say_nothing() -> None:
    assert read_page("Tweet #3 · revision 1") is None
    assert read_choice("Campaign #3 · page 1 of 2 · ab") is None
