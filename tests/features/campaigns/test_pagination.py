from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.discord_ui.layout.face import CardField
from DiscordBot.features.campaigns.texts.pagination import MOST_CHARACTERS, MOST_FIELDS, pages_of_fields

FIELDS = st.lists(st.builds(CardField, st.text(max_size=200), st.text(max_size=1024)), max_size=80)


@given(FIELDS)
def test_everything_is_on_a_page_that_discord_takes(fields: list[CardField]) -> None:
    groups = pages_of_fields(fields)

    assert [field for group in groups for field in group] == fields
    assert all(0 < len(group) <= MOST_FIELDS for group in groups)
    for group in groups:
        assert sum(len(field.name) + len(field.value) for field in group) <= MOST_CHARACTERS


def test_pages_are_filled() -> None:
    assert [len(group) for group in pages_of_fields([CardField("a", "b")] * 60)] == [25, 25, 10]
    assert [len(group) for group in pages_of_fields([CardField("", "b" * 1024)] * 7)] == [2, 2, 2, 1]
