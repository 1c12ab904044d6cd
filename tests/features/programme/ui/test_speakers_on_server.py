"""Speakers on the server: what a talk gives to somebody who registers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.conference.known_tickets import ADA, SPEAKER_BY_EMAIL, SPEAKER_BY_NAME
from sandbox.conference.timetable import ROOMS, TIMEZONE

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld


async def test_a_speaker_with_a_sponsors_ticket_gets_both_roles(whole_world: ConferenceWorld) -> None:
    await whole_world.register_with(whole_world.person("grace"), SPEAKER_BY_EMAIL)
    assert whole_world.roles(whole_world.person("grace")) == {*SPEAKER_BY_EMAIL.roles, "Speakers"}
    await whole_world.register_with(whole_world.person("eve"), SPEAKER_BY_NAME)
    # Without an address on the ticket the name has to do, and organisers are told that it did.
    assert whole_world.roles(whole_world.person("eve")) == {*SPEAKER_BY_NAME.roles, "Speakers"}


async def test_who_gets_on_stage_later_gets_the_role_then(whole_world: ConferenceWorld) -> None:
    ada = whole_world.person("ada")
    await whole_world.register_with(ada, ADA)
    assert "Speakers" not in whole_world.roles(ada)
    book = whole_world.world.programme.programme
    somebody = next(iter(book.speakers.values()))
    book.speakers["ADA37Z"] = {
        **somebody,
        "code": "ADA37Z",
        "name": ADA.name,
        "email": "ada@example.org",
    }
    free = datetime(2027, 7, 14, 20, tzinfo=TIMEZONE)
    await book.add("A late addition", speaker="ADA37Z", room=ROOMS[0], start=free)
    await whole_world.restart()
    assert "Speakers" in whole_world.roles(ada)
    assert any(ada.mention in line and "now has" in line for line in whole_world.lines("registration-log"))
