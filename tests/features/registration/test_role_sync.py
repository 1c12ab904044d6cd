"""What becomes of roles when tickets, people or the server change after the registration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.outcome import Outcome, Result
from sandbox.catalogue import BUSINESS, STUDENT
from sandbox.known_tickets import ADA, ALAN, EMMY, HEDY, HEDY_SECOND, JOAN, KATHERINE
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


async def test_nothing_to_do_is_nothing_done(desk: Desk) -> None:
    await register(desk, ADA)
    assert await desk.follow_pretix() == []
    assert desk.members.changes == len(desk.journal) == 1


async def test_a_cancelled_order_takes_its_roles(desk: Desk) -> None:
    await register(desk, HEDY)
    await register(desk, HEDY_SECOND)
    await desk.pretix.orders.cancel(HEDY_SECOND.order)
    (outcome,) = await desk.follow_pretix()
    assert (outcome.result, outcome.removed) == (Result.CHANGED, roles("Tutorial"))
    assert desk.members.roles[USER] == roles(*HEDY.roles)
    assert desk.journal[2:] == [outcome]


async def test_a_cancelled_order_keeps_its_roles_where_that_is_configured(desk: Desk) -> None:
    desk = replace(desk, revoke=False)
    await register(desk, ADA)
    await desk.pretix.orders.cancel(ADA.order)
    assert await desk.follow_pretix() == []
    assert desk.members.roles[USER] == roles(*ADA.roles)


async def test_a_reactivated_ticket_gives_its_roles_again(desk: Desk) -> None:
    await register(desk, ADA)
    await desk.pretix.orders.expire(ADA.order)
    await desk.follow_pretix()
    assert desk.members.roles[USER] == frozenset()
    await desk.pretix.orders.mark_paid(ADA.order)
    (outcome,) = await desk.follow_pretix()
    assert (outcome.result, desk.members.roles[USER]) == (Result.CHANGED, roles(*ADA.roles))


async def test_a_cancelled_addon_takes_its_role(desk: Desk) -> None:
    await register(desk, JOAN)
    joan = desk.store.get(JOAN.order)
    assert joan is not None
    await desk.pretix.orders.cancel_position(JOAN.order, joan.positions[-1].positionid)
    (outcome,) = await desk.follow_pretix()
    assert outcome.removed == roles("Sprint")


async def test_a_role_that_another_ticket_gives_as_well_stays(desk: Desk) -> None:
    await register(desk, EMMY)
    await register(desk, ADA)
    await desk.pretix.orders.cancel(ADA.order)
    (outcome,) = await desk.follow_pretix()
    assert outcome.removed == roles("Business")
    assert desk.members.roles[USER] == roles(*EMMY.roles)


async def test_an_upgrade_changes_the_roles_in_one_request(desk: Desk) -> None:
    await register(desk, ALAN)
    await desk.pretix.orders.change_variation(ALAN.order, 1, BUSINESS)
    (outcome,) = await desk.follow_pretix()
    assert (outcome.result, outcome.removed) == (Result.CHANGED, roles("Personal"))
    assert desk.members.roles[USER] == roles("Attendee", "Business")
    assert desk.members.changes == 2


async def test_a_transferred_ticket_is_free_and_takes_its_roles_along(desk: Desk) -> None:
    await register(desk, ADA)
    await desk.pretix.orders.rename_attendee(ADA.order, 1, "Mary Somerville")
    (outcome,) = await desk.follow_pretix()
    assert (outcome.result, outcome.removed, outcome.tickets) == (Result.CHANGED, roles(*ADA.roles), ())
    assert desk.members.roles[USER] == frozenset()
    outcome = await desk.service.register(OTHER, ADA.order, "Mary Somerville")
    assert (outcome.result, desk.members.roles[OTHER]) == (Result.REGISTERED, roles(*ADA.roles))
    assert await desk.follow_pretix() == []


async def test_the_new_owner_need_not_wait_for_the_next_refresh(desk: Desk) -> None:
    await register(desk, ADA)
    desk.clock.forward(minutes=1)
    await desk.pretix.orders.rename_attendee(ADA.order, 1, "Mary Somerville")
    outcome = await desk.service.register(OTHER, ADA.order, "Mary Somerville")
    assert outcome.result is Result.REGISTERED
    assert desk.members.roles == {USER: frozenset(), OTHER: roles(*ADA.roles)}
    assert [(one.user_id, one.result) for one in desk.journal[1:]] == [
        (USER, Result.CHANGED),
        (OTHER, Result.REGISTERED),
    ]


@pytest.mark.parametrize("name", ["Ada Lovelacce", "ADA LOVELACE", "Ada King Lovelace"])
async def test_a_corrected_name_is_no_transfer(desk: Desk, name: str) -> None:
    await register(desk, ADA)
    await desk.pretix.orders.rename_attendee(ADA.order, 1, name)
    assert await desk.follow_pretix() == []
    assert desk.members.roles[USER] == roles(*ADA.roles)
    assert (await desk.service.register(OTHER, ADA.order, name)).result is Result.TAKEN


async def test_an_order_that_is_not_in_the_store_takes_nothing_away(desk: Desk) -> None:
    await register(desk, ADA)
    await register(desk, HEDY)
    await desk.store.forget_everything()
    assert await desk.service.follow_changes() == []
    assert (await desk.service.sync(USER)).result is Result.ALREADY_REGISTERED
    await desk.pretix.orders.cancel(HEDY.order)
    desk.clock.forward(minutes=5)
    await desk.store.refetch(HEDY.order)
    assert await desk.service.follow_changes() == []
    assert desk.members.roles[USER] == roles(*ADA.roles, *HEDY.roles)


async def test_a_split_that_is_half_read_takes_nothing_away(desk: Desk) -> None:
    await register(desk, KATHERINE)
    (whole,) = (order for order in desk.pretix.orders if order["code"] == KATHERINE.order)
    stay, go = whole["positions"][::2], whole["positions"][1:2]
    desk.clock.forward(minutes=1)
    await desk.pretix.orders.add(whole | {"positions": stay})
    await desk.store.refetch(KATHERINE.order)
    assert await desk.service.follow_changes() == []
    await desk.pretix.orders.add(whole | {"code": "SPLIT", "positions": go})
    assert await desk.follow_pretix() == []
    assert desk.members.roles[USER] == roles(*KATHERINE.roles)
    await desk.pretix.orders.change_variation("SPLIT", 2, BUSINESS)
    (outcome,) = await desk.follow_pretix()
    assert outcome.removed == roles("Student")


async def test_a_role_that_somebody_else_gave_is_never_taken(desk: Desk) -> None:
    desk.members.join(USER, "Attendee", "Volunteers")
    await register(desk, ADA)
    assert await desk.follow_pretix() == []
    await desk.pretix.orders.cancel(ADA.order)
    (outcome,) = await desk.follow_pretix()
    assert outcome.removed == roles("Business", "Tutorial")
    assert desk.members.roles[USER] == roles("Attendee", "Volunteers")


async def test_a_role_that_somebody_else_gave_before_an_upgrade_is_never_taken(desk: Desk) -> None:
    await register(desk, ALAN)
    desk.members.roles[USER] |= roles("Business")
    await desk.pretix.orders.change_variation(ALAN.order, 1, BUSINESS)
    await desk.follow_pretix()
    await desk.pretix.orders.cancel(ALAN.order)
    await desk.follow_pretix()
    assert desk.members.roles[USER] == roles("Business")


async def test_a_role_that_a_moderator_took_away_stays_away_until_a_sync(desk: Desk) -> None:
    await register(desk, ADA)
    desk.members.roles[USER] = roles("Business")
    assert await desk.follow_pretix() == []
    await desk.pretix.orders.change_variation(ADA.order, 1, STUDENT)
    await desk.follow_pretix()
    assert desk.members.roles[USER] == roles("Student")
    await desk.service.sync(USER)
    assert desk.members.roles[USER] == roles("Attendee", "Student", "Tutorial")


async def test_who_is_gone_is_left_alone_and_owes_nothing(desk: Desk) -> None:
    await register(desk, ADA)
    desk.members.leave(USER)
    await desk.pretix.orders.cancel(ADA.order)
    (outcome,) = await desk.follow_pretix()
    assert outcome.result is Result.INCOMPLETE
    assert await desk.follow_pretix() == []
    assert await desk.claims.given_roles(USER) == frozenset()
    assert len(desk.journal) == 1


async def test_who_registers_and_is_gone_before_the_roles_arrive_gets_them_on_return(desk: Desk) -> None:
    desk.members.leave(USER)
    assert (await register(desk, ADA)).result is Result.INCOMPLETE
    desk.members.join(USER)
    outcome = await desk.service.welcome_back(USER)
    assert outcome is not None
    assert (outcome.result, desk.members.roles[USER]) == (Result.REGISTERED, roles(*ADA.roles))


async def test_who_comes_back_after_a_cancellation_gets_nothing(desk: Desk) -> None:
    await register(desk, ADA)
    desk.members.leave(USER)
    await desk.pretix.orders.cancel(ADA.order)
    await desk.follow_pretix()
    desk.members.join(USER)
    await desk.service.welcome_back(USER)
    assert desk.members.roles[USER] == frozenset()


async def test_new_speakers_get_their_role_and_former_ones_lose_it(desk: Desk) -> None:
    await register(desk, ADA)
    desk.speakers.add(ADA.name)
    (outcome,) = await desk.service.follow_changes()
    assert outcome.roles == roles(*ADA.roles, "Speakers")
    desk.speakers.clear()
    (outcome,) = await desk.service.follow_changes()
    assert outcome.removed == roles("Speakers")
