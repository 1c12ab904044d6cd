"""A schedule.json of whoever made it: nothing in it can be relied upon."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.programme.schedule.frab import NotAScheduleError, read_frab
from DiscordBot.features.programme.schedule.sessions import EventDates, Person, Session

BERLIN = ZoneInfo("Europe/Berlin")

Json = dict[str, Any]


def document(*days: Json, **conference: object) -> bytes:
    told = {"start": "2027-07-14", "end": "2027-07-16", "days": days} | conference
    return json.dumps({"schedule": {"version": "1.2", "conference": told}}).encode()


def day(*entries: object, **keys: object) -> Json:
    return {"index": 1, "date": "2027-07-14", "rooms": {"Hall": list(entries)}} | keys


def entry(**keys: object) -> Json:
    return {"id": 7, "title": "Opening", "date": "2027-07-14T10:00:00+02:00", "duration": "00:30"} | keys


def only(content: bytes) -> Session:
    (session,) = read_frab(content, BERLIN).schedule.sessions
    return session


FRABS = entry(
    guid="6a1c2f2e-0000-4000-8000-000000000007",
    start="10:00",
    subtitle="and what is new",
    track="Community",
    type="lecture",
    language="en",
    abstract="",
    description="<p>Fish &amp; chips,<br>then a <a href='https://example.org'>walk</a>.</p><p>Bring it.</p>",
    persons=[{"id": 12, "public_name": "Ada"}, {"id": 11, "full_public_name": "Grace", "avatar": "/g.png"}],
    url="/events/7.html",
)


def test_an_entry_as_frab_writes_it() -> None:
    content = json.dumps(
        {
            "schedule": {
                "version": "1.2",
                "base_url": "https://frab.example.org/2027/",
                "conference": {"days": [day(FRABS)], "rooms": [{"name": "Hall", "guid": "x"}]},
            }
        }
    ).encode()
    session = only(content)
    assert (session.key, session.title) == (
        f"{FRABS['guid']}-1",
        "Opening: and what is new",
    )
    assert (session.start, session.end) == (
        datetime(2027, 7, 14, 8, tzinfo=UTC),
        datetime(2027, 7, 14, 8, 30, tzinfo=UTC),
    )
    assert session.abstract == "Fish & chips,\n\nthen a walk.\n\nBring it."
    assert session.speakers == (
        Person(code="12", name="Ada"),
        Person(code="11", name="Grace", avatar_url="https://frab.example.org/g.png"),
    )
    assert (session.room, session.track, session.kind) == ("Hall", "Community", "lecture")
    assert session.url == "https://frab.example.org/events/7.html"


@pytest.mark.parametrize(
    ("keys", "start"),
    [
        ({"date": "2027-07-14T10:00:00+02:00"}, "08:00"),
        ({"date": "2027-07-14T08:00:00Z"}, "08:00"),
        ({"date": "2027-07-14T10:00:00"}, "08:00"),
        ({"date": "2027-07-14", "start": "10:00"}, "08:00"),
        ({"date": None, "start": "10:00"}, "08:00"),
        ({"date": None, "start": "9:30"}, "07:30"),
    ],
)
def test_times_in_all_spellings(keys: Json, start: str) -> None:
    assert f"{only(document(day(entry(**keys)))).start:%H:%M}" == start


def test_the_night_belongs_to_the_day_before() -> None:
    late = entry(date=None, start="01:30")
    assert only(document(day(late))).start == datetime(2027, 7, 14, 23, 30, tzinfo=UTC)
    late_as_well = day(entry(date=None, start="05:30"), day_start="2027-07-14T06:00:00+02:00")
    assert only(document(late_as_well)).start == datetime(2027, 7, 15, 3, 30, tzinfo=UTC)
    # What is written out means what it says.
    exact = entry(date="2027-07-15T01:30:00+02:00", start="01:30")
    assert only(document(day(exact))).start == datetime(2027, 7, 14, 23, 30, tzinfo=UTC)


def test_the_night_in_which_clocks_change() -> None:
    night = day(entry(date=None, start="01:30", duration="02:00"), date="2027-10-30")
    session = only(document(night))
    assert session.start == datetime(2027, 10, 30, 23, 30, tzinfo=UTC)
    assert session.end - session.start == timedelta(hours=2)
    after = only(document(day(entry(date=None, start="10:00"), date="2027-10-31")))
    assert after.start == datetime(2027, 10, 31, 9, tzinfo=UTC)


def test_the_conferences_own_zone_counts_before_the_bots() -> None:
    content = document(day(entry(date="2027-07-14T10:00:00")), time_zone_name="America/New_York")
    assert only(content).start == datetime(2027, 7, 14, 14, tzinfo=UTC)
    nonsense = document(day(entry(date="2027-07-14T10:00:00")), time_zone_name="Mars/Olympus")
    assert only(nonsense).start == datetime(2027, 7, 14, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [("00:30", 30), ("1:45", 105), ("1:00:15", 24 * 60 + 15), ("45", 45), (90, 90), (None, 0), ("soon", 0)],
)
def test_durations(duration: object, minutes: int) -> None:
    session = only(document(day(entry(duration=duration))))
    assert session.end - session.start == timedelta(minutes=minutes)


def test_what_nobody_could_be_told_of_is_left_out_and_counted() -> None:
    entries = [entry(id=8), {}, {"title": "No time", "id": 9}, entry(title=" "), "nonsense", entry(id=None)]
    read = read_frab(document(day(*entries), {}, {"rooms": None}, {"rooms": {"X": None}}), BERLIN)
    assert [session.key for session in read.schedule.sessions] == ["8-1"]
    assert read.skipped == 5


@pytest.mark.parametrize(
    "keys",
    [{"start": "03:00", "date": "9999-12-31"}, {"start": "00:00", "date": "0001-01-01"}],
)
def test_days_at_the_ends_of_the_calendar_are_left_out(keys: Json) -> None:
    read = read_frab(document(day(entry(**keys), entry())), BERLIN)
    assert ([session.title for session in read.schedule.sessions], read.skipped) == (["Opening"], 1)


@pytest.mark.parametrize("start", ["10:00Z", "12:00+02:00"])
def test_a_time_of_day_may_have_an_offset(start: str) -> None:
    assert only(document(day(entry(date="", start=start)))).start == datetime(2027, 7, 14, 10, tzinfo=UTC)


def test_half_characters_and_zeros_can_be_stored() -> None:
    content = document(day(entry(title="A\ud800b\x00c"), date="2027-07-14"))
    schedule = read_frab(content.replace(b'"1.2"', b'"1\\ud800"'), BERLIN).schedule
    assert schedule.sessions[0].title == "A\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"
    assert schedule.model_dump_json()


def test_a_talk_given_twice_is_numbered_by_time() -> None:
    again = entry(code="V8VBPP", guid="b", date="2027-07-14T09:00:00+02:00")
    sessions = read_frab(document(day(entry(code="V8VBPP", guid="a"), again)), BERLIN).schedule.sessions
    assert [(one.key, one.start.hour) for one in sessions] == [("V8VBPP-1", 7), ("V8VBPP-2", 8)]


def test_another_version_is_another_release_and_other_words_are_other_content() -> None:
    first = read_frab(document(day(entry())), BERLIN).schedule.release
    retitled = read_frab(document(day(entry(title="Closing"))), BERLIN).schedule.release
    assert first.id == retitled.id
    assert first != retitled
    second = document(day(entry())).replace(b'"1.2"', b'"1.3"')
    assert read_frab(second, BERLIN).schedule.release.id != first.id


def test_when_the_conference_is() -> None:
    event = read_frab(document(day()), BERLIN).schedule.event
    assert event == EventDates(
        first_day=date(2027, 7, 14), last_day=date(2027, 7, 16), timezone="Europe/Berlin"
    )
    assert read_frab(document(day(), start=None), BERLIN).schedule.event is None


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"[]", b"{}", b'{"schedule": {"conference": 1}}', b"[" * 99_999]
)
def test_what_is_no_schedule(content: bytes) -> None:
    with pytest.raises(NotAScheduleError):
        read_frab(content, BERLIN)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = (
    "id",
    "guid",
    "code",
    "title",
    "subtitle",
    "date",
    "start",
    "duration",
    "persons",
    "url",
    "track",
    "type",
)


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING), st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_any_nonsense_costs_no_other_entry_anything(one: Json, person: Json) -> None:
    content = document(day(entry(id="good"), one, {"persons": [person]} | one))
    assert any(session.key == "good-1" for session in read_frab(content, BERLIN).schedule.sessions)
