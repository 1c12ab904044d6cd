"""What the client must make of the made-up programme."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING

from DiscordBot.features.programme.schedule.sessions import Person, Session
from sandbox.conference import programme, timetable

if TYPE_CHECKING:
    from sandbox.conference.timetable import Break, Speaker, Talk

ABSTRACTS = {submission["code"]: submission["abstract"] for submission in programme.submissions()}
PICTURES = {speaker["code"]: speaker["avatar_url"] for speaker in programme.speakers()}

FIRST = next(talk for talk in timetable.talks() if talk.code == "TALK00")
WITH_TWO_SPEAKERS = next(talk for talk in timetable.talks() if len(talk.speakers) > 1)
TWICE = [talk for talk in timetable.talks() if talk.code == f"TALK{timetable.TWICE:02}"]
LAST = timetable.talks()[-1]


def expected_sessions(base_url: str) -> tuple[Session, ...]:
    """Return all sessions, by start and room; `base_url` is the server's."""
    talks = sorted(timetable.talks(), key=lambda talk: talk.start)
    numbers = Counter[str]()
    sessions = [expected_break(one) for one in timetable.breaks()]
    for talk in talks:
        numbers[talk.code] += 1
        sessions.append(expected_talk(talk, base_url, numbers[talk.code]))
    return tuple(sorted(sessions, key=lambda session: (session.start, session.room)))


def expected_talk(talk: Talk, base_url: str, number: int = 1) -> Session:
    """Return a talk in its n-th slot."""
    return Session(
        key=f"{talk.code}-{number}",
        title=talk.title,
        start=talk.start.astimezone(UTC),
        end=talk.end.astimezone(UTC),
        room=talk.room,
        room_id=timetable.ROOMS.index(talk.room) + 1,
        abstract=ABSTRACTS[talk.code],
        speakers=tuple(
            sorted((person(speaker, base_url) for speaker in talk.speakers), key=lambda one: one.name)
        ),
        track=talk.track,
        kind=talk.kind,
        url=f"{base_url}/conf2027/talk/{talk.code}/",
    )


def expected_break(one: Break) -> Session:
    """Return a break; its key names the room by its id."""
    start = one.start.astimezone(UTC)
    room_id = timetable.ROOMS.index(one.room) + 1
    key = f"break-{room_id}-{start:%Y%m%dT%H%M}-1"
    end = one.end.astimezone(UTC)
    return Session(
        key=key, title=one.title, start=start, end=end, room=one.room, room_id=room_id, is_break=True
    )


def person(speaker: Speaker, base_url: str) -> Person:
    picture = PICTURES[speaker.code]
    return Person(code=speaker.code, name=speaker.name, avatar_url=f"{base_url}{picture}" if picture else "")
