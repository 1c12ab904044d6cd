from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.config.sections import Livestream, Room
from DiscordBot.features.programme.livestreams.livestreams import from_offset, room_called, watch_link
from tests.clocks import StoppedClock
from tests.features.programme.made_up import BERLIN, NINE, TEN, session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIRST, SECOND = date(2027, 7, 14), date(2027, 7, 15)
ROOM = Room(
    name="Forum Hall",
    aliases=("forum",),
    livestreams={
        FIRST: Livestream(url="https://youtu.be/first", starts=time(8, 30)),
        SECOND: Livestream(url="https://example.org/second", starts=time(8, 30)),
    },
)
DAY_START = time(8)


@dataclass
class Links:
    rooms: Sequence[Room] = (ROOM,)
    session_links: Mapping[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://youtu.be/abc", "https://youtu.be/abc?t=5400"),
        ("https://www.youtube.com/watch?v=abc&t=1", "https://www.youtube.com/watch?v=abc&t=5400"),
        ("https://youtube.com/live/abc?feature=share", "https://youtube.com/live/abc?feature=share&t=5400"),
        ("https://vimeo.com/123", "https://vimeo.com/123#t=5400s"),
        ("https://player.vimeo.com/video/123", "https://player.vimeo.com/video/123#t=5400s"),
        ("https://notyoutube.com/abc", "https://notyoutube.com/abc"),
        ("https://twitch.tv/abc", "https://twitch.tv/abc"),
    ],
)
def test_links_to_a_place_in_a_video(url: str, link: str) -> None:
    assert from_offset(url, timedelta(minutes=90)) == link


@pytest.mark.parametrize("seconds", [0, -1, -3600])
def test_a_session_before_the_recording_has_the_plain_link(seconds: int) -> None:
    assert from_offset("https://youtu.be/abc", timedelta(seconds=seconds)) == "https://youtu.be/abc"


def link_of(start: datetime, room: str = "Forum Hall", links: Links | None = None) -> str:
    return watch_link(
        session(start=start, room=room), links or Links(), StoppedClock(BERLIN, NINE), DAY_START
    )


def test_the_stream_of_room_and_day() -> None:
    assert link_of(TEN) == "https://youtu.be/first?t=5400"
    assert link_of(TEN, room=" FORUM  hall") == link_of(TEN, room="Forum") == link_of(TEN)
    assert link_of(TEN + timedelta(days=1)) == "https://example.org/second"
    assert link_of(TEN + timedelta(days=2)) == ""
    assert link_of(TEN, room="S1") == link_of(TEN, room="") == ""


def test_after_midnight_it_is_still_the_evening_before_unless_the_day_has_a_stream() -> None:
    assert link_of(datetime(2027, 7, 16, 0, 30, tzinfo=BERLIN)) == "https://example.org/second"
    assert link_of(datetime(2027, 7, 15, 0, 30, tzinfo=BERLIN)) == "https://example.org/second"
    assert link_of(datetime(2027, 7, 14, 0, 30, tzinfo=BERLIN)) == "https://youtu.be/first"


def test_the_link_of_a_submission_or_of_one_slot_goes_first() -> None:
    own = Links(session_links={"AAA": "https://vimeo.com/1", "BBB-2": "https://vimeo.com/2"})

    links = [
        watch_link(session(key), own, StoppedClock(BERLIN, NINE), DAY_START)
        for key in ("AAA-1", "AAA-2", "BBB-1", "BBB-2")
    ]

    assert links == [
        "https://vimeo.com/1",
        "https://vimeo.com/1",
        "https://youtu.be/first?t=5400",
        "https://vimeo.com/2",
    ]


def test_offsets_count_real_time_over_a_clock_change() -> None:
    night = date(2027, 10, 31)
    room = Room(name="Forum Hall", livestreams={night: Livestream(url="https://youtu.be/n", starts=time(1))})

    # 01:00 summer time is 23:00 UTC; two hours later, clocks show 02:00 for the second time.
    link = link_of(datetime(2027, 10, 31, 1, tzinfo=UTC), links=Links(rooms=(room,)))

    assert link == "https://youtu.be/n?t=7200"


def test_rooms_are_found_by_any_of_their_words() -> None:
    assert room_called((ROOM,), "forum") is ROOM
    assert room_called((ROOM,), "Forum Hall 2") is None
