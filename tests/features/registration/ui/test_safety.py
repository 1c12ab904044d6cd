"""Nobody loses roles by a slip: of an organiser, of a server, or of the network."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
import pytest

from DiscordBot.discord_ui.members import DiscordMembers
from DiscordBot.discord_ui.server import Server
from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.service import MOST_LOSSES_AT_ONCE
from sandbox.conference.catalogue import BUSINESS, STUDENT
from sandbox.conference.known_tickets import ADA, GRACE, HEDY
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import named
from tests.conference_world import as_order
from tests.features.registration.rules import Rules, roles
from tests.shown_messages import faces

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld

USER = 1


async def register_many(rules: Rules, number: int) -> list[str]:
    """Register so many people, each with an order of their own; return the codes."""
    codes = [f"MANY{letter}{digit}" for letter in "ABC" for digit in "3789"][:number]
    codes += [f"MORE{letter}{digit}" for letter in "DEFGHJKLMN" for digit in "3789"][: number - len(codes)]
    for user_id, code in enumerate(codes, start=100):
        rules.members.join(user_id)
        await rules.pretix.orders.add(as_order(Purchase(code, (Ticket(named(f"Many {code}")),))))
        await rules.service.register(user_id, code, f"Many {code}")
    assert all(rules.members.roles[user_id] for user_id in range(100, 100 + number))
    return codes


async def test_a_renamed_item_takes_nobodys_roles(rules: Rules) -> None:
    rules.members.join(USER)
    await rules.service.register(USER, HEDY.order, HEDY.name)
    renamed = [
        item.model_copy(update={"name": {"en": "Something else"}, "variations": ()})
        for item in rules.store.items
    ]
    rules.store.items = tuple(item.model_copy(update={"internal_name": None}) for item in renamed)
    assert await rules.service.follow_changes() == []
    assert rules.members.roles[USER] == roles(*HEDY.roles)


@pytest.mark.slow
async def test_very_many_lose_nothing_at_once_until_somebody_confirms(
    rules: Rules,
) -> None:
    number = MOST_LOSSES_AT_ONCE + 1
    for code in await register_many(rules, number):
        await rules.pretix.orders.cancel(code)

    assert await rules.follow_pretix() == []
    assert rules.service.held_back == number
    assert rules.members.roles[100]

    outcomes = await rules.service.sync_everybody()
    assert {outcome.result for outcome in outcomes} == {Result.CHANGED}
    assert not rules.members.roles[100]
    assert rules.service.held_back == 0


async def test_a_few_lose_their_roles_as_their_orders_are_cancelled(
    rules: Rules,
) -> None:
    for code in await register_many(rules, MOST_LOSSES_AT_ONCE):
        await rules.pretix.orders.cancel(code)
    assert len(await rules.follow_pretix()) == MOST_LOSSES_AT_ONCE


async def test_a_check_in_is_no_change(rules: Rules) -> None:
    order = rules.store.get(ADA.order)
    assert order is not None
    # As with a check-in, only the time of the last change differs afterwards.
    await rules.pretix.orders.change_variation(ADA.order, 1, BUSINESS)
    assert not await rules.store.refetch(ADA.order)
    assert rules.store.get(ADA.order) != order


async def test_an_unregistered_member_loses_their_roles_also_where_cancelled_ones_keep_them(
    rules: Rules,
) -> None:
    rules = replace(rules, revoke=False)
    rules.members.join(USER)
    await rules.service.register(USER, ADA.order, ADA.name)
    rules.members.refusing = True
    assert (await rules.service.unregister(USER)).result is Result.INCOMPLETE
    rules.members.refusing = False
    await rules.service.follow_changes()
    assert rules.members.roles[USER] == frozenset()


async def test_who_is_not_registered_is_not_unregistered(rules: Rules) -> None:
    assert (await rules.service.unregister(USER)).result is Result.NOT_REGISTERED
    assert rules.log == []


async def test_two_changes_before_discord_confirms_the_first_both_count(
    world: ConferenceWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The gateway may be slower than the next change: then discord.py still knows the old roles.
    monkeypatch.setattr(discord.Member, "_update", lambda *_: None)
    members = DiscordMembers(Server(lambda: world.guild))
    ada = world.person("ada")
    for role in ("Attendee", "Tutorial"):
        added = frozenset({world.world.server.roles[role].id})
        await members.change(ada.id, add=added, remove=frozenset(), nickname=None)
    assert world.roles(ada) == {"Attendee", "Tutorial"}


async def test_a_forbidden_nickname_costs_nobody_their_roles(world: ConferenceWorld) -> None:
    world.env.inject_error("PATCH", "/guilds/*/members/*", status=400, code=50035)
    answer = await world.register_with(world.person("ada"), ADA)
    assert answer.startswith("✅ Welcome!")
    assert world.roles(world.person("ada")) == set(ADA.roles)
    assert world.nickname(world.person("ada")) is None


async def test_a_hiccup_at_the_start_keeps_nothing_from_working(world: ConferenceWorld) -> None:
    await world.restart()
    world.change_database("DELETE FROM stored_value WHERE key = 'discord.commands'")
    world.env.inject_error("PUT", "/applications/*", status=503)
    await world.restart(orderly=False)
    assert any("«commands»" in line for line in world.lines("bot-log"))
    assert (await world.register_with(world.person("grace"), GRACE)).startswith("✅ Welcome!")


async def test_the_desk_sees_that_an_add_on_is_its_attendees(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.register_with(ada, ADA)
    answer = await world.command(world.person("olivia"), "attendee lookup", order=ADA.order)
    names = [field.name for field in faces(answer)[0].fields]
    assert names[:2] == [f"#{ADA.order}-1 {ADA.name}", f"#{ADA.order}-2 (add-on of #{ADA.order}-1)"]
    assert all(ada.mention in (field.value or "") for field in faces(answer)[0].fields)


async def test_a_change_that_pretix_tells_of_reaches_only_its_holder(
    rules: Rules,
) -> None:
    rules.members.join(USER)
    await rules.service.register(USER, ADA.order, ADA.name)
    await rules.pretix.orders.change_variation(ADA.order, 1, STUDENT)
    assert await rules.store.refetch(ADA.order)
    assert await rules.service.follow_orders((GRACE.order,)) == []
    (outcome,) = await rules.service.follow_orders((ADA.order,))
    assert outcome.removed == roles("Business")
