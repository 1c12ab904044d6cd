from __future__ import annotations

from datetime import date

from DiscordBot.config.sections import Livestream
from DiscordBot.features.programme.livestreams.topics import TopicEdits, topic_with

STREAMS = {
    date(2027, 7, 15): Livestream(url="https://youtu.be/two"),
    date(2027, 7, 14): Livestream(url="https://youtu.be/one"),
}
LINKS = "📺 Wed https://youtu.be/one · Thu https://youtu.be/two"


def test_all_days_in_their_order() -> None:
    assert topic_with("", STREAMS, 1024) == LINKS


def test_what_organisers_wrote_stays_and_links_are_replaced() -> None:
    first = topic_with("Ground floor | left", STREAMS, 1024)

    assert first == f"Ground floor | left | {LINKS}"
    assert topic_with(first, STREAMS, 1024) == first
    assert topic_with(first, {}, 1024) == "Ground floor | left"
    assert topic_with(LINKS, {}, 1024) == ""


def test_what_people_wrote_is_shortened_before_links_are() -> None:
    topic = topic_with("word " * 300, STREAMS, 1024)

    assert len(topic) <= 1024
    assert topic.endswith(f" word… | {LINKS}")
    assert topic_with(topic, STREAMS, 1024) == topic


def test_links_are_never_cut() -> None:
    assert topic_with("Ground floor", STREAMS, 30) == "📺 Wed https://youtu.be/one"
    assert topic_with("", STREAMS, 10) == ""


def test_two_edits_in_ten_minutes() -> None:
    now = 0.0
    edits = TopicEdits(lambda: now)

    def allow(time: float) -> bool:
        nonlocal now
        now = time
        return edits.allow(1)

    assert [allow(time) for time in (0, 1, 2, 599, 600, 600.5, 601)] == [
        True,
        True,
        False,
        False,
        True,
        False,
        True,
    ]
    assert edits.allow(2)
