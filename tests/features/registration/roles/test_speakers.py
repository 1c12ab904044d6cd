"""Attendees who speak: known by an address, by their name alone, or after organisers were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.outcome import Cause
from sandbox.conference.known_tickets import ADA, GRACE, MUELLER
from tests.features.registration.rules import Rules, roles

if TYPE_CHECKING:
    from DiscordBot.features.registration.outcome import Outcome

USER = 1


@pytest.fixture(autouse=True)
def people(rules: Rules) -> None:
    rules.members.join(USER)


async def register_ada(rules: Rules) -> Outcome:
    return await rules.service.register(USER, ADA.order, ADA.name)


async def test_a_speaker_by_the_tickets_own_address(rules: Rules) -> None:
    rules.speaks("Somebody Else", "ada@example.org")
    outcome = await register_ada(rules)
    assert outcome.roles == roles(*ADA.roles, "Speakers")
    assert outcome.notes == ()


async def test_a_speaker_by_the_address_of_the_order(rules: Rules) -> None:
    order = rules.pretix.orders.get(MUELLER.order) or {}
    rules.speaks("Kathi B.", order["email"])
    await rules.follow_pretix()
    outcome = await rules.service.register(USER, MUELLER.order, MUELLER.name)
    assert outcome.roles == roles(*MUELLER.roles, "Speakers")


async def test_a_speaker_by_the_name_alone_is_told_to_organisers(rules: Rules) -> None:
    rules.speaks("Prof. Dr. Jürgen Müller (he/him)", "jm@example.org")
    outcome = await rules.service.register(USER, MUELLER.order, MUELLER.name)
    assert outcome.roles == roles(*MUELLER.roles, "Speakers")
    assert outcome.notes == (f"{MUELLER.order} counts as a speaker's by the name alone.",)


async def test_a_name_with_another_address_is_asked_about_once_and_given_by_a_press(rules: Rules) -> None:
    rules.speaks(ADA.name, "another@example.org")
    assert (await register_ada(rules)).roles == roles(*ADA.roles)
    await rules.follow_pretix()
    (position_id,) = rules.announced.questions
    outcome = await rules.service.confirm_speaker(position_id)
    assert outcome is not None
    assert outcome.roles == roles(*ADA.roles, "Speakers")
    assert rules.members.roles[USER] == roles(*ADA.roles, "Speakers")
    assert await rules.follow_pretix() == []
    rules.speakers = ()
    (outcome,) = await rules.service.follow_changes()
    assert (outcome.removed, outcome.cause) == (roles("Speakers"), Cause.NO_SPEAKER)


async def test_who_becomes_a_speaker_later_is_asked_about(rules: Rules) -> None:
    await register_ada(rules)
    rules.speaks(ADA.name, "another@example.org")
    assert await rules.service.follow_changes() == []
    assert len(rules.announced.questions) == 1


async def test_nobody_is_asked_about_who_is_none(rules: Rules) -> None:
    rules.speaks(ADA.name, "another@example.org")
    await rules.service.register(USER, GRACE.order, GRACE.name)
    assert rules.announced.questions == []
