from __future__ import annotations

import pytest

from DiscordBot.features.news.entries import FeedEntry, names_of, source_key, web_address

LINK = "https://example.org/news/1"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (FeedEntry("A", LINK, "1"), FeedEntry("B", LINK, "1"), True),
        (FeedEntry("A", LINK, "1"), FeedEntry("A", LINK, "2"), True),
        (FeedEntry("A", LINK, "1"), FeedEntry("A", f"{LINK}-new", "1"), True),
        (FeedEntry("A", LINK), FeedEntry("A", "http://example.org/news/1/"), True),
        (FeedEntry("A", LINK), FeedEntry("A", f"{LINK}?page=2"), False),
        (FeedEntry("A", f"{LINK}#a"), FeedEntry("A", f"{LINK}#b"), False),
        (FeedEntry("A", LINK), FeedEntry("A", f"{LINK}2"), False),
        (FeedEntry("A", LINK, LINK), FeedEntry("A", f"{LINK}2", ""), False),
    ],
)
def test_which_entries_are_the_same(one: FeedEntry, other: FeedEntry, same: bool) -> None:  # noqa: FBT001 - the expectation
    assert (not names_of(one).isdisjoint(names_of(other))) is same


def test_names_fit_into_their_column() -> None:
    assert {len(name) <= 70 for name in names_of(FeedEntry("A", LINK + "x" * 5000, "ü" * 5000))} == {True}


def test_one_key_for_one_link() -> None:
    assert source_key(LINK) == source_key("http://example.org/news/1/") != source_key(f"{LINK}2")


def test_an_address_becomes_one_that_networks_recognise() -> None:
    assert web_address(" HTTPS://Bücher.Example/ä (1)?q=ü ") == (
        "https://xn--bcher-kva.example/%C3%A4%20(1)?q=%C3%BC"
    )


@pytest.mark.parametrize("text", ["", "example.org/1", "ftp://example.org/1", "https://", "//example.org"])
def test_what_is_no_web_address(text: str) -> None:
    with pytest.raises(ValueError, match="needs a web address"):
        web_address(text)
