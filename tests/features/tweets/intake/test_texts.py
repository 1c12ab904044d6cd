from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.texts import MAX_CHARACTERS, normalised, says_something

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Hello \n", "Hello"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two\x0bthree", "one\ntwo\nthree"),
        ("one\ttwo", "one two"),
        ("bell\x07 and null\x00", "bell and null"),
        ("half \ud83d of an emoji", "half  of an emoji"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("two  spaces", "two  spaces"),
        (FAMILY, FAMILY),
        ("شكرا \u200f!", "شكرا \u200f!"),
        ("@everyone **bold**", "@everyone **bold**"),
    ],
)
def test_texts_are_stored_in_one_form(typed: str, stored: str) -> None:
    assert normalised(typed) == stored


@given(st.text(max_size=300))
def test_what_is_stored_is_stored_in_the_same_form_again(typed: str) -> None:
    stored = normalised(typed)
    assert normalised(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert {unicodedata.category(letter) for letter in stored if letter != "\n"}.isdisjoint({"Cc", "Cs"})


def test_a_text_that_grows_by_being_normalised_is_measured_afterwards() -> None:
    # https://www.unicode.org/faq/normalization.html#12
    with pytest.raises(DraftError, match="3,600 characters"):
        normalised("\ufb2c" * 1_200)


def test_what_is_far_too_long_is_refused() -> None:
    assert len(normalised("a" * MAX_CHARACTERS)) == MAX_CHARACTERS
    with pytest.raises(DraftError, match="1,000,000 characters"):
        normalised("a" * 1_000_000)


@pytest.mark.parametrize("text", ["", "\u200b", "\u200d\n\u2060", "\ufe0f", "\u00ad"])
def test_what_cannot_be_seen_says_nothing(text: str) -> None:
    assert not says_something(normalised(text))


@pytest.mark.parametrize("text", ["a", "👍", "…", "①", "♥"])
def test_one_character_can_say_something(text: str) -> None:
    assert says_something(text)
