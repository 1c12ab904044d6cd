"""Roles of staff whose ticket does not say it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.listed_people import read_listed
from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.roles.listed_roles import ListedPeople, ListedRoles
from sandbox.conference.known_tickets import ADA, GRACE
from tests.features.registration.rules import Rules, register, roles

if TYPE_CHECKING:
    from DiscordBot.features.registration.outcome import Outcome

USER, HELPER = 1, 100_000_000_000_000_002


def lists(rules: Rules, *volunteers: str, organizers: tuple[str, ...] = ()) -> None:
    """Let these stand in the lists, as after a restart with another config.toml."""
    listed = ListedRoles(
        {
            name: ListedPeople.read(map(read_listed, people), "hash of {}".format)
            for name, people in {"Volunteers": volunteers, "Organizers": organizers}.items()
            if people
        }
    )
    rules.entitlements = replace(rules.entitlements, listed=listed)
    rules.role_sync.entitlements = rules.entitlements


@pytest.fixture(autouse=True)
def people(rules: Rules) -> None:
    rules.members.join(USER)


async def sign_up(rules: Rules) -> Outcome:
    return await register(rules, ADA, USER)


@pytest.mark.parametrize(
    "named",
    [ADA.order, f"#{ADA.order.lower()}-1", "ada@example.org", " Ada@Example.org ", str(USER + 10**17)],
)
async def test_who_stands_in_the_list_gets_the_role_with_the_ticket(rules: Rules, named: str) -> None:
    user = int(named) if named.strip().isdecimal() else USER
    rules.members.join(user)
    lists(rules, named)
    outcome = await register(rules, ADA, user)
    assert outcome.roles == roles(*ADA.roles, "Volunteers")
    # One change of the member, as for everybody else.
    assert rules.members.changes == 1


@pytest.mark.parametrize("named", [GRACE.order, f"{ADA.order}-9", "grace@example.org"])
async def test_nobody_else_gets_it(rules: Rules, named: str) -> None:
    lists(rules, named)
    assert (await sign_up(rules)).roles == roles(*ADA.roles)


def test_the_same_code_of_another_shop_is_somebody_elses(rules: Rules) -> None:
    order = next(one for one in rules.store.orders() if one.code == ADA.order)
    people = ListedPeople.read(map(read_listed, [ADA.order, f"{ADA.order}-1"]), str)
    assert people.has(order, order.positions[0])
    elsewhere = replace(order, shop="file/sponsors")
    assert not people.has(elsewhere, elsewhere.positions[0])
    assert replace(people, shop="file/sponsors").has(elsewhere, elsewhere.positions[0])


async def test_the_address_of_an_order_does_not_speak_for_all_its_attendees(rules: Rules) -> None:
    order = next(one for one in rules.store.orders() if len(one.positions) > 1 and one.code != ADA.order)
    people = ListedPeople.read([], str)
    people = replace(people, hashes=frozenset({order.email_hash or ""}))
    for ticket in order.positions:
        other = replace(ticket, email_hash="of somebody")
        assert not people.has(order, other)


async def test_the_list_counts_for_those_who_are_registered_already(rules: Rules) -> None:
    await sign_up(rules)
    lists(rules, organizers=(ADA.order,))
    (outcome,) = await rules.follow_pretix()
    assert rules.members.roles[USER] == roles(*ADA.roles, "Organizers")
    assert outcome.result is Result.CHANGED
    # Who is no longer in it loses what the list gave, and nothing else.
    lists(rules)
    await rules.follow_pretix()
    assert rules.members.roles[USER] == roles(*ADA.roles)


async def test_what_somebody_has_for_another_reason_stays(rules: Rules) -> None:
    rules.members.join(USER, "Organizers")
    lists(rules, organizers=(ADA.order,))
    await sign_up(rules)
    lists(rules)
    await rules.follow_pretix()
    assert rules.members.roles[USER] == roles(*ADA.roles, "Organizers")


async def test_an_id_needs_no_ticket_and_survives_coming_back(rules: Rules) -> None:
    rules.members.join(HELPER)
    lists(rules, str(HELPER))
    (outcome,) = await rules.follow_pretix()
    assert rules.members.roles[HELPER] == roles("Volunteers")
    assert outcome.tickets == ("list of staff",)
    assert await rules.follow_pretix() == []
    rules.members.leave(HELPER)
    await rules.service.member_left(HELPER)
    rules.members.join(HELPER)
    await rules.service.member_joined(HELPER)
    assert rules.members.roles[HELPER] == roles("Volunteers")
    lists(rules)
    await rules.follow_pretix()
    assert rules.members.roles[HELPER] == frozenset()


async def test_who_is_not_on_the_server_yet_is_waited_for(rules: Rules) -> None:
    lists(rules, str(HELPER))
    assert await rules.follow_pretix() == []
    rules.members.join(HELPER)
    await rules.service.member_joined(HELPER)
    assert rules.members.roles[HELPER] == roles("Volunteers")


@pytest.mark.parametrize("wrong", ["", "Ada Lovelace", 12, True, "ABC12-"])
def test_what_is_no_name_of_anybody_is_told(wrong: object) -> None:
    with pytest.raises(ValueError, match="needs order codes"):
        read_listed(wrong)
