"""What becomes of roles when tickets, people or the server change after the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from DiscordBot.features.registration.models import Claim
from DiscordBot.features.registration.outcome import Cause, Result
from DiscordBot.features.registration.shop.validity import Flaw
from sandbox.conference.catalogue import BUSINESS, STUDENT, T_SHIRT, TUTORIAL
from sandbox.conference.known_tickets import (
    ADA,
    ALAN,
    EMMY,
    HEDY,
    HEDY_SECOND,
    JOAN,
    KATHERINE,
    VALID_IF_PENDING,
)
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import named
from tests.conference_world import as_order
from tests.features.registration.rules import OTHER, USER, Rules, register, roles

pytestmark = pytest.mark.usefixtures("two_members")


async def test_nothing_to_do_is_nothing_done(rules: Rules) -> None:
    await register(rules, ADA)
    assert await rules.follow_pretix() == []
    assert rules.members.changes == len(rules.log) == 1


async def test_a_cancelled_order_takes_its_roles(rules: Rules) -> None:
    await register(rules, HEDY)
    await register(rules, HEDY_SECOND)
    await rules.pretix.orders.cancel(HEDY_SECOND.order)
    (outcome,) = await rules.follow_pretix()
    assert (outcome.result, outcome.removed) == (Result.CHANGED, roles("Tutorial"))
    assert rules.members.roles[USER] == roles(*HEDY.roles)
    assert rules.log[2:] == [outcome]


async def test_a_cancelled_order_keeps_its_roles_where_that_is_configured(
    rules: Rules,
) -> None:
    rules = replace(rules, revoke=False)
    await register(rules, ADA)
    await rules.pretix.orders.cancel(ADA.order)
    assert await rules.follow_pretix() == []
    assert rules.members.roles[USER] == roles(*ADA.roles)


async def test_a_reactivated_ticket_gives_its_roles_again(rules: Rules) -> None:
    await register(rules, ADA)
    await rules.pretix.orders.expire(ADA.order)
    await rules.follow_pretix()
    assert rules.members.roles[USER] == frozenset()
    await rules.pretix.orders.mark_paid(ADA.order)
    (outcome,) = await rules.follow_pretix()
    assert (outcome.result, rules.members.roles[USER]) == (Result.CHANGED, roles(*ADA.roles))


async def test_a_cancelled_addon_takes_its_role(rules: Rules) -> None:
    await register(rules, JOAN)
    joan = rules.store.get(JOAN.order)
    assert joan is not None
    await rules.pretix.orders.cancel_position(JOAN.order, joan.positions[-1].positionid)
    (outcome,) = await rules.follow_pretix()
    assert outcome.removed == roles("Sprint")


async def test_a_role_that_another_ticket_gives_as_well_stays(rules: Rules) -> None:
    await register(rules, EMMY)
    await register(rules, ADA)
    await rules.pretix.orders.cancel(ADA.order)
    (outcome,) = await rules.follow_pretix()
    assert outcome.removed == roles("Business")
    assert rules.members.roles[USER] == roles(*EMMY.roles)


async def test_an_upgrade_changes_the_roles_in_one_request(rules: Rules) -> None:
    await register(rules, ALAN)
    await rules.pretix.orders.change_variation(ALAN.order, 1, BUSINESS)
    (outcome,) = await rules.follow_pretix()
    assert (outcome.result, outcome.removed) == (Result.CHANGED, roles("Personal"))
    assert rules.members.roles[USER] == roles("Attendee", "Business")
    assert rules.members.changes == 2


@pytest.mark.parametrize(
    "name",
    ["Mary Somerville", "A. Lovelace", "Ada Lovelace King", "Countess Lovelace", "Ada", "Dr. Ada Lovelace"],
)
async def test_a_changed_name_takes_nothing_away(rules: Rules, name: str) -> None:
    await register(rules, ADA)
    await rules.pretix.orders.rename_attendee(ADA.order, 1, name)
    assert await rules.follow_pretix() == []
    assert rules.members.roles[USER] == roles(*ADA.roles)
    assert rules.announced.lines == ([(USER, 1)] if name != "Dr. Ada Lovelace" else [])
    assert await rules.follow_pretix() == []
    assert len(rules.announced.lines) <= 1
    assert (await rules.service.register(USER, ADA.order, name)).result is Result.ALREADY_REGISTERED


async def test_who_claims_a_ticket_under_its_new_name_gets_it(rules: Rules) -> None:
    await register(rules, ADA)
    await rules.pretix.orders.rename_attendee(ADA.order, 1, "Mary Somerville")
    await rules.follow_pretix()
    outcome = await rules.service.register(OTHER, ADA.order, "Mary Somerville")
    assert outcome.result is Result.REGISTERED
    assert rules.members.roles == {USER: frozenset(), OTHER: roles(*ADA.roles)}
    (loss,) = rules.announced.losses
    assert (loss.user_id, loss.removed, loss.cause) == (USER, roles(*ADA.roles), Cause.MOVED)
    assert (await register(rules, ADA)).result is Result.NOT_FOUND
    assert (await rules.service.register(USER, ADA.order, "Mary Somerville")).result is Result.TAKEN
    assert await rules.follow_pretix() == []


async def test_two_names_swapped_in_one_order_take_nothing_from_anybody(rules: Rules) -> None:
    await register(rules, ALAN)
    await register(rules, JOAN, OTHER)
    await rules.pretix.orders.rename_attendee(ALAN.order, 1, JOAN.name)
    await rules.pretix.orders.rename_attendee(JOAN.order, 3, ALAN.name)
    assert await rules.follow_pretix() == []
    assert (await register(rules, ALAN)).result is Result.ALREADY_REGISTERED
    assert (await register(rules, JOAN, OTHER)).result is Result.ALREADY_REGISTERED
    assert rules.members.roles == {USER: roles(*ALAN.roles), OTHER: roles(*JOAN.roles)}


async def test_the_new_owner_need_not_wait_for_the_next_refresh(rules: Rules) -> None:
    await register(rules, ADA)
    rules.clock.forward(minutes=1)
    await rules.pretix.orders.rename_attendee(ADA.order, 1, "Mary Somerville")
    outcome = await rules.service.register(OTHER, ADA.order, "Mary Somerville")
    assert outcome.result is Result.REGISTERED
    assert rules.members.roles == {USER: frozenset(), OTHER: roles(*ADA.roles)}
    assert [(one.user_id, one.result) for one in rules.log[1:]] == [
        (USER, Result.CHANGED),
        (OTHER, Result.REGISTERED),
    ]


async def test_a_supplement_that_is_owed_takes_nothing_away(rules: Rules) -> None:
    await register(rules, JOAN)
    await rules.pretix.orders.owe_supplement(JOAN.order, 3, TUTORIAL)
    assert await rules.follow_pretix() == []
    assert rules.members.roles[USER] == roles(*JOAN.roles)
    assert (await register(rules, JOAN)).result is Result.ALREADY_REGISTERED
    assert (await register(rules, ALAN, OTHER)).flaw is Flaw.UNPAID
    await rules.pretix.orders.mark_paid(JOAN.order)
    (outcome,) = await rules.follow_pretix()
    assert outcome.roles == roles(*JOAN.roles, "Tutorial")


@pytest.mark.parametrize("end", ["expire", "cancel"])
async def test_a_supplement_that_is_never_paid_ends_with_the_order(rules: Rules, end: str) -> None:
    await register(rules, JOAN)
    await rules.pretix.orders.owe_supplement(JOAN.order, 3, TUTORIAL)
    await rules.follow_pretix()
    await getattr(rules.pretix.orders, end)(JOAN.order)
    (outcome,) = await rules.follow_pretix()
    assert outcome.removed == roles(*JOAN.roles)
    assert outcome.flaw is {"expire": Flaw.EXPIRED, "cancel": Flaw.CANCELLED}[end]


async def test_an_order_that_was_never_paid_owes_more_than_a_supplement(rules: Rules) -> None:
    await register(rules, VALID_IF_PENDING)
    assert rules.members.roles[USER] == roles(*VALID_IF_PENDING.roles)
    await rules.pretix.orders.set_valid_if_pending(VALID_IF_PENDING.order, valid=False)
    (outcome,) = await rules.follow_pretix()
    assert outcome.flaw is Flaw.UNPAID


async def test_a_ticket_that_fits_no_entry_holds_back_only_what_it_gave(rules: Rules) -> None:
    shirt = Ticket(named("Ada Lovelace"), 8, T_SHIRT)
    await rules.pretix.orders.add(
        as_order(Purchase("TW337", (Ticket(named("Ada Lovelace"), BUSINESS), shirt)))
    )
    await rules.service.register(USER, "TW337", "Ada Lovelace")
    assert rules.members.roles[USER] == roles("Attendee", "Business")
    await rules.pretix.orders.cancel_position("TW337", 1)
    (outcome,) = await rules.follow_pretix()
    assert outcome.removed == roles("Attendee", "Business")
    assert rules.members.roles[USER] == frozenset()


async def test_what_older_claims_gave_is_noted_at_the_next_look(
    rules: Rules,
) -> None:
    shirt = Ticket(named("Ada Lovelace"), 8, T_SHIRT)
    await rules.pretix.orders.add(
        as_order(Purchase("TW337", (Ticket(named("Ada Lovelace"), BUSINESS), shirt)))
    )
    await rules.service.register(USER, "TW337", "Ada Lovelace")
    async with rules.database.transaction() as session:
        await session.execute(update(Claim).values(gave=None))
    await rules.follow_pretix()
    assert [claim.gave for claim in await rules.claims.of_user(USER)] == [
        sorted(roles("Attendee", "Business")),
        [],
    ]
    assert len(rules.log) == 1


@pytest.mark.parametrize("name", ["Ada Lovelacce", "ADA LOVELACE", "Ada King Lovelace"])
async def test_a_corrected_name_is_no_transfer(rules: Rules, name: str) -> None:
    await register(rules, ADA)
    await rules.pretix.orders.rename_attendee(ADA.order, 1, name)
    assert await rules.follow_pretix() == []
    assert rules.members.roles[USER] == roles(*ADA.roles)
    assert (await rules.service.register(OTHER, ADA.order, name)).result is Result.TAKEN


async def test_an_order_that_is_not_in_the_store_takes_nothing_away(
    rules: Rules,
) -> None:
    await register(rules, ADA)
    await register(rules, HEDY)
    await rules.store.forget_everything()
    assert await rules.service.follow_changes() == []
    assert (await rules.service.sync(USER)).result is Result.ALREADY_REGISTERED
    await rules.pretix.orders.cancel(HEDY.order)
    rules.clock.forward(minutes=5)
    await rules.store.refetch(HEDY.order)
    (outcome,) = await rules.service.follow_changes()
    assert outcome.removed == roles("Personal")
    assert rules.members.roles[USER] == roles(*ADA.roles)


async def test_a_split_that_is_half_read_takes_nothing_away(rules: Rules) -> None:
    await register(rules, KATHERINE)
    (whole,) = (order for order in rules.pretix.orders if order["code"] == KATHERINE.order)
    stay, go = whole["positions"][::2], whole["positions"][1:2]
    rules.clock.forward(minutes=1)
    await rules.pretix.orders.add(whole | {"positions": stay})
    await rules.store.refetch(KATHERINE.order)
    assert await rules.service.follow_changes() == []
    await rules.pretix.orders.add(whole | {"code": "SPLIT", "positions": go})
    assert await rules.follow_pretix() == []
    assert rules.members.roles[USER] == roles(*KATHERINE.roles)
    await rules.pretix.orders.change_variation("SPLIT", 2, BUSINESS)
    (outcome,) = await rules.follow_pretix()
    assert outcome.removed == roles("Student")


async def test_a_role_that_somebody_else_gave_is_never_taken(rules: Rules) -> None:
    rules.members.join(USER, "Attendee", "Volunteers")
    await register(rules, ADA)
    assert await rules.follow_pretix() == []
    await rules.pretix.orders.cancel(ADA.order)
    (outcome,) = await rules.follow_pretix()
    assert outcome.removed == roles("Business", "Tutorial")
    assert rules.members.roles[USER] == roles("Attendee", "Volunteers")


async def test_a_role_that_somebody_else_gave_before_an_upgrade_is_never_taken(
    rules: Rules,
) -> None:
    await register(rules, ALAN)
    rules.members.roles[USER] |= roles("Business")
    await rules.pretix.orders.change_variation(ALAN.order, 1, BUSINESS)
    await rules.follow_pretix()
    await rules.pretix.orders.cancel(ALAN.order)
    await rules.follow_pretix()
    assert rules.members.roles[USER] == roles("Business")


async def test_a_role_that_a_moderator_took_away_stays_away_until_a_sync(
    rules: Rules,
) -> None:
    await register(rules, ADA)
    rules.members.roles[USER] = roles("Business")
    assert await rules.follow_pretix() == []
    await rules.pretix.orders.change_variation(ADA.order, 1, STUDENT)
    await rules.follow_pretix()
    assert rules.members.roles[USER] == roles("Student")
    await rules.service.sync(USER)
    assert rules.members.roles[USER] == roles("Attendee", "Student", "Tutorial")


async def test_who_is_gone_is_left_alone_and_owes_nothing(rules: Rules) -> None:
    await register(rules, ADA)
    rules.members.leave(USER)
    await rules.pretix.orders.cancel(ADA.order)
    (outcome,) = await rules.follow_pretix()
    assert outcome.result is Result.INCOMPLETE
    assert await rules.follow_pretix() == []
    assert await rules.claims.given_roles(USER) == frozenset()
    assert len(rules.log) == 1


async def test_who_registers_and_is_gone_before_the_roles_arrive_gets_them_on_return(
    rules: Rules,
) -> None:
    rules.members.leave(USER)
    assert (await register(rules, ADA)).result is Result.INCOMPLETE
    rules.members.join(USER)
    outcome = await rules.service.member_joined(USER)
    assert outcome is not None
    assert (outcome.result, rules.members.roles[USER]) == (Result.REGISTERED, roles(*ADA.roles))


async def test_who_comes_back_after_a_cancellation_gets_nothing(rules: Rules) -> None:
    await register(rules, ADA)
    rules.members.leave(USER)
    await rules.pretix.orders.cancel(ADA.order)
    await rules.follow_pretix()
    rules.members.join(USER)
    await rules.service.member_joined(USER)
    assert rules.members.roles[USER] == frozenset()


async def test_new_speakers_get_their_role_and_former_ones_lose_it(
    rules: Rules,
) -> None:
    await register(rules, ADA)
    rules.speaks(ADA.name)
    (outcome,) = await rules.service.follow_changes()
    assert outcome.roles == roles(*ADA.roles, "Speakers")
    rules.speakers = ()
    (outcome,) = await rules.service.follow_changes()
    assert outcome.removed == roles("Speakers")
