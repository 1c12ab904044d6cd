"""The made-up programme in the shape of pretalx's API."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from sandbox.conference.timetable import (
    KINDS,
    LAST_DAY,
    PROPOSER,
    ROOMS,
    ROOMS_IN_GERMAN,
    SPEAKERS,
    TIMEZONE,
    TRACKS,
    Talk,
    breaks,
    talks,
)

Json = dict[str, Any]

_ABSTRACT = (
    "**{title}** in {minutes} minutes: what we tried, what broke, and the graph that nobody expected. "
    "You will leave with three habits and a list of things that you need not do any more. "
    "Slides: https://example.org/slides/{code} – questions are welcome at any time."
)
_DESCRIPTION = "Long *markdown* text that only the page of the talk shows. " * 12

TWITTER_QUESTION, MASTODON_QUESTION = 1, 2
TWITTER_ANSWERS = {
    "GRC37A": "@grace_compiles",
    "KTH37B": "https://twitter.com/kathi_b",
    "TRQ37C": "n/a",
    "SFJ37D": " soeren_fjord ",
    "YMD37E": "@sakura@mastodon.social",
    "PLA37F": "x.com/lastochka?s=20",
    PROPOSER.code: "@turned_down",
}
"""By the codes of speakers; the rest did not answer."""


def everything() -> dict[str, list[Json]]:
    """Return all that is in pretalx before the first release."""
    return {
        "rooms": rooms(),
        "tracks": tracks(),
        "types": types(),
        "speakers": speakers(),
        "questions": questions(),
        "answers": answers(),
        "submissions": submissions(),
        "slots": slots(),
    }


def rooms() -> list[Json]:
    """Return the rooms as pretalx's `/rooms/` lists them."""
    return [
        {
            "id": number,
            "name": {"de": german, "en": english},
            "description": {"de": f"Etage {number - 1}", "en": f"Floor {number - 1}"},
            "uuid": f"81f4260b-29ec-57ca-a476-66d62521{number:04}",
            "guid": None,
            "capacity": 1500 // number,
            "position": number - 1,
        }
        for number, (english, german) in enumerate(zip(ROOMS, ROOMS_IN_GERMAN, strict=True), start=1)
    ]


def tracks() -> list[Json]:
    """Return the tracks as pretalx's `/tracks/` lists them."""
    return [
        {
            "id": number,
            "name": {"de": name, "en": name},
            "description": {"en": ""},
            "color": "#336699",
            "position": number - 1,
            "requires_access_code": False,
        }
        for number, name in enumerate(TRACKS, start=1)
    ]


def types() -> list[Json]:
    """Return the types of submissions as pretalx's `/submission-types/` lists them."""
    return [
        {
            "id": number,
            "name": {"en": name},
            "default_duration": minutes,
            "deadline": None,
            "requires_access_code": False,
        }
        for number, (name, minutes) in enumerate(KINDS.items(), start=1)
    ]


def speakers() -> list[Json]:
    """Return everybody with a proposal, as `/speakers/` lists them for a token that may read addresses."""
    return [
        {
            "code": speaker.code,
            "name": speaker.name,
            "biography": f"**{speaker.name}** builds things.\n\n- one\n- two",
            "avatar_url": "/media/avatars/grace.png" if speaker.code == "GRC37A" else "",
            "answers": [],
            "email": speaker.email,
            "timezone": TIMEZONE.key,
            "locale": "en",
            "has_arrived": False,
            "internal_notes": None,
        }
        for speaker in sorted((*SPEAKERS, PROPOSER), key=lambda speaker: speaker.code)
    ]


def questions() -> list[Json]:
    """Return what speakers are asked; none of it is public."""
    asked = {TWITTER_QUESTION: "Twitter handle", MASTODON_QUESTION: "Mastodon handle"}
    return [{"id": number, "question": {"en": text}} for number, text in asked.items()]


def answers() -> list[Json]:
    """Return what speakers answered, as `/answers/` lists it for a token that may read it."""
    given = [
        *((TWITTER_QUESTION, code, answer) for code, answer in TWITTER_ANSWERS.items()),
        (MASTODON_QUESTION, "GRC37A", "@grace@fosstodon.org"),
    ]
    nothing = {"answer_file": None, "submission": None, "review": None}
    return [
        {"id": number, "question": question, "answer": answer, **nothing, "person": code, "options": []}
        for number, (question, code, answer) in enumerate(given, start=1)
    ]


def submissions() -> list[Json]:
    """Return the talks as pretalx's `/submissions/` lists them, and three that nobody gives (yet)."""
    given = {talk.code: talk for talk in talks()}
    times = [talk.code for talk in talks()]
    confirmed = [_submission(talk, "confirmed", times.count(code)) for code, talk in given.items()]
    any_talk = talks()[-1]
    return [
        *confirmed,
        _submission(replace(any_talk, code="TALKXX", title="Turned down", speakers=(PROPOSER,)), "rejected"),
        _submission(replace(any_talk, code="TALKYY", title="Accepted, not confirmed"), "accepted"),
        _submission(replace(any_talk, code="TALKZZ", title="Confirmed, without a time"), "confirmed"),
    ]


def slots() -> list[Json]:
    """Return where everything is in the schedule that organisers work on; the last two are not to be seen."""
    begins = datetime.combine(LAST_DAY, time(17), TIMEZONE)
    return [
        *(_slot(talk.start, talk.end, talk.room, submission=talk.code) for talk in talks()),
        *(_slot(one.start, one.end, one.room, description={"en": one.title}) for one in breaks()),
        _slot(begins, begins + timedelta(minutes=45), ROOMS[0], submission="TALKYY"),
        {"room": None, "start": None, "end": None, "submission": "TALKZZ", "description": None},
    ]


def _submission(talk: Talk, state: str, slot_count: int = 1) -> Json:
    minutes = KINDS[talk.kind]
    return {
        "code": talk.code,
        "title": talk.title,
        "speakers": [speaker.code for speaker in talk.speakers],
        "submission_type": list(KINDS).index(talk.kind) + 1,
        "track": TRACKS.index(talk.track) + 1,
        "tags": [],
        "state": state,
        "abstract": _ABSTRACT.format(title=talk.title, minutes=minutes, code=talk.code),
        "description": _DESCRIPTION,
        "duration": minutes,
        "slot_count": slot_count,
        "content_locale": "en",
        "do_not_record": False,
        "image": None,
        "resources": [],
        "answers": [],
    }


def _slot(
    start: datetime,
    end: datetime,
    room: str,
    *,
    submission: str | None = None,
    description: Json | None = None,
) -> Json:
    return {
        "room": ROOMS.index(room) + 1,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "submission": submission,
        "description": description,
    }
