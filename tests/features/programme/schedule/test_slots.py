from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from yarl import URL

from DiscordBot.features.programme.schedule.slots import (
    SentSlot,
    Surroundings,
    Text,
    in_language,
    read_sessions,
)

if TYPE_CHECKING:
    from DiscordBot.features.programme.schedule.sessions import Session

Json = dict[str, Any]

SURROUNDINGS = Surroundings(
    rooms={1: "Forum Hall", 2: "Club A"},
    tracks={3: "Web"},
    types={4: "Talk"},
    language="de",
    event_page=URL("https://pretalx.example.org/conf2027"),
)
ADA: Json = {"code": "ADA", "name": "Ada", "avatar_url": "https://pretalx.example.org/media/ada.png"}
TALK: Json = {
    "code": "V8VBPP",
    "title": "Talk",
    "state": "confirmed",
    "speakers": [ADA],
    "submission_type": 4,
    "track": 3,
    "abstract": "About it.",
    "duration": 30,
}
SLOT: Json = {
    "id": 1,
    "room": 1,
    "start": "2027-07-14T10:00:00+02:00",
    "end": "2027-07-14T10:45:00+02:00",
    "submission": TALK,
    "description": None,
}
BREAK = SLOT | {"submission": None, "description": {"de": "Pause", "en": "Break"}}


def sessions(*slots: Json) -> tuple[Session, ...]:
    numbered = [SentSlot.model_validate(slot | {"id": number}) for number, slot in enumerate(slots)]
    return read_sessions(numbered, SURROUNDINGS)


def keys(*slots: Json) -> list[str]:
    return [session.key for session in sessions(*slots)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({"de": "Pause", "en": "Break"}, "Pause"),
        ({"fr": "Pause-café", "en": "Break"}, "Break"),
        ({"fr": "Pause-café", "nl": "Pauze"}, "Pause-café"),
        ({"de": "", "en": None, "nl": "Pauze"}, "Pauze"),
        ("Break", "Break"),
        ({}, ""),
        (None, ""),
    ],
)
def test_a_text_is_told_in_the_best_language_that_there_is(text: Text, expected: str) -> None:
    assert in_language(text, "de") == expected


@pytest.mark.parametrize(
    "left_out",
    [
        SLOT | {"is_visible": False},
        SLOT | {"start": None, "end": None},
        *(SLOT | {"submission": TALK | {"state": state}} for state in ("canceled", "withdrawn", "rejected")),
        BREAK | {"description": None},
        BREAK | {"description": {"en": ""}},
    ],
)
def test_what_nobody_may_see_or_go_to_is_left_out(left_out: Json) -> None:
    assert sessions(left_out) == ()


@pytest.mark.parametrize("state", ["accepted", "confirmed"])
def test_accepted_and_confirmed_talks_are_told(state: str) -> None:
    assert keys(SLOT | {"submission": TALK | {"state": state}}) == ["V8VBPP-1"]


@pytest.mark.parametrize(
    ("end", "minutes"),
    [
        ("2027-07-14T10:45:00+02:00", 45),
        ("2027-07-14T09:00:00+00:00", 60),
        ("2027-07-14T10:00:00+02:00", 30),
        ("2027-07-14T08:00:00+02:00", 30),
        (None, 30),
    ],
)
def test_an_end_that_cannot_be_is_made_from_the_duration(end: str | None, minutes: int) -> None:
    (session,) = sessions(SLOT | {"end": end})
    assert (session.end - session.start).total_seconds() == minutes * 60


@pytest.mark.parametrize(
    "slot",
    [BREAK, SLOT | {"submission": TALK | {"duration": 0}}, SLOT | {"submission": TALK | {"duration": None}}],
)
@pytest.mark.parametrize("end", ["2027-07-14T10:00:00+02:00", None])
def test_without_an_end_and_a_duration_it_has_no_length(slot: Json, end: str | None) -> None:
    (session,) = sessions(slot | {"end": end})
    assert session.end == session.start


def test_the_slots_of_a_talk_are_numbered_by_time_wherever_they_are_listed() -> None:
    later = SLOT | {"start": "2027-07-15T10:00:00+02:00", "end": "2027-07-15T10:45:00+02:00"}
    assert [(one.key, one.start.day) for one in sessions(later, SLOT)] == [("V8VBPP-1", 14), ("V8VBPP-2", 15)]


def test_a_hidden_slot_is_not_counted() -> None:
    later = SLOT | {"start": "2027-07-15T10:00:00+02:00", "end": "2027-07-15T10:45:00+02:00"}
    assert keys(SLOT | {"is_visible": False}, later) == ["V8VBPP-1"]


def test_breaks_are_known_by_place_and_time() -> None:
    elsewhere, nowhere = BREAK | {"room": 2}, BREAK | {"room": None}
    assert sorted(keys(BREAK, elsewhere, nowhere)) == [
        "break-1-20270714T0800-1",
        "break-2-20270714T0800-1",
        "break-nowhere-20270714T0800-1",
    ]
    assert keys(BREAK, BREAK) == ["break-1-20270714T0800-1", "break-1-20270714T0800-2"]


def test_a_break_has_nothing_but_a_title_a_place_and_a_time() -> None:
    (pause,) = sessions(BREAK)
    assert (pause.title, pause.room, pause.is_break) == ("Pause", "Forum Hall", True)
    assert (pause.speakers, pause.track, pause.kind, pause.url, pause.abstract) == ((), "", "", "", "")


def test_a_talk_without_a_room_a_track_an_abstract_or_a_picture() -> None:
    speaker = {"code": "ADA", "name": "Ada"}
    bare = {key: value for key, value in TALK.items() if key not in {"track", "abstract", "duration"}}
    (session,) = sessions(SLOT | {"room": None, "submission": bare | {"speakers": [speaker]}})
    assert (session.room, session.track, session.abstract) == ("", "", "")
    assert session.speakers[0].avatar_url == ""
    assert session.url == "https://pretalx.example.org/conf2027/talk/V8VBPP/"


def test_sessions_come_by_start_and_room() -> None:
    early = SLOT | {"start": "2027-07-14T09:00:00+02:00", "submission": TALK | {"code": "EARLY"}}
    club = SLOT | {"room": 2, "submission": TALK | {"code": "CLUB"}}
    assert keys(SLOT, club, early) == ["EARLY-1", "CLUB-1", "V8VBPP-1"]


def test_speakers_come_by_name_in_whatever_order_they_were_sent() -> None:
    zoe = {"code": "AAA", "name": "Zoë", "avatar_url": ""}
    for speakers in ([ADA, zoe], [zoe, ADA]):
        (session,) = sessions(SLOT | {"submission": TALK | {"speakers": speakers}})
        assert [one.name for one in session.speakers] == ["Ada", "Zoë"]
