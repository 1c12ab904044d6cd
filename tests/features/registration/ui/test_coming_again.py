"""People who come a second time: with the same ticket, another one, somebody else's, or after they left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sandbox.conference import known_tickets as known

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld

NOT_FOUND = "❌ I found no ticket with this order code and this name."


async def test_the_same_user_again_is_harmless(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.register_with(ada, known.ADA)
    before = len(world.env.http_requests)

    answer = await world.register_with(ada, known.ADA)

    assert answer.startswith("✅ You are registered already")
    assert sorted(world.requests_since(before)) == ["POST answer", "POST answer"]


async def test_somebody_elses_ticket_is_refused_and_logged(world: ConferenceWorld) -> None:
    ada, eve = world.person("ada"), world.person("eve")
    await world.register_with(ada, known.ADA)

    answer = await world.register_with(eve, known.ADA)

    assert answer.startswith("❌ This ticket is already registered to another Discord account.")
    assert ada.mention not in answer
    assert world.roles(eve) == set()
    assert world.lines("registration-log")[-1] == (
        f"⛔ {eve.mention} tried a ticket that is registered by {ada.mention} (ADA37-1)"
    )


async def test_a_second_order_adds_its_roles_and_keeps_the_nickname(world: ConferenceWorld) -> None:
    grace = world.person("grace")
    await world.register_with(grace, known.HEDY)
    await world.change_member(grace, nick="Hedy L.")

    answer = await world.register_with(grace, known.HEDY_SECOND)

    assert answer.startswith("✅ Welcome! You are registered with **Conference ticket / Personal, Tutorial**")
    assert world.roles(grace) == {*known.HEDY.roles, *known.HEDY_SECOND.roles}
    assert world.nickname(grace) == "Hedy L."


async def test_after_five_failures_one_has_to_wait(world: ConferenceWorld) -> None:
    ada, eve = world.person("ada"), world.person("eve")
    for _ in range(5):
        assert (await world.register(eve, known.ADA.order, "Eve Curious")).startswith(NOT_FOUND)

    assert (await world.register_with(eve, known.ADA)).startswith(
        "⏳ Those were too many attempts. Try again <t:"
    )
    assert world.lines("registration-log") == [f"⏳ {eve.mention} has to wait after too many failed attempts"]
    assert (await world.register_with(ada, known.MUELLER)).startswith("✅ Welcome!")

    world.clock.ahead += timedelta(minutes=9, seconds=50)
    assert (await world.register_with(eve, known.ADA)).startswith("⏳ Those were too many attempts.")
    world.clock.ahead += timedelta(seconds=20)
    assert (await world.register_with(eve, known.ADA)).startswith("✅ Welcome!")


async def test_who_comes_back_gets_roles_and_nickname_again(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.register_with(ada, known.ADA)
    world.world.server.guild.remove_member(ada)
    await world.env.settle()

    ada = world.world.server.guild.add_member(ada.user)
    await world.env.settle()

    assert world.roles(ada) == set(known.ADA.roles)
    assert world.nickname(ada) == "Ada Lovelace"


async def test_who_comes_for_the_first_time_is_left_alone(world: ConferenceWorld) -> None:
    before = len(world.env.http_requests)

    world.person("newcomer")
    await world.env.settle()

    assert world.requests_since(before) == []


async def test_after_the_conference_registration_is_closed(
    world: ConferenceWorld,
) -> None:
    ada = world.person("ada")
    world.clock.ahead = timedelta(days=800)

    assert (await world.register_with(ada, known.ADA)).startswith("The conference is over")
    assert world.roles(ada) == set()


async def test_a_form_opened_before_a_restart_still_registers(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    form = await world.open_form(ada)
    await world.restart()

    answer = await world.fill_in(ada, form, known.ADA.order, known.ADA.name)

    assert answer.content.startswith("✅ Welcome!")
    assert world.roles(ada) == set(known.ADA.roles)


async def test_forms_open_at_the_same_time_are_not_mixed_up(world: ConferenceWorld) -> None:
    ada, grace = world.person("ada"), world.person("grace")
    form_of_ada, form_of_grace = await world.open_form(ada), await world.open_form(grace)

    await world.fill_in(grace, form_of_grace, known.MUELLER.order, known.MUELLER.name)
    await world.fill_in(ada, form_of_ada, known.ADA.order, known.ADA.name)

    assert world.roles(grace) == set(known.MUELLER.roles)
    assert world.roles(ada) == set(known.ADA.roles)
