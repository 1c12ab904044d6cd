from __future__ import annotations

from datetime import UTC, datetime

import pytest

from DiscordBot.core.http.json_errors import BadResponseError
from DiscordBot.features.news.entries import Feed, FeedEntry
from DiscordBot.features.news.reading import read_feed
from tests.features.news.feeds import item, rss

TEN = datetime(2027, 7, 14, 10, tzinfo=UTC)


pytestmark = pytest.mark.usefixtures("own_processes")


def read(document: str, *, processor_seconds: int = 15, patience_seconds: float = 60) -> Feed:
    return read_feed(
        document.encode(),
        address="https://example.org/feed.xml",
        content_type="application/rss+xml",
        processor_seconds=processor_seconds,
        patience_seconds=patience_seconds,
    )


def test_a_feed_is_read_in_another_process() -> None:
    document = rss(item("Zoë\N{SNAKE}", "/1", "n1", TEN), item(link="mailto:a@b.example"))
    expected = FeedEntry("Zoë\N{SNAKE}", "https://example.org/1", "n1", TEN)
    assert read(document) == Feed((expected,), without_link=1)


def test_what_is_no_feed() -> None:
    with pytest.raises(BadResponseError, match="no RSS or Atom"):
        read("<html></html>")


def test_entities_that_explode() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    declaration = f'<!DOCTYPE x [<!ENTITY e0 "{"x" * 100}">{entities}]>'
    try:
        feed = read(rss("<item><title>&e9;</title><link>/1</link></item>", declaration=declaration))
    except BadResponseError:
        return
    assert all(len(entry.title) < 1000 for entry in feed.entries)


def test_one_that_takes_for_ever_is_given_up() -> None:
    with pytest.raises(BadResponseError, match="too long"):
        read(rss(item()), patience_seconds=0.01)


@pytest.mark.slow
def test_one_that_kills_its_reader() -> None:
    with pytest.raises(BadResponseError, match="too large or too deeply nested"):
        read(rss("<item>" + "<a>" * 1_000_000), processor_seconds=1)
