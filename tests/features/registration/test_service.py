from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.attempts import MOST_FAILURES, WITHIN
from DiscordBot.features.registration.outcome import Outcome, Result
from DiscordBot.features.registration.shop.validity import Flaw
from sandbox.conference import known_tickets
from sandbox.conference.catalogue import T_SHIRT
from sandbox.conference.known_tickets import ADA, ALAN, EMMY, GRACE, HEDY, HEDY_SECOND, KATHERINE, NULL_NAME
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import named
from sandbox.failures import Failure
from tests.clocks import START
from tests.conference_world import as_order
from tests.features.registration.rules import OTHER, USER, Rules, register, roles

if TYPE_CHECKING:
    from sandbox.conference.known_tickets import KnownTicket

VALID = [ticket for ticket in vars(known_tickets).values() if isinstance(ticket, known_tickets.KnownTicket)]
FLAWS = {
    known_tickets.CANCELLED: Flaw.CANCELLED,
    known_tickets.CANCELLED_WITH_FEE: Flaw.CANCELLED,
    known_tickets.ONE_CANCELLED: Flaw.CANCELLED,
    known_tickets.UNPAID: Flaw.UNPAID,
    known_tickets.AWAITING_APPROVAL: Flaw.AWAITING_APPROVAL,
    known_tickets.EXPIRED: Flaw.EXPIRED,
    known_tickets.BLOCKED: Flaw.BLOCKED,
    known_tickets.TEST_MODE: Flaw.TEST_MODE,
}
pytestmark = pytest.mark.usefixtures("two_members")


@pytest.mark.parametrize("ticket", [t for t in VALID if t.roles], ids=lambda ticket: ticket.what)
async def test_every_valid_ticket_gives_its_roles_at_once(rules: Rules, ticket: KnownTicket) -> None:
    outcome = await register(rules, ticket)
    expected = roles(*ticket.roles)
    assert (outcome.result, outcome.roles) == (Result.REGISTERED, expected)
    assert rules.members.roles[USER] == expected
    assert rules.members.changes == 1
    assert rules.log == [outcome]


@pytest.mark.parametrize(("ticket", "flaw"), FLAWS.items(), ids=str)
async def test_no_invalid_ticket_gives_anything(rules: Rules, ticket: KnownTicket, flaw: Flaw) -> None:
    outcome = await register(rules, ticket)
    assert (outcome.result, outcome.flaw) == (Result.NOT_VALID, flaw)
    assert rules.members.roles[USER] == frozenset()
    assert await rules.service.claims_of(USER) == []
    assert rules.log == [outcome]


async def test_the_titles_are_those_of_the_shop_and_the_nickname_that_of_the_ticket(
    rules: Rules,
) -> None:
    outcome = await register(rules, ADA)
    assert outcome.tickets == ("Conference ticket / Business", "Tutorial", "T-shirt / M")
    assert rules.members.nicknames[USER] == "Ada Lovelace"


@pytest.mark.parametrize(
    ("order", "name"),
    [
        ("N0PE7-2", ADA.name),
        ("no code!", ADA.name),
        ("NONE9", ADA.name),
        (ADA.order, GRACE.name),
        (ADA.order, ""),
        (f"{ALAN.order}-1", KATHERINE.name),
        (NULL_NAME.order, " "),
        (NULL_NAME.order, NULL_NAME.name),
    ],
)
async def test_the_answer_never_tells_which_field_was_wrong(rules: Rules, order: str, name: str) -> None:
    assert await rules.service.register(USER, order, name) == Outcome(Result.NOT_FOUND, USER)
    assert rules.log == []


async def test_a_badge_means_only_its_ticket(rules: Rules) -> None:
    outcome = await rules.service.register(USER, f"#{EMMY.order}-2", EMMY.name)
    assert outcome.roles == roles("Tutorial")
    outcome = await register(rules, EMMY)
    assert (outcome.result, outcome.roles) == (Result.REGISTERED, roles(*EMMY.roles))


async def test_the_same_user_again_is_harmless(rules: Rules) -> None:
    await register(rules, ADA)
    assert (await register(rules, ADA)).result is Result.ALREADY_REGISTERED
    assert rules.members.changes == len(rules.log) == 1


async def test_the_same_user_twice_at_the_same_moment_is_one_registration(
    rules: Rules,
) -> None:
    outcomes = await asyncio.gather(*(register(rules, ADA) for _ in range(5)))
    results = [outcome.result for outcome in outcomes]
    assert sorted(results, key=lambda r: r.value) == [Result.REGISTERED] + 4 * [Result.ALREADY_REGISTERED]
    assert rules.members.changes == len(rules.log) == 1


async def test_a_ticket_that_somebody_else_has_is_refused(rules: Rules) -> None:
    await register(rules, ADA)
    outcome = await register(rules, ADA, OTHER)
    assert (outcome.result, outcome.holder, outcome.order_code) == (Result.TAKEN, USER, f"{ADA.order}-1")
    assert rules.members.roles[OTHER] == frozenset()
    assert rules.log[1:] == [outcome]


async def test_others_in_the_order_have_their_own_tickets(rules: Rules) -> None:
    await register(rules, ALAN)
    assert (await register(rules, KATHERINE, OTHER)).result is Result.REGISTERED
    assert rules.members.roles == {USER: roles(*ALAN.roles), OTHER: roles(*KATHERINE.roles)}


async def test_two_members_with_one_ticket_at_the_same_moment(rules: Rules) -> None:
    outcomes = await asyncio.gather(register(rules, ADA, USER), register(rules, ADA, OTHER))
    assert {outcome.result for outcome in outcomes} == {Result.REGISTERED, Result.TAKEN}
    assert sorted(map(len, rules.members.roles.values())) == [0, len(ADA.roles)]


async def test_a_second_order_adds_its_roles_and_keeps_the_nickname(
    rules: Rules,
) -> None:
    await register(rules, HEDY)
    rules.members.nicknames[USER] = "hedy (she/her)"
    outcome = await register(rules, HEDY_SECOND)
    assert (outcome.result, outcome.roles) == (Result.REGISTERED, roles(*HEDY.roles, *HEDY_SECOND.roles))
    assert rules.members.roles[USER] == roles(*HEDY.roles, *HEDY_SECOND.roles)
    assert rules.members.nicknames[USER] == "hedy (she/her)"


async def test_nicknames_can_be_left_alone(rules: Rules) -> None:
    rules = replace(rules, set_nickname=False)
    await register(rules, ADA)
    assert rules.members.nicknames[USER] is None


async def test_a_ticket_that_no_entry_fits_gives_a_clear_answer(rules: Rules) -> None:
    shirt = Purchase("SHIRT", (Ticket(named("Ada Lovelace"), 8, T_SHIRT),))
    await rules.pretix.orders.add(as_order(shirt))
    outcome = await rules.service.register(USER, "SHIRT", "Ada Lovelace")
    assert (outcome.result, outcome.tickets) == (Result.NO_ROLES, ("T-shirt / S",))
    assert (rules.log, await rules.service.claims_of(USER)) == ([outcome], [])


async def test_speakers_get_their_role_besides(rules: Rules) -> None:
    rules.speaks(ADA.name)
    assert (await register(rules, ADA)).roles == roles(*ADA.roles, "Speakers")


async def test_an_order_of_this_minute_is_found_in_pretix(rules: Rules) -> None:
    await rules.pretix.orders.add(as_order(Purchase("NEW77", (Ticket(named("New Comer")),))))
    assert (await rules.service.register(USER, "new77", "New Comer")).result is Result.REGISTERED


async def test_a_payment_of_this_minute_is_found_in_pretix(rules: Rules) -> None:
    rules.clock.forward(minutes=1)
    await rules.pretix.orders.mark_paid(known_tickets.UNPAID.order)
    assert (await register(rules, known_tickets.UNPAID)).result is Result.REGISTERED


async def test_while_pretix_is_down_known_tickets_register_and_others_are_told_to_wait(
    rules: Rules,
) -> None:
    rules.pretix.failures.fail_with(Failure.DOWN)
    assert (await register(rules, ADA)).result is Result.REGISTERED
    assert (await rules.service.register(OTHER, "NONE9", "Some Body")).result is Result.PRETIX_UNAVAILABLE
    assert (await rules.service.register(OTHER, GRACE.order, "Some Body")).result is Result.PRETIX_UNAVAILABLE
    assert len(rules.log) == 1


async def test_after_five_failures_a_member_waits(rules: Rules) -> None:
    for _ in range(MOST_FAILURES):
        assert (await rules.service.register(USER, ADA.order, "Some Body")).result is Result.NOT_FOUND
    outcome = await register(rules, ADA)
    assert (outcome.result, outcome.retry_at) == (Result.TOO_MANY_ATTEMPTS, START + WITHIN)
    # However often somebody presses on, the organisers read it once.
    await register(rules, ADA)
    assert [entry.result for entry in rules.log] == [Result.TOO_MANY_ATTEMPTS]
    assert (await register(rules, ADA, OTHER)).result is Result.REGISTERED
    rules.clock.at = START + WITHIN
    assert (await register(rules, KATHERINE)).result is Result.REGISTERED


async def test_trying_the_tickets_of_others_is_a_failure(rules: Rules) -> None:
    await register(rules, ADA, OTHER)
    results = [(await register(rules, ADA)).result for _ in range(MOST_FAILURES + 1)]
    assert results == MOST_FAILURES * [Result.TAKEN] + [Result.TOO_MANY_ATTEMPTS]


async def test_what_is_not_the_members_fault_is_no_failure(rules: Rules) -> None:
    rules.pretix.failures.fail_with(Failure.DOWN)
    for _ in range(2 * MOST_FAILURES):
        outcome = await rules.service.register(USER, "NONE9", "Some Body")
        assert outcome.result is Result.PRETIX_UNAVAILABLE
    for _ in range(2 * MOST_FAILURES):
        assert (await register(rules, known_tickets.EXPIRED)).result is Result.NOT_VALID


@pytest.mark.parametrize(
    "people", [pytest.param(50, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.crash)]
)
async def test_hundreds_at_once(rules: Rules, people: int) -> None:
    names = [f"Attendee Number{number:03}" for number in range(people)]
    for number, name in enumerate(names):
        await rules.pretix.orders.add(as_order(Purchase(f"CROWD{number}", (Ticket(named(name)),))))
        rules.members.join(1000 + number)
    await rules.follow_pretix()
    rules.pretix.failures.fail_with(Failure.DOWN)
    registering = (
        rules.service.register(1000 + number, f"CROWD{number}", name) for number, name in enumerate(names)
    )
    outcomes = await asyncio.gather(*registering)
    assert {outcome.result for outcome in outcomes} == {Result.REGISTERED}
    assert {rules.members.roles[1000 + number] for number in range(people)} == {roles("Attendee", "Personal")}
    assert len(rules.log) == rules.members.changes == people
