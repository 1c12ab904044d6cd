from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.news.entries import MOST_AT_ONCE, FeedEntry, Selection, names_of, select_news

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW = datetime(2027, 7, 14, 10, tzinfo=UTC)


def entry(number: int, age_days: float | None = 0, **values: str) -> FeedEntry:
    published = None if age_days is None else NOW - timedelta(days=age_days)
    link = values.get("link", f"https://example.org/{number}")
    return FeedEntry(values.get("title", f"News {number}"), link, values.get("guid", f"g{number}"), published)


def select(*entries: FeedEntry, seen: Iterable[FeedEntry] = (), is_first_look: bool = False) -> Selection:
    known = {name: NOW - timedelta(days=1) for one in seen for name in names_of(one)}
    return select_news(entries, known, NOW, is_first_look=is_first_look)


def titles(selection: Selection) -> list[str]:
    return [one.title for one in selection.news]


def test_the_oldest_first_and_nothing_older_than_seven_days() -> None:
    chosen = select(entry(1), entry(2, 8), entry(3, 7), entry(4, 3), is_first_look=True)
    assert titles(chosen) == ["News 3", "News 4", "News 1"]


def test_old_entries_are_remembered_too() -> None:
    assert select(entry(2, 8)).names == names_of(entry(2))


def test_each_once() -> None:
    assert select(entry(1), seen=[entry(1)]) == Selection((), 0, frozenset())
    assert titles(select(entry(1, guid="other"), seen=[entry(1)])) == []
    assert titles(select(entry(1, link="https://example.org/moved"), seen=[entry(1)])) == []


def test_a_new_name_of_a_known_entry_is_remembered() -> None:
    moved = entry(1, link="https://example.org/moved")
    assert select(moved, seen=[entry(1)]).names == names_of(moved) - names_of(entry(1))


def test_the_same_guid_twice_in_one_feed() -> None:
    moved = entry(1, guid="g", link="https://example.org/moved")
    assert titles(select(entry(1, guid="g"), moved)) == ["News 1"]


def test_entries_without_a_date() -> None:
    feed = (entry(1, None), entry(2, None))
    assert titles(select(*feed)) == ["News 2", "News 1"]
    first = select(*feed, is_first_look=True)
    assert titles(first) == []
    assert titles(select(*feed, seen=feed)) == []
    assert first.names == names_of(feed[0]) | names_of(feed[1])


def test_entries_of_the_future_come_last() -> None:
    assert titles(select(entry(1, -3), entry(2), is_first_look=True)) == ["News 2", "News 1"]


def test_a_feed_made_anew_does_not_flood() -> None:
    feed = [entry(number, number / 10_000) for number in range(10_000)]
    chosen = select(*feed, is_first_look=True)
    assert titles(chosen) == [f"News {number}" for number in reversed(range(MOST_AT_ONCE))]
    assert chosen.left_out == 10_000 - MOST_AT_ONCE
    assert len(chosen.names) == 30_000


def test_one_guid_for_all_tells_none_from_another() -> None:
    feed = [entry(number, number / 10, guid="the same") for number in (1, 2, 3)]
    assert titles(select(*feed)) == ["News 3", "News 2", "News 1"]
    assert titles(select(entry(4, guid="the same"), *feed, seen=feed)) == ["News 4"]


@pytest.mark.parametrize("guid", ["N/A", " n/a ", "none", "-"])
def test_a_guid_that_is_none_counts_for_nothing(guid: str) -> None:
    assert titles(select(entry(2, guid=guid), seen=[entry(1, guid=guid)])) == ["News 2"]


@pytest.mark.parametrize("guids", [("a", "b", "c"), ("", "", "")])
def test_one_link_for_all_tells_none_from_another(guids: tuple[str, ...]) -> None:
    home = "https://example.org/news"
    feed = [entry(number, number / 10, guid=guid, link=home) for number, guid in enumerate(guids, start=1)]
    chosen = select(*feed)
    assert titles(chosen) == ["News 3", "News 2", "News 1"]
    assert chosen.of_shared_links == {*feed}
    assert titles(select(*feed, seen=feed)) == []


def test_a_feed_of_one_entry_whose_link_never_changes() -> None:
    home = "https://example.org/news"
    first = entry(1, 2, guid="a", link=home)
    assert titles(select(entry(2, 0, guid="b", link=home), seen=[first])) == ["News 2"]
    assert titles(select(entry(1, 0, guid="b", link=home), seen=[first])) == []
    assert titles(select(entry(2, 2, guid="b", link=home), seen=[first])) == []


@pytest.mark.parametrize("age_days", [365 * 2027, 365 * 57, -400])
def test_dates_that_mean_nothing_are_none(age_days: float) -> None:
    assert titles(select(entry(1, age_days))) == ["News 1"]
    assert select(entry(1, age_days), is_first_look=True).skipped == {
        "without a date when the feed was first read": 1
    }


def test_what_is_skipped_is_counted_once_with_the_reason() -> None:
    old = entry(1, 8)
    assert select(old, entry(2, 9), entry(3)).skipped == {"older than seven days when first seen": 2}
    assert select(old, seen=[old]).skipped == {}
