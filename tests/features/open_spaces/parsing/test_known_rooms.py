from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from DiscordBot.config.sections import Conference, Room
from DiscordBot.features.open_spaces.conference import KnownRooms
from DiscordBot.features.open_spaces.parsing.extract import extract
from DiscordBot.features.programme.schedule.sessions import Session
from tests.features.tweets.post_office import berlin

CONFERENCE = Conference(
    name="PyCon Example 2027",
    timezone=ZoneInfo("Europe/Berlin"),
    first_day=date(2027, 7, 14),
    last_day=date(2027, 7, 16),
)
START = berlin("2027-07-14 14:00")


def session(room: str, **fields: object) -> Session:
    told = {"key": "A-1", "title": "Keynote", "start": START, "end": START + timedelta(hours=1), "room": room}
    return Session.model_validate(told | fields)


def test_rooms_come_from_the_configuration_and_from_the_programme() -> None:
    sessions = [session("forum"), session("B114"), session("")]
    known = KnownRooms(CONFERENCE, [Room(name="Forum Hall", aliases=("forum",))], lambda: sessions)
    assert [(room.name, room.aliases) for room in known.venue().rooms] == [
        ("Forum Hall", ("forum",)),
        ("B114", ()),
    ]
    assert known.venue() is known.venue()
    sessions.append(session("Club A"))
    assert [room.name for room in known.venue().rooms] == ["Forum Hall", "B114", "Club A"]
    found = extract("In the forum at 3pm", now=berlin("2027-07-14 09:00"), venue=known.venue())
    assert found.rooms == ("Forum Hall",)


def test_sessions_take_rooms_by_their_names_here_and_breaks_do_not() -> None:
    sessions = [session("FORUM ", url="https://x.example/1"), session("B114", is_break=True), session("")]
    known = KnownRooms(CONFERENCE, [Room(name="Forum Hall", aliases=("forum",))], lambda: sessions)
    (taken,) = known.taken()
    assert (taken.room, taken.title, taken.start, taken.link) == (
        "Forum Hall",
        "Keynote",
        START,
        "https://x.example/1",
    )
    assert taken.end == START + timedelta(hours=1)
    assert taken.open_space_id is None


def test_a_break_makes_no_room_unknown() -> None:
    known = KnownRooms(CONFERENCE, [], lambda: [session("Foyer", is_break=True)])
    assert [room.name for room in known.venue().rooms] == ["Foyer"]
