"""What could not be done at once is finished later: missing roles, refusals, crashes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from DiscordBot.features.registration.outcome import Result
from sandbox.conference.catalogue import BUSINESS, STUDENT
from sandbox.conference.known_tickets import ADA, ALAN
from tests.features.registration.rules import OTHER, USER, FakeMembers, Rules, register, roles

pytestmark = pytest.mark.usefixtures("two_members")


async def test_a_missing_role_takes_nothing_away_and_is_given_when_it_is_there(
    rules: Rules,
) -> None:
    rules.members.missing = {"Business"}
    outcome = await register(rules, ADA)
    assert (outcome.result, outcome.problems) == (Result.INCOMPLETE, ("There is no role Business.",))
    assert rules.members.roles[USER] == roles("Attendee", "Tutorial")
    assert await rules.service.count_unfinished() == 1

    (outcome,) = await rules.follow_pretix()
    assert outcome.result is Result.INCOMPLETE
    assert len(rules.log) == 1

    rules.members.missing = set()
    (outcome,) = await rules.follow_pretix()
    assert (outcome.result, outcome.roles) == (Result.REGISTERED, roles(*ADA.roles))
    assert rules.members.roles[USER] == roles(*ADA.roles)
    assert rules.log[1:] == [outcome]
    assert await rules.service.count_unfinished() == 0


async def test_an_upgrade_to_a_role_that_is_missing_waits_for_it(rules: Rules) -> None:
    await register(rules, ALAN)
    rules.members.missing = {"Student"}
    await rules.pretix.orders.change_variation(ALAN.order, 1, STUDENT)
    await rules.follow_pretix()
    assert rules.members.roles[USER] == roles("Attendee", "Personal")
    rules.members.missing = set()
    (outcome,) = await rules.follow_pretix()
    assert (outcome.result, rules.members.roles[USER]) == (
        Result.CHANGED,
        roles("Attendee", "Student"),
    )


async def test_a_refused_registration_is_finished_later_and_logged_once(
    rules: Rules,
) -> None:
    rules.members.refusing = True
    outcome = await register(rules, ADA)
    assert (outcome.result, outcome.problems) == (Result.INCOMPLETE, ("Discord did not allow the change.",))
    assert (await register(rules, ADA, OTHER)).result is Result.TAKEN
    await rules.service.follow_changes()
    assert len(rules.log) == 2
    rules.members.refusing = False
    (outcome,) = await rules.service.follow_changes()
    assert (outcome.result, rules.members.roles[USER]) == (Result.REGISTERED, roles(*ADA.roles))
    assert rules.log[2:] == [outcome]


async def test_a_refused_upgrade_is_finished_later(rules: Rules) -> None:
    await register(rules, ALAN)
    rules.members.refusing = True
    await rules.pretix.orders.change_variation(ALAN.order, 1, BUSINESS)
    (outcome,) = await rules.follow_pretix()
    assert outcome.result is Result.INCOMPLETE
    rules.members.refusing = False
    (outcome,) = await rules.follow_pretix()
    assert (outcome.result, outcome.removed) == (Result.CHANGED, roles("Personal"))
    assert rules.members.roles[USER] == roles("Attendee", "Business")
    assert await rules.follow_pretix() == []


async def test_while_the_server_is_out_of_reach_registrations_are_kept_for_later(
    rules: Rules,
) -> None:
    rules.members.disconnected = True
    assert (await register(rules, ADA)).result is Result.INCOMPLETE
    await rules.follow_pretix()
    rules.members.disconnected = False
    (outcome,) = await rules.follow_pretix()
    assert (outcome.result, rules.members.roles[USER]) == (Result.REGISTERED, roles(*ADA.roles))


class Crash(BaseException):
    """The process ends here."""


class CrashingMembers(FakeMembers):
    """Ends the process when it is asked for a change: before Discord makes it, or after."""

    def __init__(self, *, after: bool) -> None:
        super().__init__()
        self.after = after
        self.crashing = False

    async def change(
        self, user_id: int, *, add: frozenset[int], remove: frozenset[int], nickname: str | None
    ) -> None:
        if self.after or not self.crashing:
            await super().change(user_id, add=add, remove=remove, nickname=nickname)
        if self.crashing:
            raise Crash


@pytest.mark.parametrize("after", [False, True])
async def test_a_registration_that_a_crash_interrupted_is_finished_and_logged_once(
    rules: Rules, *, after: bool
) -> None:
    members = CrashingMembers(after=after)
    members.join(USER)
    members.crashing = True
    with pytest.raises(Crash):
        await register(replace(rules, members=members), ADA)
    members.crashing = False
    restarted = replace(rules, members=members)
    assert [one.result for one in await restarted.service.follow_changes()] == [Result.REGISTERED]
    assert members.roles[USER] == roles(*ADA.roles)
    assert await restarted.service.follow_changes() == []
    assert [one.result for one in restarted.log] == [Result.REGISTERED]


@pytest.mark.parametrize("after", [False, True])
async def test_a_change_that_a_crash_interrupted_is_finished(rules: Rules, *, after: bool) -> None:
    members = CrashingMembers(after=after)
    members.join(USER)
    rules = replace(rules, members=members)
    await register(rules, ALAN)
    await rules.pretix.orders.change_variation(ALAN.order, 1, BUSINESS)
    members.crashing = True
    with pytest.raises(Crash):
        await rules.follow_pretix()
    members.crashing = False
    restarted = replace(rules, members=members)
    await restarted.service.follow_changes()
    assert members.roles[USER] == roles("Attendee", "Business")
    await rules.pretix.orders.cancel(ALAN.order)
    await restarted.follow_pretix()
    assert members.roles[USER] == frozenset()
    assert await restarted.follow_pretix() == []
