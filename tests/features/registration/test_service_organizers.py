"""What organisers can do, and what happens when members come back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from DiscordBot.features.registration.attempts import MOST_FAILURES
from DiscordBot.features.registration.outcome import Cause, Result
from sandbox.conference import known_tickets
from sandbox.conference.known_tickets import (
    ADA,
    ALAN,
    COMPANY,
    EMMY,
    GRACE,
    HEDY,
    HEDY_SECOND,
    KATHERINE,
    NULL_NAME,
)
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import named
from sandbox.failures import Failure
from tests.conference_world import as_order
from tests.features.registration.rules import OTHER, USER, Rules, register, roles

pytestmark = pytest.mark.usefixtures("two_members")


async def test_tickets_of_the_older_bot_are_for_who_has_the_roles_already(
    rules: Rules,
) -> None:
    ada = rules.store.get(ADA.order)
    assert ada is not None
    await rules.claims.import_for_nobody([(ada, ada.positions[0])])
    rules.members.join(3, *ADA.roles, "Volunteers")
    outcome = await register(rules, ADA)
    assert (outcome.result, outcome.holder) == (Result.TAKEN, None)
    assert (await register(rules, ADA, 3)).result is Result.ALREADY_REGISTERED
    assert (await register(rules, ADA)).holder == 3


async def test_organisers_adopt_tickets_of_the_older_bot_for_others(
    rules: Rules,
) -> None:
    ada = rules.store.get(ADA.order)
    assert ada is not None
    await rules.claims.import_for_nobody([(ada, ada.positions[0])])
    outcome = await rules.service.register_for(USER, ADA.order, None)
    assert (outcome.result, outcome.roles) == (Result.REGISTERED, roles(*ADA.roles))


async def test_organisers_need_no_name_where_there_is_only_one(rules: Rules) -> None:
    for _ in range(2 * MOST_FAILURES):
        assert (await rules.service.register_for(USER, ALAN.order, None)).result is Result.NOT_FOUND
    assert (await rules.service.register_for(USER, f"{ALAN.order}-1", None)).roles == roles(*ALAN.roles)
    assert (await rules.service.register_for(OTHER, EMMY.order, None)).roles == roles(*EMMY.roles)
    rules.members.join(3)
    outcome = await rules.service.register_for(3, NULL_NAME.order, None)
    assert (outcome.result, outcome.roles) == (Result.REGISTERED, roles("Attendee", "Personal"))


async def test_organisers_take_no_ticket_from_a_member(rules: Rules) -> None:
    await register(rules, ADA)
    outcome = await rules.service.register_for(OTHER, ADA.order, ADA.name)
    assert (outcome.result, outcome.holder) == (Result.TAKEN, USER)


async def test_unregistering_frees_the_ticket_and_takes_what_it_gave(
    rules: Rules,
) -> None:
    rules.members.join(USER, "Volunteers", "Attendee")
    rules = replace(rules, revoke=False)
    await register(rules, ADA)
    outcome = await rules.service.unregister(USER)
    assert (outcome.result, outcome.removed) == (Result.RELEASED, roles("Business", "Tutorial"))
    assert outcome.tickets[:1] == ("Conference ticket / Business",)
    assert rules.members.roles[USER] == roles("Volunteers", "Attendee")
    assert rules.log[-1:] == [outcome]
    assert (await register(rules, ADA, OTHER)).result is Result.REGISTERED


async def test_unregistering_where_discord_refuses_is_finished_later(
    rules: Rules,
) -> None:
    await register(rules, ADA)
    rules.members.refusing = True
    assert (await rules.service.unregister(USER)).result is Result.INCOMPLETE
    assert rules.members.roles[USER] == roles(*ADA.roles)
    rules.members.refusing = False
    (outcome,) = await rules.service.follow_changes()
    assert (outcome.result, outcome.removed) == (Result.CHANGED, roles(*ADA.roles))
    assert [loss.cause for loss in rules.announced.losses] == [Cause.NO_TICKET]
    assert rules.members.roles[USER] == frozenset()


async def test_a_sync_gives_again_what_was_lost(rules: Rules) -> None:
    await register(rules, ADA)
    await register(rules, GRACE, OTHER)
    rules.members.roles[USER] = roles("Business", "Volunteers")
    outcome = await rules.service.sync(USER)
    assert (outcome.result, outcome.roles) == (Result.CHANGED, roles(*ADA.roles))
    assert rules.members.roles[USER] == roles(*ADA.roles, "Volunteers")
    assert rules.log[2:] == [outcome]
    rules.members.roles = {USER: frozenset(), OTHER: frozenset()}
    outcomes = await rules.service.sync_everybody()
    assert [(one.user_id, one.result) for one in outcomes] == [
        (USER, Result.CHANGED),
        (OTHER, Result.CHANGED),
    ]
    assert rules.members.roles == {USER: roles(*ADA.roles), OTHER: roles(*GRACE.roles)}
    await rules.service.sync_everybody()
    assert len(rules.log) == 5


async def test_who_comes_back_gets_roles_and_nickname_again(rules: Rules) -> None:
    await register(rules, ADA)
    rules.members.leave(USER)
    assert await rules.service.follow_changes() == []
    rules.members.join(USER)
    rules.members.nicknames.clear()
    outcome = await rules.service.member_joined(USER)
    assert outcome is not None
    assert (outcome.result, rules.members.roles[USER]) == (Result.CHANGED, roles(*ADA.roles))
    assert rules.members.nicknames[USER] == ADA.name
    assert rules.log[1:] == [outcome]
    assert await rules.service.member_joined(OTHER) is None


async def codes(rules: Rules, order: str = "", name: str = "") -> list[str]:
    return [found.code for found in (await rules.search.find(order=order, name=name)).orders]


async def test_the_desk_finds_orders_by_code_and_by_name(rules: Rules) -> None:
    assert await codes(rules, order=" #ada37-1") == [ADA.order]
    assert await codes(rules, order="NONE9", name=ADA.name) == []
    assert await codes(rules, name="LAMARR") == [HEDY.order, HEDY_SECOND.order]
    assert await codes(rules, name="angstrom") == [known_tickets.DECOMPOSED.order]
    assert await codes(rules, name="employee") == [COMPANY.order]
    assert await codes(rules, name=" ") == await codes(rules) == []
    found = await rules.search.find(name="e", most=3)
    assert (len(found.orders), found.more) == (3, True)


@pytest.mark.parametrize(
    ("order", "name"),
    [
        ("CONF2027-ADA37", ""),
        ("Order code: ADA37.", ""),
        ("https://tickets.example.org/ticket/ADA37/1/secret/", ""),
        ("", "Dr. Ada Lovelace (she/her)"),
        ("", "Ada Lovelacce"),
        ("", "Ada@Example.org "),
        ("Ada Lovelace", ""),
        ("lovelace", ""),
    ],
)
async def test_the_desk_finds_an_order_as_forgivingly_as_registration(
    rules: Rules, order: str, name: str
) -> None:
    assert await codes(rules, order, name) == [ADA.order]


async def test_the_desk_finds_an_order_of_this_minute(rules: Rules) -> None:
    await rules.pretix.orders.add(as_order(Purchase("NEW77", (Ticket(named("New Comer")),))))
    assert await codes(rules, order="new77") == ["NEW77"]
    rules.pretix.failures.fail_with(Failure.DOWN)
    assert (await rules.search.find(order="NONE9")).unasked


async def test_the_desk_sees_who_holds_what(rules: Rules) -> None:
    await register(rules, KATHERINE)
    team = rules.store.get(KATHERINE.order)
    assert team is not None
    held = await rules.service.claims_on(team)
    assert {position_id: claim.user_id for position_id, claim in held.items()} == {team.positions[1].id: USER}
    assert [claim.attendee_name for claim in await rules.service.claims_of(USER)] == [KATHERINE.name]


async def test_everything_personal_can_be_forgotten(rules: Rules) -> None:
    await register(rules, ADA)
    await rules.service.forget_everything()
    assert len(rules.store) == 0
    assert await rules.claims.all() == ({}, {})
    assert rules.members.roles[USER] == roles(*ADA.roles)
