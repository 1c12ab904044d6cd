from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.campaigns.texts.pagination import MOST_CHARACTERS, MOST_ENTRIES, Entry, cut

ENTRIES = st.lists(st.builds(Entry, st.text(max_size=200), st.text(max_size=1024)), max_size=80)


@given(ENTRIES)
def test_everything_is_on_a_page_that_discord_takes(entries: list[Entry]) -> None:
    groups = cut(entries)

    assert [entry for group in groups for entry in group] == entries
    assert all(0 < len(group) <= MOST_ENTRIES for group in groups)
    for group in groups:
        assert sum(len(entry.name) + len(entry.value) for entry in group) <= MOST_CHARACTERS


def test_pages_are_filled() -> None:
    assert [len(group) for group in cut([Entry("a", "b")] * 60)] == [25, 25, 10]
    assert [len(group) for group in cut([Entry("", "b" * 1024)] * 7)] == [5, 2]
