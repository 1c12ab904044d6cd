"""What organisers can do, and what happens when members come back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.attempts import MOST_FAILURES
from DiscordBot.features.registration.outcome import Outcome, Result
from sandbox import known_tickets
from sandbox.known_tickets import ADA, ALAN, COMPANY, EMMY, GRACE, HEDY, HEDY_SECOND, KATHERINE, NULL_NAME
from tests.features.registration.desk import Desk, roles

if TYPE_CHECKING:
    from sandbox.known_tickets import KnownTicket

USER, OTHER = 1, 2


@pytest.fixture(autouse=True)
def people(desk: Desk) -> None:
    desk.members.join(USER)
    desk.members.join(OTHER)


async def register(desk: Desk, ticket: KnownTicket, user: int = USER) -> Outcome:
    return await desk.service.register(user, ticket.order, ticket.name)


async def test_tickets_of_the_older_bot_are_for_who_has_the_roles_already(desk: Desk) -> None:
    ada = desk.store.get(ADA.order)
    assert ada is not None
    await desk.claims.import_for_nobody([(ADA.order, ada.positions[0])])
    desk.members.join(3, *ADA.roles, "Volunteers")
    outcome = await register(desk, ADA)
    assert (outcome.result, outcome.holder) == (Result.TAKEN, None)
    assert (await register(desk, ADA, 3)).result is Result.ALREADY_REGISTERED
    assert (await register(desk, ADA)).holder == 3


async def test_organisers_adopt_tickets_of_the_older_bot_for_others(desk: Desk) -> None:
    ada = desk.store.get(ADA.order)
    assert ada is not None
    await desk.claims.import_for_nobody([(ADA.order, ada.positions[0])])
    outcome = await desk.service.register_for(USER, ADA.order, None)
    assert (outcome.result, outcome.roles) == (Result.REGISTERED, roles(*ADA.roles))


async def test_organisers_need_no_name_where_there_is_only_one(desk: Desk) -> None:
    for _ in range(2 * MOST_FAILURES):
        assert (await desk.service.register_for(USER, ALAN.order, None)).result is Result.NOT_FOUND
    assert (await desk.service.register_for(USER, f"{ALAN.order}-1", None)).roles == roles(*ALAN.roles)
    assert (await desk.service.register_for(OTHER, EMMY.order, None)).roles == roles(*EMMY.roles)
    desk.members.join(3)
    outcome = await desk.service.register_for(3, NULL_NAME.order, None)
    assert (outcome.result, outcome.roles) == (Result.REGISTERED, roles("Attendee", "Personal"))


async def test_organisers_take_no_ticket_from_a_member(desk: Desk) -> None:
    await register(desk, ADA)
    outcome = await desk.service.register_for(OTHER, ADA.order, ADA.name)
    assert (outcome.result, outcome.holder) == (Result.TAKEN, USER)


async def test_unregistering_frees_the_ticket_and_takes_what_it_gave(desk: Desk) -> None:
    desk.members.join(USER, "Volunteers", "Attendee")
    desk = replace(desk, revoke=False)
    await register(desk, ADA)
    outcome = await desk.service.unregister(USER)
    assert (outcome.result, outcome.removed) == (Result.RELEASED, roles("Business", "Tutorial"))
    assert outcome.tickets[:1] == ("Conference ticket / Business",)
    assert desk.members.roles[USER] == roles("Volunteers", "Attendee")
    assert desk.journal[-1:] == [outcome]
    assert (await register(desk, ADA, OTHER)).result is Result.REGISTERED


async def test_unregistering_where_discord_refuses_is_finished_later(desk: Desk) -> None:
    await register(desk, ADA)
    desk.members.refusing = True
    assert (await desk.service.unregister(USER)).result is Result.INCOMPLETE
    assert desk.members.roles[USER] == roles(*ADA.roles)
    desk.members.refusing = False
    (outcome,) = await desk.service.follow_changes()
    assert (outcome.result, outcome.removed) == (Result.CHANGED, roles(*ADA.roles))
    assert desk.members.roles[USER] == frozenset()


async def test_a_sync_gives_again_what_was_lost(desk: Desk) -> None:
    await register(desk, ADA)
    await register(desk, GRACE, OTHER)
    desk.members.roles[USER] = roles("Business", "Volunteers")
    outcome = await desk.service.sync(USER)
    assert (outcome.result, outcome.roles) == (Result.CHANGED, roles(*ADA.roles))
    assert desk.members.roles[USER] == roles(*ADA.roles, "Volunteers")
    assert desk.journal[2:] == [outcome]
    desk.members.roles = {USER: frozenset(), OTHER: frozenset()}
    outcomes = await desk.service.sync_everybody()
    assert [(one.user_id, one.result) for one in outcomes] == [
        (USER, Result.CHANGED),
        (OTHER, Result.CHANGED),
    ]
    assert desk.members.roles == {USER: roles(*ADA.roles), OTHER: roles(*GRACE.roles)}
    await desk.service.sync_everybody()
    assert len(desk.journal) == 5


async def test_who_comes_back_gets_roles_and_nickname_again(desk: Desk) -> None:
    await register(desk, ADA)
    desk.members.leave(USER)
    assert await desk.service.follow_changes() == []
    desk.members.join(USER)
    desk.members.nicknames.clear()
    outcome = await desk.service.welcome_back(USER)
    assert outcome is not None
    assert (outcome.result, desk.members.roles[USER]) == (Result.CHANGED, roles(*ADA.roles))
    assert desk.members.nicknames[USER] == ADA.name
    assert desk.journal[1:] == [outcome]
    assert await desk.service.welcome_back(OTHER) is None


async def test_the_desk_finds_orders_by_code_and_by_name(desk: Desk) -> None:
    def codes(order: str = "", name: str = "") -> list[str]:
        return [found.code for found in desk.service.search(order=order, name=name)]

    assert codes(order=" #ada37-1") == [ADA.order]
    assert codes(order="NONE9", name=ADA.name) == []
    assert codes(name="LAMARR") == [HEDY.order, HEDY_SECOND.order]
    assert codes(name="angstrom") == [known_tickets.DECOMPOSED.order]
    assert codes(name="employee") == [COMPANY.order]
    assert codes(name=" ") == codes() == []
    assert len(desk.service.search(name="e", most=3)) == 3


async def test_the_desk_sees_who_holds_what(desk: Desk) -> None:
    await register(desk, KATHERINE)
    team = desk.store.get(KATHERINE.order)
    assert team is not None
    held = await desk.service.claims_on(team)
    assert {position_id: claim.user_id for position_id, claim in held.items()} == {team.positions[1].id: USER}
    assert [claim.attendee_name for claim in await desk.service.claims_of(USER)] == [KATHERINE.name]


async def test_everything_personal_can_be_forgotten(desk: Desk) -> None:
    await register(desk, ADA)
    await desk.service.forget_everything()
    assert len(desk.store) == 0
    assert await desk.claims.all() == ({}, {})
    assert desk.members.roles[USER] == roles(*ADA.roles)
