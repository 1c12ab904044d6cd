from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.networks.mastodon.handles import HANDLES


@pytest.mark.parametrize(
    "answer",
    [
        *("@ada@fosstodon.org", "ada@fosstodon.org", " @ada@Fosstodon.org. ", "＠ada@fosstodon.org"),
        *("https://fosstodon.org/@ada", "fosstodon.org/@ada/", "https://fosstodon.org/users/ada"),
        *("https://mastodon.social/@ada@fosstodon.org", "https://fosstodon.org/web/@ada?x=1"),
        *("mastodon: @ada@fosstodon.org", "Mastodon: https://fosstodon.org/@ada"),
        "@ada@fosstodon.org (https://fosstodon.org/@ada)",
    ],
)
def test_handles_are_found(answer: str) -> None:
    assert HANDLES.handle(answer) == "@ada@fosstodon.org"


@pytest.mark.parametrize(
    "answer",
    [
        *("", "-", "n/a", "none", "mastodon", "@ada", "ada", "Ada Lovelace", "@ada@fosstodon", "@@ada@a.org"),
        *("ada@gmail.com", "ada@web.de", "ada@example.org", "ada@yahoo.co.uk", "none@fosstodon.org"),
        *("https://x.com/@ada", "https://medium.com/@ada", "https://www.youtube.com/@ada", "bsky.app/@ada"),
        *(
            "https://fosstodon.org/@ada/109300",
            "https://fosstodon.org",
            "@ada.bsky.social",
            "ada@bsky.social",
        ),
        *("@ada@fosstodon.org or @ada@mastodon.social", "@1@fosstodon.org", "@a b@fosstodon.org"),
    ],
)
def test_no_handle_is_better_than_a_wrong_one(answer: str) -> None:
    assert HANDLES.handle(answer) == ""


@given(st.text(st.characters(codec="ascii") | st.sampled_from("@./:")))
def test_whatever_is_written_a_handle_has_name_and_server(answer: str) -> None:
    handle = HANDLES.handle(answer)

    assert handle == "" or re.fullmatch(r"@[\w.-]+@[a-z0-9.-]+\.[a-z]+", handle)
    assert HANDLES.handle(handle) == handle
