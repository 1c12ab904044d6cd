from __future__ import annotations

import pytest

from DiscordBot.features.tweets.cards.text_changes import text_changes


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Doors open at nine", "Doors open at ten", "Doors open at ~~nine~~ **ten**"),
        ("Doors open", "Doors open at ten", "Doors open **at ten**"),
        ("Doors open at ten sharp", "Doors open sharp", "Doors open ~~at ten~~ sharp"),
        (
            "one two three four five NO six seven eight nine ten",
            "one two three four five YES six seven eight nine ten",
            "… three four five ~~NO~~ **YES** six seven eight …",
        ),
        ("A *b*", "A *c*", "A ~~\\*b\\*~~ **\\*c\\***"),
        ("A  b", "A b", "only spaces and line breaks"),
    ],
)
def test_only_what_changed_is_told(before: str, after: str, told: str) -> None:
    assert text_changes(before, after) == told


def test_a_long_text_that_is_all_new_is_cut() -> None:
    assert len(text_changes("a " * 2000, "b " * 2000)) < 500
