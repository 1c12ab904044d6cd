"""What pretalx says about its slots, and the sessions that they are for everybody else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel

from DiscordBot.features.programme.schedule.sessions import Person, Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from yarl import URL

ON_STAGE = frozenset({"accepted", "confirmed"})
FALLBACK_LANGUAGE = "en"

Text = str | dict[str, str | None] | None
"""A text, or its translations by language."""


class SentPerson(BaseModel):
    """A speaker; events that ask for no picture send no `avatar_url`."""

    code: str
    name: str
    avatar_url: str | None = None


class SentSubmission(BaseModel):
    """What is given in a slot; `duration` is in minutes. Events may do without tracks and abstracts."""

    code: str
    title: str
    state: str
    speakers: tuple[SentPerson, ...]
    submission_type: int
    track: int | None = None
    abstract: str | None = None
    duration: int | None = None


class SentSlot(BaseModel):
    """A place in the schedule: a submission's, or a break, which has a description instead."""

    id: int
    room: int | None
    start: AwareDatetime | None
    end: AwareDatetime | None
    submission: SentSubmission | None
    description: Text
    is_visible: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What slots refer to: names by pretalx's ids, and the event's page, below which talks have theirs."""

    rooms: Mapping[int, str]
    tracks: Mapping[int, str]
    types: Mapping[int, str]
    language: str
    event_page: URL


def in_language(text: Text, language: str) -> str:
    """Return the text in this language, else in English, else in any that there is."""
    if not isinstance(text, dict):
        return text or ""
    ranked = (text.get(language), text.get(FALLBACK_LANGUAGE), *text.values())
    return next((translation for translation in ranked if translation), "")


def read_sessions(slots: Iterable[SentSlot], surroundings: Surroundings) -> tuple[Session, ...]:
    """Return what the public may see, by start and room; slots without a start are left out."""
    sessions: list[Session] = []
    numbers = Counter[str]()
    for start, slot in sorted(_with_start(slots), key=lambda pair: (pair[0], pair[1].room or 0)):
        name = _lasting_name(start, slot)
        numbers[name] += 1
        sessions.append(_session(f"{name}-{numbers[name]}", start, slot, surroundings))
    return tuple(sorted(sessions, key=lambda session: (session.start, session.room)))


def _with_start(slots: Iterable[SentSlot]) -> Iterator[tuple[datetime, SentSlot]]:
    for slot in slots:
        if slot.start is not None and slot.is_visible and _is_on(slot):
            yield slot.start.astimezone(UTC), slot


def _is_on(slot: SentSlot) -> bool:
    if slot.submission is None:
        return bool(in_language(slot.description, FALLBACK_LANGUAGE))
    return slot.submission.state in ON_STAGE


def _end(start: datetime, slot: SentSlot) -> datetime:
    """Return when a slot ends: by the submission's duration if pretalx's own end cannot be, else at once."""
    # pretalx keeps the old end when only the start of a slot is moved.
    if slot.end is not None and slot.end > start:
        return slot.end.astimezone(UTC)
    minutes = slot.submission.duration if slot.submission is not None else None
    return start + timedelta(minutes=max(minutes or 0, 0))


def _lasting_name(start: datetime, slot: SentSlot) -> str:
    """Return what a slot can be known by from release to release: its own id changes every time."""
    if slot.submission is not None:
        return slot.submission.code
    return f"break-{slot.room or 'nowhere'}-{start:%Y%m%dT%H%M}"


def _session(key: str, start: datetime, slot: SentSlot, surroundings: Surroundings) -> Session:
    room = surroundings.rooms.get(slot.room, "") if slot.room is not None else ""
    end = _end(start, slot)
    submission = slot.submission
    if submission is None:
        title = in_language(slot.description, surroundings.language)
        return Session(
            key=key, title=title, start=start, end=end, room=room, room_id=slot.room, is_break=True
        )
    return Session(
        key=key,
        title=submission.title,
        start=start,
        end=end,
        room=room,
        room_id=slot.room,
        abstract=submission.abstract or "",
        # pretalx keeps no order among the speakers of a talk: they may come in another one every time.
        speakers=tuple(
            sorted(map(_person, submission.speakers), key=lambda person: (person.name, person.code))
        ),
        track=surroundings.tracks.get(submission.track, "") if submission.track is not None else "",
        kind=surroundings.types.get(submission.submission_type, ""),
        url=str(surroundings.event_page / "talk" / submission.code / ""),
    )


def _person(speaker: SentPerson) -> Person:
    return Person(code=speaker.code, name=speaker.name, avatar_url=speaker.avatar_url or "")
