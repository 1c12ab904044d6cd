"""Several tickets under one name or none: whose is which, and what opens them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.outcome import Cause, Result
from sandbox.conference.catalogue import BUSINESS, PERSONAL, SPRINT, T_SHIRT, TUTORIAL
from sandbox.conference.known_tickets import ADA, ALAN
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import named
from tests.conference_world import as_order
from tests.features.registration.rules import Rules, roles

if TYPE_CHECKING:
    from collections.abc import Sequence

FATHER, SON, STRANGER = 1, 2, 3
ADDRESS = "buyer1000@example.org"
"""Of the orders that tests add."""

PERSONAL_ROLES = roles("Attendee", "Personal")


@pytest.fixture(autouse=True)
def people(rules: Rules) -> None:
    for user_id in (FATHER, SON, STRANGER):
        rules.members.join(user_id)


async def sell(rules: Rules, *tickets: Ticket, code: str = "FMLY7") -> None:
    await rules.pretix.orders.add(as_order(Purchase(code, tickets)))


def smith(item: int | None = None, variation: int | None = PERSONAL) -> Ticket:
    return Ticket(named("John Smith"), variation) if item is None else Ticket(named("John Smith"), None, item)


def unnamed(variation: int = PERSONAL) -> Ticket:
    return Ticket(None, variation)


async def results(rules: Rules, users: Sequence[int], name: str) -> list[Result]:
    return [(await rules.service.register(user, "FMLY7", name)).result for user in users]


async def test_of_equal_tickets_each_member_takes_one(rules: Rules) -> None:
    await sell(rules, smith(), smith(), smith(TUTORIAL))
    found = await results(rules, (FATHER, FATHER, SON, SON, STRANGER), "John Smith")
    assert found == [
        Result.REGISTERED,
        Result.ALREADY_REGISTERED,
        Result.REGISTERED,
        Result.ALREADY_REGISTERED,
        Result.TAKEN,
    ]
    assert rules.members.roles[FATHER] == PERSONAL_ROLES | roles("Tutorial")
    assert rules.members.roles[SON] == PERSONAL_ROLES
    assert rules.members.roles[STRANGER] == frozenset()


async def test_at_the_same_moment_too(rules: Rules) -> None:
    await sell(rules, smith(), smith())
    await rules.store.refetch("FMLY7")
    registering = (rules.service.register(user, "FMLY7", "John Smith") for user in (FATHER, SON, STRANGER))
    outcomes = await asyncio.gather(*registering)
    found = sorted(outcome.result.name for outcome in outcomes)
    assert found == ["REGISTERED", "REGISTERED", "TAKEN"]


async def test_a_ticket_added_later_is_not_for_others(rules: Rules) -> None:
    await sell(rules, smith())
    await results(rules, [FATHER], "John Smith")
    rules.clock.forward(minutes=1)
    order = rules.pretix.orders.get("FMLY7") or {}
    tutorial = as_order(Purchase("FMLY7", (smith(TUTORIAL),)))["positions"][0] | {"positionid": 2}
    await rules.pretix.orders.add(order | {"positions": [*order["positions"], tutorial]})
    await rules.follow_pretix()
    assert await results(rules, [STRANGER], "John Smith") == [Result.TAKEN]
    assert await results(rules, [FATHER], "John Smith") == [Result.REGISTERED]
    assert rules.members.roles[FATHER] == PERSONAL_ROLES | roles("Tutorial")


async def test_one_of_several_can_be_freed(rules: Rules) -> None:
    await sell(rules, smith(), smith(TUTORIAL), smith(SPRINT))
    await results(rules, [FATHER], "John Smith")
    assert (await rules.service.unregister(FATHER, "FMLY7-9")).result is Result.NOT_REGISTERED
    outcome = await rules.service.unregister(FATHER, "#fmly7-2")
    assert (outcome.tickets, outcome.removed) == (("Tutorial",), roles("Tutorial"))
    assert rules.members.roles[FATHER] == PERSONAL_ROLES | roles("Sprint")
    assert (await rules.service.unregister(FATHER, "FMLY7")).removed == PERSONAL_ROLES | roles("Sprint")


async def test_the_older_bots_file_means_one_of_equal_tickets(rules: Rules) -> None:
    await sell(rules, smith(), smith())
    await rules.store.refetch("FMLY7")
    order = rules.store.get("FMLY7")
    assert order is not None
    await rules.claims.import_for_nobody([(order, order.positions[0])])
    assert await results(rules, [FATHER, SON], "John Smith") == [Result.REGISTERED, Result.TAKEN]


@pytest.mark.parametrize(
    "typed", [ADDRESS, f" {ADDRESS.upper()} ", f"Buyer <{ADDRESS}>", f"mailto:{ADDRESS}"]
)
async def test_the_buyers_address_opens_unnamed_tickets(rules: Rules, typed: str) -> None:
    await sell(rules, unnamed(), unnamed(), Ticket(None, 8, T_SHIRT))
    found = await results(rules, (FATHER, SON, STRANGER), typed)
    assert found == [Result.REGISTERED, Result.REGISTERED, Result.TAKEN]
    assert rules.members.roles[FATHER] == rules.members.roles[SON] == PERSONAL_ROLES
    assert rules.members.nicknames[FATHER] is None


async def test_an_address_opens_no_named_ticket_of_others(rules: Rules) -> None:
    await sell(rules, Ticket(named("John Smith"), email="john@example.org"), Ticket(named("Mary Smith")))
    assert await results(rules, [STRANGER], ADDRESS) == [Result.NOT_FOUND]
    assert await results(rules, [STRANGER], "eve@example.org") == [Result.NOT_FOUND]
    assert await results(rules, [FATHER], "John@Example.org") == [Result.REGISTERED]


async def test_the_buyers_address_opens_the_only_ticket(rules: Rules) -> None:
    await sell(rules, smith())
    assert await results(rules, [FATHER], ADDRESS) == [Result.REGISTERED]


async def test_no_name_opens_an_unnamed_ticket(rules: Rules) -> None:
    await sell(rules, unnamed())
    assert await results(rules, [FATHER], "Somebody") == [Result.NOT_FOUND]
    assert await results(rules, [FATHER], "@") == [Result.NOT_FOUND]


async def test_at_the_desk_a_ticket_number_means_exactly_that_ticket(rules: Rules) -> None:
    await sell(rules, unnamed(), unnamed(BUSINESS), unnamed())
    outcome = await rules.service.register_for(FATHER, "FMLY7-2", None)
    assert outcome.roles == roles("Attendee", "Business")
    outcome = await rules.service.register_for(SON, "FMLY7-2", None)
    assert (outcome.result, outcome.holder, outcome.order_code) == (Result.TAKEN, FATHER, "FMLY7-2")
    assert (await rules.service.register_for(SON, "FMLY7-3", None)).roles == PERSONAL_ROLES
    assert (await rules.service.register_for(STRANGER, "FMLY7", None)).roles == PERSONAL_ROLES


async def test_at_the_desk_a_shirt_and_a_cancelled_ticket_need_no_name_either(rules: Rules) -> None:
    cancelled = Ticket(named("Mary Smith"), canceled=True)
    await sell(rules, smith(), cancelled, Ticket(None, 8, T_SHIRT))
    assert (await rules.service.register_for(FATHER, "FMLY7", None)).roles == PERSONAL_ROLES


async def test_a_ticket_that_is_taken_can_be_moved(rules: Rules) -> None:
    await rules.service.register(FATHER, ADA.order, ADA.name)
    taken = await rules.service.register(SON, ADA.order, ADA.name)
    await rules.service.register(SON, ADA.order, ADA.name)
    (request,) = rules.announced.transfers
    assert taken.result is Result.TAKEN
    moved = await rules.service.move(request)
    assert moved is not None
    assert (moved.result, moved.user_id, moved.roles) == (Result.REGISTERED, SON, roles(*ADA.roles))
    assert rules.members.roles[FATHER] == frozenset()
    assert [(loss.user_id, loss.cause) for loss in rules.announced.losses] == [
        (FATHER, Cause.MOVED_BY_ORGANIZER)
    ]
    assert await rules.service.move(request) is None


async def test_only_the_moved_tickets_roles_go_where_cancelled_ones_keep_theirs(rules: Rules) -> None:
    rules.revoke = False
    await rules.service.register(FATHER, ADA.order, ADA.name)
    await rules.service.register(FATHER, ALAN.order, ALAN.name)
    await rules.pretix.orders.cancel(ALAN.order)
    await rules.follow_pretix()
    await rules.service.register(SON, ADA.order, ADA.name)
    await rules.service.move(rules.announced.transfers[0])
    assert rules.members.roles[FATHER] == roles(*ALAN.roles) - roles("Attendee")


async def test_requests_are_personal_data_too(rules: Rules) -> None:
    await rules.service.register(FATHER, ADA.order, ADA.name)
    await rules.service.register(SON, ADA.order, ADA.name)
    await rules.service.forget_everything()
    assert await rules.claims.transfer_request(rules.announced.transfers[0]) is None
