"""Fills a fresh pretalx with a programme given in the shape of its API; run by pretalx's own Python.

Reads one JSON object from standard input: event, token, limited_token, first_day, last_day, timezone and
the programme's rooms, tracks, types, speakers, questions, answers, submissions, slots. Releases it as
version `v1`.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import Any

import django  # type: ignore[import-not-found]  # only pretalx's own Python has it

django.setup()

from django.db import transaction  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
from django_scopes import scopes_disabled  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
from i18nfield.strings import LazyI18nString  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
from pretalx.event.models import (  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
    Event,
    Organiser,
    Team,
)
from pretalx.person.models import (  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
    SpeakerProfile,
    User,
    UserApiToken,
)
from pretalx.person.models.auth_token import (  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
    ENDPOINTS,
    WRITE_PERMISSIONS,
)
from pretalx.schedule.models import (  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
    Room,
    TalkSlot,
)
from pretalx.submission.models import (  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
    Answer,
    Question,
    Submission,
    SubmissionType,
    Track,
)

Json = dict[str, Any]


def fill(world: Json) -> None:
    """Create the event with all that is in it, release it, and give out two tokens."""
    organiser = Organiser.objects.create(name="Example", slug="example")
    event = Event.objects.create(
        organiser=organiser,
        name=LazyI18nString({"en": "Conference", "de": "Konferenz"}),
        slug=world["event"],
        is_public=True,
        date_from=date.fromisoformat(world["first_day"]),
        date_to=date.fromisoformat(world["last_day"]),
        timezone=world["timezone"],
        locale="en",
        locale_array="en,de",
        content_locale_array="en,de",
        email="organisers@example.org",
    )
    organiser_user = create_tokens(organiser, event, world)
    create_rooms(event, world["rooms"])
    create_kinds(event, world)
    people = create_people(event, world["speakers"])
    create_answers(event, world, people)
    submissions = create_submissions(event, world["submissions"], people)
    create_slots(event, world["slots"], submissions)
    event.wip_schedule.freeze("v1", user=organiser_user, notify_speakers=False)


def create_tokens(organiser: Organiser, event: Event, world: Json) -> User:
    """Give one token every right, and the other one the event alone; return whom they belong to."""
    user = User.objects.create_user(email="organiser@example.org", password="unused", name="Olivia Organiser")
    team = Team.objects.create(
        organiser=organiser,
        name="Everybody",
        all_events=True,
        can_change_submissions=True,
        can_change_event_settings=True,
        can_change_organiser_settings=True,
    )
    team.members.add(user)
    everything = {endpoint: list(WRITE_PERMISSIONS) for endpoint in ENDPOINTS}
    for token, endpoints in (
        (world["token"], everything),
        (world["limited_token"], {"events": ["list", "retrieve"]}),
    ):
        created = UserApiToken.objects.create(name=token, token=token, user=user, endpoints=endpoints)
        created.events.add(event)
    return user


def create_rooms(event: Event, rooms: list[Json]) -> None:
    """Create the rooms with the ids they have in the world."""
    for room in rooms:
        texts = {name: LazyI18nString(room[name]) for name in ("name", "description")}
        Room.objects.create(
            event=event, id=room["id"], capacity=room["capacity"], position=room["position"], **texts
        )


def create_kinds(event: Event, world: Json) -> None:
    """Create tracks and types with the ids they have in the world; the type that pretalx made goes."""
    made = event.cfp.default_type
    SubmissionType.objects.filter(pk=made.pk).update(id=1000)
    for track in world["tracks"]:
        Track.objects.create(
            event=event,
            id=track["id"],
            name=LazyI18nString(track["name"]),
            color=track["color"],
            position=track["position"],
        )
    for kind in world["types"]:
        SubmissionType.objects.create(
            event=event,
            id=kind["id"],
            name=LazyI18nString(kind["name"]),
            default_duration=kind["default_duration"],
        )
    event.cfp.default_type_id = world["types"][0]["id"]
    event.cfp.save()
    SubmissionType.objects.filter(pk=1000).delete()


def create_people(event: Event, speakers: list[Json]) -> dict[str, User]:
    """Create the speakers with their profiles; return them by code."""
    people = {}
    for speaker in speakers:
        user = User.objects.create_user(
            email=speaker["email"], password="unused", name=speaker["name"], code=speaker["code"]
        )
        # The picture's address is told whether or not there is a file.
        user.avatar.name = speaker["avatar_url"].removeprefix("/media/")
        user.save()
        SpeakerProfile.objects.create(user=user, event=event, biography=speaker["biography"])
        people[speaker["code"]] = user
    return people


def create_answers(event: Event, world: Json, people: dict[str, User]) -> None:
    """Create the questions with the ids they have in the world, and what speakers answered."""
    for question in world["questions"]:
        Question.objects.create(
            event=event,
            id=question["id"],
            question=LazyI18nString(question["question"]),
            variant="string",
            target="speaker",
        )
    for answer in world["answers"]:
        Answer.objects.create(
            id=answer["id"],
            question_id=answer["question"],
            person=people[answer["person"]],
            answer=answer["answer"],
        )


def create_submissions(event: Event, entries: list[Json], people: dict[str, User]) -> dict[str, Submission]:
    """Create the submissions in the states they are in; return them by code."""
    plain = ("code", "title", "state", "abstract", "description", "duration", "slot_count", "content_locale")
    submissions = {}
    for entry in entries:
        submission = Submission.objects.create(
            event=event,
            track_id=entry["track"],
            submission_type_id=entry["submission_type"],
            **{name: entry[name] for name in plain},
        )
        submission.speakers.set([people[code] for code in entry["speakers"]])
        submissions[entry["code"]] = submission
    return submissions


def create_slots(event: Event, slots: list[Json], submissions: dict[str, Submission]) -> None:
    """Put everything into the schedule that organisers work on."""
    for slot in slots:
        TalkSlot.objects.create(
            schedule=event.wip_schedule,
            submission=submissions[slot["submission"]] if slot["submission"] else None,
            room_id=slot["room"],
            start=slot["start"] and datetime.fromisoformat(slot["start"]),
            end=slot["end"] and datetime.fromisoformat(slot["end"]),
            description=slot["description"] and LazyI18nString(slot["description"]),
        )


if __name__ == "__main__":
    with scopes_disabled(), transaction.atomic():
        fill(json.load(sys.stdin))
