from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.networks.twitter.handles import HANDLES

twitter_handle = HANDLES.handle


@pytest.mark.parametrize(
    "answer",
    [
        *("@ada", "ada", " @ada ", "@ada.", "＠ada", "@ada\u200e", "(@ada)", "<https://twitter.com/ada>"),
        *(
            "https://twitter.com/ada",
            "http://www.twitter.com/ada",
            "twitter.com/ada?s=20",
            "HTTPS://X.COM/ada",
        ),
        *("https://x.com/ada?lang=en", "twitter.com/@ada/", "https://mobile.twitter.com/ada", "x.com/#!/ada"),
        *("twitter: @ada", "Twitter:@ada", "X: ada", "twitter/x: @ada", "Twitter @ada"),
        *("@ada https://x.com/ada", "@ada, @ada"),
    ],
)
def test_handles_are_found(answer: str) -> None:
    assert twitter_handle(answer) == "@ada"


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "",
            " ",
            "-",
            "--",
            "n/a",
            "N/A",
            "na",
            "none",
            "None.",
            "no",
            "@none",
            "keine",
            "x",
            "Twitter",
            "@",
        ),
        *("ada@example.org", "@ada@fosstodon.org", "mastodon: @ada@fosstodon.org", "mastodon: @ada", "@@ada"),
        *(
            "https://fosstodon.org/@ada",
            "@ada.bsky.social",
            "ada.bsky.social",
            "bluesky: ada",
            "github.com/ada",
        ),
        *(
            "https://nottwitter.com/ada",
            "https://x.com.example.org/ada",
            "https://twitter.com/",
            "x.com/home",
        ),
        *("https://x.com/ada/status/1234", "https://x.com/i/flow/login", "https://twitter.com/search?q=ada"),
        *("Ada Lovelace", "I am @ada there", "@ada or @grace", "@ada / @grace", "@ada @ada_too"),
        *("@a_handle_too_long", "abcdefghijklmnop", "12345", "@12345", "@ädä", "ad", "@ada!", "+49 123 4567"),
    ],
)
def test_no_handle_is_better_than_a_wrong_one(answer: str) -> None:
    assert twitter_handle(answer) == ""


@given(st.text())
def test_whatever_is_written_a_handle_is_one_that_x_allows(answer: str) -> None:
    handle = twitter_handle(answer)

    assert handle == "" or re.fullmatch(r"@[A-Za-z0-9_]{1,15}", handle)


@given(st.from_regex(r"[A-Za-z]{3}_[A-Za-z0-9_]{1,11}", fullmatch=True))
def test_a_handle_stays_what_it_is(handle: str) -> None:
    assert twitter_handle(handle) == f"@{handle}"
    assert twitter_handle(twitter_handle(handle)) == f"@{handle}"
    assert twitter_handle(f"https://x.com/{handle}") == f"@{handle}"
