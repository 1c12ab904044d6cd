"""What could not be done at once is finished later: missing roles, refusals, crashes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.outcome import Outcome, Result
from sandbox.catalogue import BUSINESS, STUDENT
from sandbox.known_tickets import ADA, ALAN
from tests.features.registration.desk import Desk, FakeMembers, roles

if TYPE_CHECKING:
    from sandbox.known_tickets import KnownTicket

USER, OTHER = 1, 2


@pytest.fixture(autouse=True)
def people(desk: Desk) -> None:
    desk.members.join(USER)
    desk.members.join(OTHER)


async def register(desk: Desk, ticket: KnownTicket, user: int = USER) -> Outcome:
    return await desk.service.register(user, ticket.order, ticket.name)


async def test_a_missing_role_takes_nothing_away_and_is_given_when_it_is_there(desk: Desk) -> None:
    desk.members.missing = {"Business"}
    outcome = await register(desk, ADA)
    assert (outcome.result, outcome.problems) == (Result.INCOMPLETE, ("There is no role Business.",))
    assert desk.members.roles[USER] == roles("Attendee", "Tutorial")
    assert await desk.service.count_unfinished() == 1

    (outcome,) = await desk.follow_pretix()
    assert outcome.result is Result.INCOMPLETE
    assert len(desk.journal) == 1

    desk.members.missing = set()
    (outcome,) = await desk.follow_pretix()
    assert (outcome.result, outcome.roles) == (Result.REGISTERED, roles(*ADA.roles))
    assert desk.members.roles[USER] == roles(*ADA.roles)
    assert desk.journal[1:] == [outcome]
    assert await desk.service.count_unfinished() == 0


async def test_an_upgrade_to_a_role_that_is_missing_waits_for_it(desk: Desk) -> None:
    await register(desk, ALAN)
    desk.members.missing = {"Student"}
    await desk.pretix.orders.change_variation(ALAN.order, 1, STUDENT)
    await desk.follow_pretix()
    assert desk.members.roles[USER] == roles("Attendee", "Personal")
    desk.members.missing = set()
    (outcome,) = await desk.follow_pretix()
    assert (outcome.result, desk.members.roles[USER]) == (Result.CHANGED, roles("Attendee", "Student"))


async def test_a_refused_registration_is_finished_later_and_journalled_once(desk: Desk) -> None:
    desk.members.refusing = True
    outcome = await register(desk, ADA)
    assert (outcome.result, outcome.problems) == (Result.INCOMPLETE, ("Discord did not allow the change.",))
    assert (await register(desk, ADA, OTHER)).result is Result.TAKEN
    await desk.service.follow_changes()
    assert len(desk.journal) == 2
    desk.members.refusing = False
    (outcome,) = await desk.service.follow_changes()
    assert (outcome.result, desk.members.roles[USER]) == (Result.REGISTERED, roles(*ADA.roles))
    assert desk.journal[2:] == [outcome]


async def test_a_refused_upgrade_is_finished_later(desk: Desk) -> None:
    await register(desk, ALAN)
    desk.members.refusing = True
    await desk.pretix.orders.change_variation(ALAN.order, 1, BUSINESS)
    (outcome,) = await desk.follow_pretix()
    assert outcome.result is Result.INCOMPLETE
    desk.members.refusing = False
    (outcome,) = await desk.follow_pretix()
    assert (outcome.result, outcome.removed) == (Result.CHANGED, roles("Personal"))
    assert desk.members.roles[USER] == roles("Attendee", "Business")
    assert await desk.follow_pretix() == []


async def test_while_the_server_is_out_of_reach_registrations_are_kept_for_later(desk: Desk) -> None:
    desk.members.disconnected = True
    assert (await register(desk, ADA)).result is Result.INCOMPLETE
    await desk.follow_pretix()
    desk.members.disconnected = False
    (outcome,) = await desk.follow_pretix()
    assert (outcome.result, desk.members.roles[USER]) == (Result.REGISTERED, roles(*ADA.roles))


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
async def test_a_registration_that_a_crash_interrupted_is_finished_and_journalled_once(
    desk: Desk, *, after: bool
) -> None:
    members = CrashingMembers(after=after)
    members.join(USER)
    members.crashing = True
    with pytest.raises(Crash):
        await register(replace(desk, members=members), ADA)
    members.crashing = False
    restarted = replace(desk, members=members)
    assert [one.result for one in await restarted.service.follow_changes()] == [Result.REGISTERED]
    assert members.roles[USER] == roles(*ADA.roles)
    assert await restarted.service.follow_changes() == []
    assert [one.result for one in restarted.journal] == [Result.REGISTERED]


@pytest.mark.parametrize("after", [False, True])
async def test_a_change_that_a_crash_interrupted_is_finished(desk: Desk, *, after: bool) -> None:
    members = CrashingMembers(after=after)
    members.join(USER)
    desk = replace(desk, members=members)
    await register(desk, ALAN)
    await desk.pretix.orders.change_variation(ALAN.order, 1, BUSINESS)
    members.crashing = True
    with pytest.raises(Crash):
        await desk.follow_pretix()
    members.crashing = False
    restarted = replace(desk, members=members)
    await restarted.service.follow_changes()
    assert members.roles[USER] == roles("Attendee", "Business")
    await desk.pretix.orders.cancel(ALAN.order)
    await restarted.follow_pretix()
    assert members.roles[USER] == frozenset()
    assert await restarted.follow_pretix() == []
