from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.networks.bluesky.handles import HANDLES
from DiscordBot.networks.bluesky.posting.rich_text import Kind, find_parts


@pytest.mark.parametrize(
    ("answer", "handle"),
    [
        *(
            (written, "@ada.bsky.social")
            for written in (
                *("@ada.bsky.social", "Ada.Bsky.Social", "ada", "@ada"),
                "https://bsky.app/profile/ada.bsky.social",
                "bsky.app/profile/@ada.bsky.social/",
                "bluesky: @ada.bsky.social",
                "Bluesky: ada",
                "@ada.bsky.social <https://bsky.app/profile/ada.bsky.social>",
            )
        ),
        *((written, "@lovelace.dev") for written in ("lovelace.dev", "@lovelace.dev.", "＠lovelace.dev")),
        ("https://bsky.app/profile/team.lovelace.dev?ref=x", "@team.lovelace.dev"),
    ],
)
def test_handles_are_found(answer: str, handle: str) -> None:
    assert HANDLES.handle(answer) == handle


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "",
            "-",
            "n/a",
            "none",
            "bluesky",
            "bsky.social",
            "bsky.app",
            "ad",
            "a_b_c",
            "Ada Lovelace",
            "ada!",
        ),
        *("ada@example.org", "@ada@fosstodon.org", "https://fosstodon.org/@ada", "https://x.com/ada"),
        *("https://lovelace.dev", "www.lovelace.dev", "ada.local", "linkedin.com", "none.bsky.social"),
        *("https://bsky.app/profile/did:plc:ewvi7nxzyoun6zhxrhs64oiz", "@ada.bsky.social @eve.bsky.social"),
        *("a" * 19, f"{'a.' * 130}dev", "I am @ada.bsky.social"),
    ],
)
def test_no_handle_is_better_than_a_wrong_one(answer: str) -> None:
    assert HANDLES.handle(answer) == ""


@given(st.text(st.characters(codec="ascii") | st.sampled_from("@./:")))
def test_whatever_is_written_a_handle_is_one_that_posts_mention(answer: str) -> None:
    handle = HANDLES.handle(answer)

    assert handle == "" or [part.kind for part in find_parts(handle)] == [Kind.MENTION]
    assert HANDLES.handle(handle) == handle
