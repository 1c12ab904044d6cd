from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from DiscordBot.features.open_spaces.parsing.extract import Extraction, Kind, Reason, Room, Venue, extract
from DiscordBot.features.open_spaces.parsing.folding import LONGEST_TEXT
from tests.features.open_spaces.parsing.labelled import TEXTS as FILES
from tests.features.open_spaces.parsing.labelled import Labelled, labelled_texts, mismatch, venue

BERLIN = venue("berlin")
PITTSBURGH = venue("pittsburgh")
MORNING = datetime(2027, 7, 15, 10, tzinfo=BERLIN.timezone)
LABELLED = labelled_texts()

WORDS = st.sampled_from(
    [
        "at",
        "3",
        "3pm",
        "15:30",
        "15h30",
        "half",
        "past",
        "to",
        "-",
        "–",
        "and",
        "in",
        "Forum",
        "Hall",
        "B114",
        "b",
        "114",
        "room",
        "20",
        "tomorrow",
        "Fri",
        "5/12",
        "16.7.",
        "noon",
        "2.04",
        "now",
        "in",
        "20",
        "minutes",
        "from",
        "until",
        "am",
        "pm",
        "Uhr",
        "h",
        "@",
        "#",
        "#b",
        ",",
        ".",
        ":",
        "\n",
        "1500",
        "PT",
        "+",
        "quarter",
        "four",
        "halb",
        "y",
        "media",
        "day",
        "2",
        "full",
    ]
)
TEXTS = st.one_of(
    st.text(),
    st.text(st.characters(categories=("Cs", "So", "Cf", "Cc", "Nd", "Mn", "Lo", "Zs"))),
    st.lists(WORDS, max_size=30).map(" ".join),
    st.lists(WORDS, max_size=30).map("".join),
    st.sampled_from([label.text for label in LABELLED]),
)
SPACES = st.text(" \n\t\r\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}", max_size=5)
TAGS = st.lists(
    st.from_regex(r"#(python|pycon|PyCon2027|pyconopenspaces|[a-z]{3,9}20)", fullmatch=True), max_size=4
)

LONG = [
    *(
        "a.",
        "3:",
        "3-",
        "12 ",
        "at 3 ",
        "3-4-",
        "3pm\n",
        "🕒",
        "é",
        "forun ",
        "fri 3 and ",
        "12.12.",
        "@",
        "#a",
        "www.",
    ),
    *(
        "learn in ",
        "__init__ ",
        "b114 ",
        "full is over ",
        "a-",
        "a@b.co",
        "how a moved ",
        "$1.",
        "on the ",
        "1/2 ",
        "時",
    ),
    *(
        " ",
        "\n",
        "3pm today ",
        "half past ",
        "from 3 to ",
        "room ",
        "room 20 ",
        "5/12 ",
        "16 July ",
        "1.2.3.",
        "'",
        "a'b",
    ),
]


def read(text: str, place: Venue = BERLIN, now: datetime = MORNING) -> Extraction:
    return extract(text, now=now, venue=place)


@pytest.mark.parametrize("file", sorted(path.stem for path in FILES.glob("*.toml")))
def test_texts_are_read_as_people_mean_them(file: str) -> None:
    assert [wrong for label in labelled_texts(file) if (wrong := mismatch(label))] == []


@given(TEXTS)
@example("\ud800 3pm \0 B114 \u202e")
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert found == read(text)
    assert all(start.tzinfo is BERLIN.timezone for start in found.starts)
    assert set(found.rooms) <= {room.name for room in BERLIN.rooms}
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found.highlights)
    assert (found.kind is Kind.SCHEDULE) <= (len(found.rooms) == len(found.starts) == 1)


@given(TEXTS, SPACES, SPACES)
def test_space_around_a_text_changes_nothing(text: str, before: str, after: str) -> None:
    assert read(before + text + after) == read(text)


@given(st.sampled_from([label for label in LABELLED if not label.text.endswith("#")]), TAGS)
def test_hashtags_after_a_text_change_nothing(label: Labelled, tags: list[str]) -> None:
    tagged = " ".join([label.text, *tags])
    assert read(tagged, label.venue, label.now) == label.expected


@given(
    st.sampled_from(LABELLED),
    st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Auckland"]),
)
def test_the_zone_in_which_the_moment_is_told_changes_nothing(label: Labelled, zone: str) -> None:
    assert read(label.text, label.venue, label.now.astimezone(ZoneInfo(zone))) == label.expected


@pytest.mark.parametrize("part", LONG)
def test_of_a_very_long_text_only_the_beginning_counts(part: str) -> None:
    """How long that takes is measured in `benchmarks/extract.py`."""
    text = part * (1_000_000 // len(part))
    assert read(text) == read(text[: 2 * LONGEST_TEXT])


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("3pm in B114", []),
        ("3pm", [Reason.NO_ROOM]),
        ("B114", [Reason.NO_TIME]),
        ("B114 and B115 at 3pm", [Reason.SEVERAL_ROOMS]),
        ("B114 at 3pm and 4pm", [Reason.SEVERAL_TIMES]),
        ("B114 at 9am", [Reason.PAST]),
        ("B114 on Saturday at 3pm", [Reason.OUTSIDE]),
        ("Cancelled: B114 at 9am", [Reason.CANCELLATION, Reason.PAST]),
        ("jutro o 15:00, B114", [Reason.OTHER_LANGUAGE]),
        ("明日 15:00 B114", [Reason.OTHER_LANGUAGE]),
        ("満席 15:00 B114", [Reason.CANCELLATION]),
    ],
)
def test_a_reviewer_is_told_why(text: str, reasons: list[Reason]) -> None:
    assert list(read(text).reasons) == reasons


def test_what_was_found_is_shown_in_the_original() -> None:
    text = "  🐍 Àpropos „Forum Häll“: Abgesagt! Heute um 15.30 Uhr "
    marks = {mark.what: text[mark.start : mark.end] for mark in read(text).highlights}
    assert marks == {"room": "Forum Häll", "cancellation": "Abgesagt", "time": "15.30 Uhr"}


def test_a_typo_is_shown_as_it_was_written() -> None:
    text = "3pm in Fourm Hall, not in Fourum Hall"
    marks = [text[mark.start : mark.end] for mark in read(text).highlights if mark.what == "room"]
    assert marks == ["Fourm Hall", "Fourum Hall"]


def test_the_present_minute_counts_not_the_second() -> None:
    found = read("in 20 minutes in B114", now=MORNING.replace(second=59, microsecond=5))
    assert found.starts == (MORNING + timedelta(minutes=20),)


def test_an_hour_that_clocks_show_twice_is_told_apart() -> None:
    place = replace(BERLIN, first_day=date(2027, 10, 30), last_day=date(2027, 10, 31))
    first_two = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    found = read("B114 in an hour", place, first_two)
    assert found.starts[0].astimezone(UTC) == first_two + timedelta(hours=1)
    assert found.kind is Kind.SCHEDULE


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        read("3pm in B114", now=datetime(2027, 7, 15, 10))  # noqa: DTZ001 - that is the mistake


def test_lists_and_names_of_zones_do_as_well() -> None:
    rooms = [Room("B114", ["lab"])]
    place = Venue("Europe/Berlin", date(2027, 7, 14), date(2027, 7, 16), time(8), time(22), rooms)  # type: ignore[arg-type] # told by name
    assert read("3pm in the lab", place).rooms == ("B114",)
    assert place.timezone == BERLIN.timezone


def test_a_venue_and_what_was_found_are_values() -> None:
    assert hash(BERLIN) == hash(venue("berlin"))
    with pytest.raises(FrozenInstanceError):
        BERLIN.rooms = ()  # type: ignore[misc] # that is what must not work


def test_a_venue_without_rooms_has_none() -> None:
    assert read("3pm in B114", replace(BERLIN, rooms=())).rooms == ()


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("3pm in hall 3", ["Hall 3"]),
        ("3pm in room 3", ["Room 3"]),
        ("Studio 1 at 3", ["Studio 1"]),
        ("room 1 at 3pm", ["Studio 1"]),
        ("3pm R0.12", ["R0.12"]),
        ("3pm in 317", ["317"]),
        ("in 20 at 3", ["Room 20"]),
        ("3pm 東京ホール", ["東京ホール"]),
        ("im Hoersaal 2 um 15 Uhr", ["Hörsaal 2"]),
    ],
)
def test_rooms_of_many_styles(text: str, rooms: list[str]) -> None:
    names = ["Hall 3", "Room 3", "Studio 1", "R0.12", "317", "Room 20", "東京ホール", "Hörsaal 2"]
    found = read(text, replace(BERLIN, rooms=[Room(name) for name in names]))
    assert list(found.rooms) == rooms
    assert found.starts == (MORNING.replace(hour=15),)
