"""The steps of the demo's guide: what each of them needs is there."""

from __future__ import annotations

import re

import pytest

from sandbox import conference
from sandbox.conference.server import PEOPLE, ROOM_CHANNELS
from sandbox.demo.documents import FOLDER
from sandbox.demo.guide.step import NEXT, Step
from sandbox.demo.guide.tour import STEPS
from sandbox.demo.guide.witness import MESSAGES

CHANNELS = {
    *(*conference.READ_ONLY_CHANNELS, *conference.PUBLIC_CHANNELS, *conference.STAFF_CHANNELS),
    *(*ROOM_CHANNELS.values(), MESSAGES),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_its_person_channel_and_document_are_there(step: Step) -> None:
    assert step.person in PEOPLE
    assert step.channel in CHANNELS
    name, _, heading = step.document.partition("#")
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert not heading or heading in {slug(line) for line in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def test_the_guide_goes_through_seven_minutes_to_the_end_and_then_on() -> None:
    chapters = list(dict.fromkeys(step.chapter for step in STEPS.values()))
    minutes = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
    assert all(f"The {minute} minute" in chapter for minute, chapter in zip(minutes, chapters, strict=False))
    assert chapters[-1] == NEXT


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
