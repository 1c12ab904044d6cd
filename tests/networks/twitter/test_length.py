from __future__ import annotations

import asyncio
import importlib
import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from DiscordBot.networks.twitter.dry_run import DryRunNetwork
from DiscordBot.networks.twitter.length import find_links, normalised, weighted_length
from DiscordBot.networks.twitter.text_rules.extract_emojis import extract_emojis_with_indices
from DiscordBot.networks.twitter.text_rules.extract_urls import (  # type: ignore[import-not-found]  # the library's
    extract_urls_with_indices,
)
from DiscordBot.networks.twitter.text_rules.parse_tweet import (  # type: ignore[import-not-found]  # the library's
    parse_tweet,
)
from tests.networks.twitter.x_account import ALL_DAY

PIECES = [
    *("a", "b.", "com", ".com", "co.uk", ".", "/", "?", "=", "-", "_", "日", "本", "é", "e\u0301", "@", "#"),
    *(
        "$",
        "http://",
        "https://",
        " ",
        "\n",
        "\r\n",
        ":80",
        "(",
        ")",
        "😷",
        "👨‍👩‍👧",
        "\u200d",
        "\ufe0f",
        "'",
    ),
    *("t.co/abc", ".みんな", "xn--", ",", "!", "&", "%", "~", "x.org", "\u200f"),
]


# From twitter-text's own conformance suite and from X's page on counting characters.
@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("This is a test.", 15),
        ("Hello\r\nworld", 11),
        ("故人西辞黄鹤楼", 14),
        ("H🐱☺👨‍👩‍👧‍👦", 7),
        ("👨‍👩‍👧‍👦" * 140, 280),
        ("🙋🏽👨‍🎤", 4),
        ("🇩🇪", 2),
        ("1️⃣", 2),
        ("caf\u0065\u0301", 4),
        ("caf\u00e9", 4),
        ("Unit •’—test", 13),
        ("http://test.com", 23),
        ("https://test.com https://test.com", 47),
        ("Hi test.co", 26),
        ("https://example.org/" + "a" * 200, 23),
        ("see (https://example.org/a_(b)).", 30),
        ("http://twitter.com/これは日本語です。example.com中国語", 23 + 18 + 23 + 6),
        ("me@example.com", 14),
        ("$test.com", 9),
        ("node.js is nice", 15),
        ("שלום עולם", 9),
        ("😷" * 300, 600),
        ("@everyone **bold**", 18),
    ],
)
def test_x_counts_so(text: str, length: int) -> None:
    assert weighted_length(text) == length


@pytest.mark.parametrize("letter", ["a.", "日.", "é.", "a.b-", "ก็.", "م\u064e.", "a.\u200d"])
def test_a_text_of_dots_has_its_right_length(letter: str) -> None:
    text = (letter * 140)[:140]
    assert weighted_length(text) == parse_tweet(text).weightedLength
    assert find_links(text) == ()


def test_a_text_that_nobody_could_post_is_not_looked_at() -> None:
    assert weighted_length("a." * 500_000) == 1_000_000
    assert find_links("http://a.com " * 100) == ()


def test_what_x_never_takes_counts_as_nothing() -> None:
    assert weighted_length("Hi \ufeffthere") == 0


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("a.com/日本.b.com")
@example("http://a.b.c.d.e.f.com/1.2.3.4.5.6.7.8.9.html?x=1.2.3.4.5.6.7.8.9")
@example("日本.com -a.com a_b.com/c.com @a.b.com")
def test_it_agrees_with_the_library(text: str) -> None:
    tidy = normalised(text)
    assert weighted_length(text) == parse_tweet(text).weightedLength
    found = [[link.start, link.end] for link in find_links(tidy)]
    assert found == [link["indices"] for link in extract_urls_with_indices(tidy)]


def test_links_are_told_as_they_were_written() -> None:
    text = "At example.org, https://x.org/v1.2.3.4.5.6.7.8.9 and HTTP://B.de"
    assert [link.address for link in find_links(text)] == [
        "http://example.org",
        "https://x.org/v1.2.3.4.5.6.7.8.9",
        "HTTP://B.de",
    ]


def test_an_ascii_name_in_a_long_text_without_spaces_is_a_link() -> None:
    text = "日" * 100 + "example.com" + "日" * 10
    assert weighted_length(text) == 200 + 23 + 20


@pytest.mark.parametrize(
    "text",
    [
        *("a." * 500, "日." * 500, "a.b-" * 250, "ก็." * 333, "a\u0301.b\u0301." * 200, "a.\u200d" * 333),
        *("a.com/" + "日" * 994, "a.com/?" + "é" * 993, "日-" * 499 + ".a", "a.b.c.d.e.f.g " * 71),
        *("a." * 400 + "日.com", "😷" * 1000, "a" * 1_000_000, "x.org/(" + "(a" * 490),
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_long_enough_to_stall_the_loop(text: str) -> None:
    assert min(seconds_for(text) for _ in range(3)) < 0.05


def seconds_for(text: str) -> float:
    """Return the processor's time, not the clock's, since tests share the machine."""
    before = time.thread_time()
    weighted_length(text)
    return time.thread_time() - before


async def test_the_loop_goes_on_while_many_texts_are_measured() -> None:
    network = DryRunNetwork(ALL_DAY, 0, _not_paused)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    lengths = [(await network.measure(f"Talk {number}")).length for number in range(20)]
    counting.cancel()
    assert lengths == [6] * 10 + [7] * 10
    assert turns >= 20


async def _not_paused() -> None:
    return None


@pytest.mark.slow
def test_all_emoji_that_the_library_knows_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    library = importlib.util.find_spec("twitter_text")
    assert library is not None
    (folder,) = library.submodule_search_locations or []
    # What the library reads its table with, where it is not to be had any more.
    resources = ModuleType("pkg_resources")
    resources.resource_string = lambda _module, name: Path(folder, "regexp", name).read_bytes()  # type: ignore[attr-defined]  # all that it asks for
    monkeypatch.setitem(sys.modules, "pkg_resources", resources)
    theirs = importlib.import_module("twitter_text.regexp.emoji")

    # X counts these two as emoji only where a selector behind them asks for that.
    for emoji in {*theirs.emoji_dict} - {"©", "®"}:
        assert [found["emoji"] for found in extract_emojis_with_indices(emoji)] == theirs.emoji.findall(emoji)
