from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.core.clock import SystemClock
from DiscordBot.features.campaigns.planning.plan import Item, Pace, due_times, in_order, preview
from DiscordBot.features.campaigns.planning.versions import Version, together
from DiscordBot.networks.posting_window import PostingWindow
from DiscordBot.templating.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable

BERLIN = ZoneInfo("Europe/Berlin")
SAME_TEXT = "Another one has the same text, and X refuses a text that it has already."
NINE, TEN = (datetime(2027, 7, 14, hour, tzinfo=BERLIN) for hour in (9, 10))


def always(moment: datetime) -> datetime:
    return moment


def window(opens: time, closes: time) -> Callable[[datetime], datetime]:
    """Open from one time of day in Berlin to another, over midnight if that is earlier; equal is always."""

    def is_open(moment: datetime) -> bool:
        shown = moment.astimezone(BERLIN).time()
        if opens < closes:
            return opens <= shown < closes
        return opens == closes or shown >= opens or shown < closes

    def next_open(moment: datetime) -> datetime:
        if is_open(moment):
            return moment
        day = moment.astimezone(BERLIN).date()
        openings = [datetime.combine(day + timedelta(days=n), opens, BERLIN).astimezone(UTC) for n in (0, 1)]
        return min(opening for opening in openings if opening > moment)

    return next_open


def wall(shown: str) -> datetime:
    """Return what clocks at the venue show, without a time zone."""
    return datetime.fromisoformat(shown)


def local(times: list[datetime]) -> list[str]:
    return [f"{moment.astimezone(BERLIN):%d %H:%M}" for moment in times]


def on_x(text: str, due: datetime = NINE) -> tuple[Version, ...]:
    return (Version("twitter", "X", text, len(text), 280, due),)


def talk(key: str, title: str = "", starts: datetime | None = TEN) -> Item:
    return Item(key, title or f"Talk {key}", {}, starts)


paces = st.builds(
    Pace,
    start=st.datetimes(wall("2027-01-01"), wall("2027-12-01"), timezones=st.just(BERLIN)),
    interval_minutes=st.integers(1, 600),
    random_minutes=st.integers(0, 90),
    seed=st.integers(0, 2**63),
)
windows = st.builds(
    lambda opens, closes: PostingWindow(opens, closes, BERLIN).next_open, st.times(), st.times()
)


@given(paces, windows, st.integers(2, 40))
def test_times_ascend_inside_the_window_with_the_interval_between(
    pace: Pace, next_open: Callable[[datetime], datetime], count: int
) -> None:
    times = due_times(pace, count, next_open)
    least = timedelta(minutes=pace.interval_minutes)
    most = least + timedelta(minutes=pace.random_minutes)

    assert len(times) == count
    assert times[0] == next_open(pace.start.astimezone(UTC).replace(microsecond=0))
    assert all(next_open(due) == due for due in times)
    for before, after in pairwise(times):
        assert after - before >= least
        # What comes later than that has waited for an opening, and goes out with it.
        assert after - before <= most or next_open(after - timedelta(seconds=1)) == after


@given(paces, windows)
def test_the_same_seed_gives_the_same_times(pace: Pace, next_open: Callable[[datetime], datetime]) -> None:
    assert due_times(pace, 20, next_open) == due_times(pace, 20, next_open)
    assert due_times(pace, 10, next_open) == due_times(pace, 20, next_open)[:10]


def test_another_seed_gives_other_times() -> None:
    plans = {tuple(due_times(Pace(NINE, 60, 30, seed), 10, always)) for seed in range(50)}

    assert len(plans) == 50


def test_times_are_these_in_every_version_of_python() -> None:
    times = due_times(Pace(NINE, 60, 10, seed=7), 4, always)

    assert [f"{due:%H:%M:%S}" for due in times] == ["07:00:00", "08:01:37", "09:02:17", "10:07:16"]


def test_after_closing_it_goes_on_at_the_next_opening_with_the_interval_from_there() -> None:
    times = due_times(Pace(NINE.replace(hour=19, minute=30), 45, 0, 1), 5, window(time(9), time(21)))

    assert local(times) == ["14 19:30", "14 20:15", "15 09:00", "15 09:45", "15 10:30"]


def test_a_start_outside_the_window_waits_for_it() -> None:
    assert local(due_times(Pace(NINE, 60, 0, 1), 2, window(time(22), time(2)))) == ["14 22:00", "14 23:00"]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        # Clocks go from 02:00 to 03:00, and from 03:00 back to 02:00.
        (wall("2027-03-28 00:30"), ["28 00:30", "28 01:30", "28 03:30", "28 04:30"]),
        (wall("2027-10-31 00:30"), ["31 00:30", "31 01:30", "31 02:30", "31 02:30"]),
        (wall("2027-03-28 02:30"), ["28 03:30", "28 04:30", "28 05:30", "28 06:30"]),
    ],
)
def test_an_hour_stays_an_hour_over_clock_changes(start: datetime, expected: list[str]) -> None:
    times = due_times(Pace(SystemClock(BERLIN).moment(start), 60, 0, 1), 4, always)

    assert local(times) == expected
    assert {after - before for before, after in pairwise(times)} == {timedelta(hours=1)}


def test_the_window_opens_by_the_clocks_on_the_wall_on_the_day_they_change() -> None:
    evening = Pace(datetime(2027, 10, 30, 20, 30, tzinfo=BERLIN), 60, 0, 1)

    assert local(due_times(evening, 3, window(time(9), time(21)))) == ["30 20:30", "31 09:00", "31 10:00"]


@pytest.mark.parametrize(
    ("start", "interval", "random_part", "sentence"),
    [
        (NINE, 0, 0, "The interval must be at least one minute."),
        (NINE, 1, -1, "The random part cannot be less than nothing."),
        (wall("2027-07-14"), 1, 0, "The start needs a time zone."),
    ],
)
def test_an_impossible_pace_is_refused(
    start: datetime, interval: int, random_part: int, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Pace(start, interval, random_part, 1)


def test_items_come_by_start_and_title_and_those_without_a_time_last() -> None:
    items = [talk("d", "Sponsor", None), talk("c", "B"), talk("b", "A"), talk("a", "Z", NINE)]

    assert [item.key for item in in_order(items)] == ["a", "b", "c", "d"]
    assert in_order(reversed(items)) == in_order(items)


def test_items_are_shuffled_by_the_seed_whatever_their_order_was() -> None:
    items = [talk(f"{number:02}") for number in range(20)]

    assert in_order(items, 1) == in_order(reversed(items), 1) != in_order(items, 2)
    assert sorted(item.key for item in in_order(items, 1)) == [item.key for item in items]


def test_a_preview_without_problems_can_be_created() -> None:
    items, times = [talk("a"), talk("b")], due_times(Pace(NINE, 60, 0, 1), 2, always)

    shown = preview(items, times, {"a": on_x("Short"), "b": on_x("A longer one")}, NINE - timedelta(hours=1))

    assert [(tweet.due, tweet.text, tweet.fullest.length) for tweet in shown.tweets] == [
        (times[0], "Short", 5),
        (times[1], "A longer one", 12),
    ]
    assert shown.longest == shown.tweets[1]
    assert [tweet.comes_late for tweet in shown.tweets] == [False, True]
    assert shown.can_be_created


def test_a_preview_names_every_problem_with_its_item() -> None:
    items = [talk(key) for key in "abcdef"]
    rendered: dict[str, tuple[Version, ...] | TemplateError] = {
        "a": on_x("Too early"),
        "b": TemplateError("There is no «titel» in a session.", 2),
        "c": on_x("Same  text"),
        "d": on_x("same text"),
        "e": on_x(""),
        "f": on_x("x" * 281),
    }

    shown = preview(items, due_times(Pace(NINE, 60, 0, 1), 6, always), rendered, NINE)

    assert [(problem.item.key, problem.reason) for problem in shown.problems] == [
        ("b", "There is no «titel» in a session."),
        ("a", "Its time has already passed."),
        ("c", SAME_TEXT),
        ("d", SAME_TEXT),
        ("e", "The template makes no text of it."),
        ("f", "The text is too long."),
    ]
    assert [(fault.line, len(fault.problems)) for fault in shown.faults] == [
        (None, 2),
        (2, 1),
        (None, 1),
        (None, 1),
        (None, 1),
    ]
    assert not shown.can_be_created


def test_an_empty_campaign_cannot_be_created() -> None:
    shown = preview([], [], {}, NINE)

    assert shown.longest is None
    assert not shown.can_be_created


def test_texts_are_those_of_each_network_and_the_commonest_is_common() -> None:
    versions = tuple(
        Version(name, name.title(), text, len(text), limit, NINE)
        for name, text, limit in (
            ("twitter", "Ada (@ada)", 280),
            ("mastodon", "Ada", 500),
            ("bluesky", "Ada (@ada.dev)", 10),
            ("linkedin", "Ada", 3000),
        )
    )

    shown = preview([talk("a")], [NINE], {"a": versions}, NINE - timedelta(hours=1))

    (tweet,) = shown.tweets
    assert (tweet.text, tweet.texts) == ("Ada", {"twitter": "Ada (@ada)", "bluesky": "Ada (@ada.dev)"})
    assert [(problem.reason, problem.detail) for problem in shown.problems] == [
        ("The text is too long for Bluesky.", "14 of 10")
    ]
    assert tweet.fullest.network == "bluesky"


def test_texts_that_are_the_same_on_one_network_only_are_named() -> None:
    rendered: dict[str, tuple[Version, ...] | TemplateError] = {
        key: (*on_x(f"Hear @{key}"), Version("mastodon", "Mastodon", "Hear them", 9, 500, NINE))
        for key in "ab"
    }

    shown = preview([talk("a"), talk("b")], [NINE, TEN], rendered, NINE - timedelta(hours=1))

    assert {problem.reason for problem in shown.problems} == {SAME_TEXT}


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([(9, 21), (8, 20)], "14 09:00"),
        ([(9, 21), (12, 20)], "14 12:00"),
        ([(9, 10), (0, 0), (9, 21)], "14 09:00"),
        # They never meet: then it is the first of them.
        ([(9, 10), (12, 13)], "14 09:00"),
        ([], "14 06:00"),
    ],
)
def test_a_tweet_goes_out_when_all_networks_post(hours: list[tuple[int, int]], expected: str) -> None:
    openings = [window(time(opens), time(closes)) for opens, closes in hours]

    assert local([together(openings, NINE.replace(hour=6).astimezone(UTC))]) == [expected]
