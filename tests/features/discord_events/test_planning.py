from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from DiscordBot.features.discord_events.config import DiscordEvents
from DiscordBot.features.discord_events.planning import (
    ServerEvent,
    Status,
    event_of,
    events_of,
    found_after_crash,
    is_chosen,
    next_moment,
)
from tests.features.programme.made_up import TEN, session

KEYNOTES = DiscordEvents(types=("keynote",), tracks=("Web",), sessions=("BBB", "CCC-2"))


@pytest.mark.parametrize(
    "fields", [{"kind": " Keynote"}, {"track": "web"}, {"key": "BBB-1"}, {"key": "CCC-2"}]
)
def test_what_is_chosen(fields: dict[str, Any]) -> None:
    assert is_chosen(session(**fields), KEYNOTES)


@pytest.mark.parametrize(
    "fields", [{"key": "CCC-1"}, {"kind": "Talk"}, {"kind": "Keynote", "is_break": True}, {"key": "BB-1"}]
)
def test_what_is_not_chosen(fields: dict[str, Any]) -> None:
    assert not is_chosen(session(**fields), KEYNOTES)


def test_a_section_that_chooses_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="chooses no session"):
        DiscordEvents(types=())


def test_an_event_says_what_people_ask_for_within_what_discord_takes() -> None:
    long = session(title="t" * 300, abstract="a" * 3000, url="https://pretalx.example/AAA", room="r" * 200)
    event = event_of(long, "https://youtu.be/1", "")
    assert (len(event.name), len(event.description), len(event.location)) == (100, 1000, 100)
    assert event.description.startswith(
        "Ada Lovelace\n\nhttps://youtu.be/1\n\nhttps://pretalx.example/AAA\n\naaa"
    )
    assert event.description.endswith("\n(AAA-1)")


def test_what_has_no_room_is_where_it_can_be_watched_and_has_a_length() -> None:
    opening = event_of(session(room="", minutes=0), "https://youtu.be/1", "")
    assert (opening.location, opening.end - opening.start) == ("https://youtu.be/1", timedelta(minutes=15))
    assert event_of(session(room=""), "", "https://example.org").location == "https://example.org"


def test_the_nearest_come_first_and_what_is_over_never() -> None:
    sessions = [session(f"A{hour:02}-1", TEN + timedelta(hours=hour)) for hour in (5, 0, 3, 1)]
    everything = DiscordEvents(everything=True)

    def wanted(now: datetime, most: int) -> list[str]:
        return list(events_of(sessions, everything, now, most, lambda one: event_of(one, "", "")))

    assert wanted(TEN, 3) == ["A00-1", "A01-1", "A03-1"]
    assert wanted(TEN + timedelta(minutes=45), 3) == ["A01-1", "A03-1", "A05-1"]


def test_the_next_moment_is_a_start_or_an_end() -> None:
    events = [event_of(session(start=TEN), "", ""), event_of(session(start=TEN + timedelta(hours=1)), "", "")]
    assert next_moment(events, TEN) == TEN + timedelta(minutes=45)
    assert next_moment(events, TEN + timedelta(minutes=50)) == TEN + timedelta(hours=1)
    assert next_moment(events, TEN + timedelta(hours=2)) is None


def test_only_an_event_of_the_bot_is_taken_for_one_that_it_forgot() -> None:
    mine = ServerEvent(1, Status.SCHEDULED, "Ada\n(AAA-1)", is_mine=True)
    others = ServerEvent(2, Status.SCHEDULED, "Ada\n(AAA-1)", is_mine=False)
    assert found_after_crash([others, mine], "AAA-1") == mine
    assert found_after_crash([others, mine], "AA-1") is None
