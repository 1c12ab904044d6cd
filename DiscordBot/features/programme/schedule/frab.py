"""The schedule in a `schedule.json`: the format that frab began, and pretalx and others export.

Exporters differ in what they leave out, so every key may be missing, and an entry without a title or a time
costs no other one anything. https://c3voc.de/schedule/schema.json
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yarl import URL

from DiscordBot.features.programme.schedule.sessions import EventDates, Person, Release, Schedule, Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DAY_BEGINS = time(4)
"""What is earlier belongs to the night of the day before, where a day does not say when it begins."""

YEARS = (1970, 9_000)

_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):([0-5]?\d)")
_BLOCK = re.compile(r"<(?:p|br|div|ul|ol|h[1-6])(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_LINE_END = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6])>", re.IGNORECASE)

Json = dict[str, Any]


class NotAScheduleError(ValueError):
    """A document is no schedule.json; the message says in a sentence why."""


@dataclass(frozen=True, slots=True)
class FrabDocument:
    """A schedule as it was read, and how many entries were `skipped` because nobody could be told of them."""

    schedule: Schedule
    skipped: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands: in whose list, on which day, and what is true for the whole document."""

    room: str
    room_id: int | None
    day: Json
    zone: ZoneInfo
    base_url: str


def read_frab(content: bytes, zone: ZoneInfo) -> FrabDocument:
    """Read a document; times without an offset are of the conference's own zone, or else of `zone`.

    Raises `NotAScheduleError`.
    """
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise NotAScheduleError("It is no JSON.") from None
    schedule = _table(_table(told).get("schedule"))
    conference = _table(schedule.get("conference"))
    days = conference.get("days")
    if not isinstance(days, list):
        raise NotAScheduleError("It has no schedule.conference.days, as a schedule.json does.")
    zone = _zone(_text(conference, "time_zone_name"), zone)
    sessions, skipped = _sessions(list(map(_table, days)), conference, zone, _text(schedule, "base_url"))
    version = _text(schedule, "version")
    # The version tells one release from the next; what is in it may change without a new one.
    number = int.from_bytes(hashlib.sha256(version.encode()).digest()[:6], "big") if version else 0
    release = Release(id=number, version=version or "1", content=hashlib.sha256(content).hexdigest()[:16])
    return FrabDocument(
        Schedule(release=release, sessions=sessions, event=_event_dates(conference, zone)), skipped
    )


def _sessions(
    days: list[Json], conference: Json, zone: ZoneInfo, base_url: str
) -> tuple[tuple[Session, ...], int]:
    room_ids = _room_ids(conference)
    found: list[tuple[str, Session]] = []
    skipped = 0
    for day in days:
        for room, entry in _entries(day):
            place = _Place(room, room_ids.get(room), day, zone, base_url)
            session = _session(entry, place)
            if session is None:
                skipped += 1
            else:
                found.append((session.key, session))
    numbers = Counter[str]()
    sessions: list[Session] = []
    for name, session in sorted(found, key=lambda pair: (pair[1].start, pair[1].room, pair[0])):
        numbers[name] += 1
        sessions.append(session.model_copy(update={"key": f"{name}-{numbers[name]}"}))
    return tuple(sorted(sessions, key=lambda session: (session.start, session.room))), skipped


def _entries(day: Json) -> Iterator[tuple[str, Json]]:
    for room, entries in _table(day.get("rooms")).items():
        for entry in entries if isinstance(entries, list) else ():
            yield _storable(room) or _text(_table(entry), "room"), _table(entry)


def _room_ids(conference: Json) -> dict[str, int]:
    """Return a number for each room that is known by more than its name, so that a new name is noticed."""
    rooms = conference.get("rooms")
    tables = map(_table, rooms if isinstance(rooms, list) else ())
    return {
        _text(room, "name"): int.from_bytes(hashlib.sha256(known.encode()).digest()[:6], "big")
        for room in tables
        if (known := _text(room, "guid", "id"))
    }


def _session(entry: Json, place: _Place) -> Session | None:
    """Return an entry as a session whose key has no number yet; None if it has no title, start or id."""
    title, start = _title(entry), _start(entry, place)
    name = _text(entry, "code", "guid", "id", "slug")
    if not title or start is None or not name:
        return None
    kind = _text(entry, "type")
    return Session(
        key=name,
        title=title,
        start=start,
        end=start + _duration(entry),
        room=place.room,
        room_id=place.room_id,
        abstract=_without_tags(_text(entry, "abstract") or _text(entry, "description")),
        speakers=tuple(sorted(_persons(entry, place), key=lambda person: (person.name, person.code))),
        track=_text(entry, "track"),
        kind=kind,
        url=_link(_text(entry, "url", "origin_url"), place.base_url),
        is_break=kind.casefold() == "break",
    )


def _title(entry: Json) -> str:
    title, subtitle = _text(entry, "title"), _text(entry, "subtitle")
    return f"{title}: {subtitle}" if title and subtitle and subtitle not in title else title


def _start(entry: Json, place: _Place) -> datetime | None:
    """Return the moment in UTC: the one that is written out, else that of a time of day on the day."""
    moment = _moment(_text(entry, "date"))
    if moment is not None:
        # Without an offset the clock on the wall is meant.
        return _utc(moment if moment.tzinfo is not None else moment.replace(tzinfo=place.zone))
    try:
        at = time.fromisoformat(_text(entry, "start").zfill(5))
        day = date.fromisoformat((_text(entry, "date") or _text(place.day, "date"))[:10])
    except ValueError:
        return None
    begins = _moment(_text(place.day, "day_start"))
    is_next_day = at.replace(tzinfo=None) < (begins.time() if begins is not None else DAY_BEGINS)
    if not YEARS[0] <= day.year <= YEARS[1]:
        return None
    zone = at.tzinfo if at.tzinfo is not None else place.zone
    return _utc(datetime.combine(day + timedelta(days=is_next_day), at, zone))


def _utc(moment: datetime) -> datetime | None:
    # Years at the ends of the calendar leave no room for another zone, or for a length.
    return moment.astimezone(UTC) if YEARS[0] <= moment.year <= YEARS[1] else None


def _moment(text: str) -> datetime | None:
    """Return a moment that is written out; None for a mere date, or anything else."""
    try:
        return datetime.fromisoformat(text) if len(text) > len("2027-07-14") else None
    except ValueError:
        return None


def _duration(entry: Json) -> timedelta:
    """Read `hh:mm`, `days:hh:mm` or minutes; nothing is as long as what has no length."""
    text = _text(entry, "duration")
    if text.isdecimal() and len(text) < len("10000"):
        return timedelta(minutes=int(text))
    match = _DURATION.fullmatch(text)
    if match is None:
        return timedelta(0)
    return timedelta(days=int(match[1] or 0), hours=int(match[2]), minutes=int(match[3]))


def _persons(entry: Json, place: _Place) -> Iterator[Person]:
    persons = entry.get("persons")
    for person in map(_table, persons if isinstance(persons, list) else ()):
        name = _text(person, "public_name", "name", "full_public_name", "display_name")
        if name:
            code = _text(person, "code", "guid", "id") or name
            avatar = _link(_text(person, "avatar", "avatar_url"), place.base_url)
            yield Person(code=code, name=name, avatar_url=avatar)


def _event_dates(conference: Json, zone: ZoneInfo) -> EventDates | None:
    try:
        first, last = (date.fromisoformat(_text(conference, key)[:10]) for key in ("start", "end"))
    except ValueError:
        return None
    return EventDates(first_day=first, last_day=last, timezone=zone.key)


def _zone(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else otherwise
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return otherwise


def _without_tags(text: str) -> str:
    """Return a text without HTML if it is in that, as texts of frab are; Markdown may well mention a tag."""
    if not _BLOCK.search(text):
        return text
    return html.unescape(_TAG.sub("", _LINE_END.sub("\n\n", text))).strip()


def _link(address: str, base_url: str) -> str:
    """Return a web address in full; empty for what is none."""
    try:
        url = URL(base_url).join(URL(address)) if address and base_url else URL(address)
    except ValueError:
        return ""
    return str(url) if url.scheme in {"http", "https"} and url.host else ""


def _text(table: Mapping[str, Any], *keys: str) -> str:
    """Return the first of these that has a value: a text, a number, or a text in its first language."""
    for key in keys:
        value = table.get(key)
        if isinstance(value, dict):
            value = next((one for one in (value.get("en"), *value.values()) if one), "")
        if isinstance(value, (str, int)) and not isinstance(value, bool) and (text := _storable(str(value))):
            return text
    return ""


def _storable(text: str) -> str:
    """Return a text with a sign in place of what JSON allows and neither UTF-8 nor every database does."""
    return _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", text).strip()


def _table(value: object) -> Json:
    return value if isinstance(value, dict) else {}
