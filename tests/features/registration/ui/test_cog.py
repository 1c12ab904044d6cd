from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from sandbox.conference import known_tickets as known
from sandbox.conference.catalogue import T_SHIRT
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import Name
from tests.conference_world import as_order

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld

LONGEST_NICKNAME = 32
UNUSUAL_TICKETS = (
    known.MUELLER,
    known.DECOMPOSED,
    known.CYRILLIC,
    known.ONE_WORD,
    known.KATHERINE,
    known.EMMY,
    known.VALID_IF_PENDING,
    known.ONE_KEPT,
    known.COMPANY,
)
NO_TICKETS = {
    known.CANCELLED: "This ticket was cancelled",
    known.CANCELLED_WITH_FEE: "This ticket was cancelled",
    known.ONE_CANCELLED: "This ticket was cancelled",
    known.UNPAID: "This order is not paid yet.",
    known.AWAITING_APPROVAL: "This order still waits for approval.",
    known.EXPIRED: "The order expired before it was paid",
    known.BLOCKED: "This ticket is blocked.",
    known.TEST_MODE: "This ",
}
LONG_NAMES = (
    Name("Maria Magdalena", "von und zu Hohenlohe-Waldenburg"),
    Name("👩‍🚀" * 10, "Ride"),
    Name("山" * 40, ""),
    Name("é" * 40, ""),
)
NO_CODE = "❌ That does not look like an order code."
NOT_FOUND = "❌ I found no ticket with this order code and this name."


@pytest.mark.journey
async def test_button_form_answer_and_roles(world: ConferenceWorld) -> None:
    ada = world.person("ada")

    answer = await world.register_with(ada, known.ADA)

    assert answer.startswith("✅ Welcome! You are registered with **Conference ticket / Business, Tutorial")
    assert all(mention in answer for mention in world.role_mentions(*known.ADA.roles))
    assert f"\nYou are called {ada.mention} here now" in answer
    assert world.roles(ada) == set(known.ADA.roles)
    assert world.nickname(ada) == "Ada Lovelace"
    (line,) = world.lines("registration-log")
    assert line.startswith(f"✅ {ada.mention} registered: Conference ticket / Business, Tutorial")
    assert world.lines("bot-log") == []


async def test_a_registration_is_three_requests_and_a_line_in_the_log(world: ConferenceWorld) -> None:
    before, asked = len(world.env.http_requests), len(world.shop.calls)

    await world.register_with(world.person("ada"), known.ADA)

    assert sorted(world.requests_since(before)) == [
        "PATCH /guilds/members",
        "POST /channels/messages",
        "POST answer",
        "POST answer",
    ]
    assert len(world.shop.calls) == asked


async def test_the_command_with_both_fields_registers_at_once(world: ConferenceWorld) -> None:
    ada = world.person("ada")

    answer = await world.command(ada, "register", order=" #ada37-1 ", name="lovelace, ada")

    assert answer.content.startswith("✅ Welcome!")
    assert world.roles(ada) == set(known.ADA.roles)


async def test_the_command_with_less_opens_the_form(world: ConferenceWorld) -> None:
    ada, lobby = world.person("ada"), world.world.server.channels["lobby"]

    for typed in ({}, {"order": known.ADA.order}, {"name": known.ADA.name}):
        form = await ada.slash(lobby, "register", **typed)
        assert form.modal is not None
        labels = form.modal["components"]
        assert [label["label"] for label in labels] == ["Order code", "Name"]
        fields = [label["component"] for label in labels]
        assert [field["value"] for field in fields if "value" in field] == [*typed.values()]

    assert (await world.fill_in(ada, form, known.ADA.order, known.ADA.name)).content.startswith("✅ Welcome!")


async def test_a_typo_can_be_corrected_by_the_button_in_the_answer(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    wrong = await world.fill_in(ada, await world.open_form(ada), "ADA73", known.ADA.name)
    assert wrong.content.startswith(NOT_FOUND)
    help_channel = world.world.server.channels["registration-help"]
    assert help_channel.mention in wrong.content

    form = await ada.click(wrong, label="Register")
    answer = await world.fill_in(ada, form, known.ADA.order, known.ADA.name)

    assert answer.content.startswith("✅ Welcome!")
    assert world.roles(ada) == set(known.ADA.roles)


async def test_nobody_learns_which_of_the_two_fields_was_wrong(world: ConferenceWorld) -> None:
    eve = world.person("eve")

    typed = [
        (known.ADA.order, "Eve Curious"),  # the order exists
        ("N0PE7", known.ADA.name),  # the name exists
        (known.CANCELLED.order, "Eve Curious"),  # the order is cancelled
        (known.NULL_NAME.order, "Eve Curious"),  # the ticket has no name
    ]
    answers = {await world.register(eve, order, name) for order, name in typed}

    assert len(answers) == 1
    assert answers.pop().startswith(NOT_FOUND)
    assert world.lines("registration-log") == []


async def test_a_ticket_that_does_not_count(world: ConferenceWorld) -> None:
    ada, help_channel = world.person("ada"), world.world.server.channels["registration-help"]

    for ticket, says in NO_TICKETS.items():
        answer = await world.register_with(ada, ticket)
        assert answer.startswith(f"❌ {says}"), ticket
        assert help_channel.mention in answer

    assert world.roles(ada) == set()
    lines = world.lines("registration-log")
    assert len(lines) == len(NO_TICKETS)
    assert all(line.startswith(f"❌ {ada.mention} tried a ticket that is not valid: ") for line in lines)


async def test_tickets_of_every_kind_and_names_of_every_script(world: ConferenceWorld) -> None:
    for ticket in UNUSUAL_TICKETS:
        person = world.person(ticket.order.lower())

        assert (await world.register_with(person, ticket)).startswith("✅ Welcome!"), ticket

        assert world.roles(person) == set(ticket.roles)
        assert world.nickname(person) == unicodedata.normalize("NFC", ticket.name)


async def test_a_long_name_becomes_a_nickname_that_discord_takes(world: ConferenceWorld) -> None:
    for number, name in enumerate(LONG_NAMES):
        person, order = world.person(f"person{number}"), f"LNG7{number}"
        await world.shop.orders.add(as_order(Purchase(order, (Ticket(name),))))

        assert (await world.register(person, order, str(name))).startswith("✅ Welcome!"), name

        nickname = world.nickname(person) or ""
        assert 1 <= len(nickname) <= LONGEST_NICKNAME
        assert unicodedata.normalize("NFC", str(name)).startswith(nickname)


async def test_what_users_type_pings_nobody_and_is_repeated_nowhere(world: ConferenceWorld) -> None:
    ada, typed = world.person("ada"), "@everyone **x** [y](https://z.example) <@1>"
    before = len(world.env.http_requests)

    for name in ("@everyone", "`*_~|", "<@&1>", "https://phish.example"):
        assert (await world.register(ada, typed, name)).startswith(NO_CODE)
        assert (await world.register(ada, "ADA37", name)).startswith(NOT_FOUND)
    await world.shop.orders.add(as_order(Purchase("PNG77", (Ticket(Name("@everyone", "<@1>")),))))
    await world.register(ada, "PNG77", "@everyone <@1>")

    messages = [r.json for r in world.env.http_requests[before:] if r.json and "content" in str(r.json)]
    shown = [json.get("data", json) for json in messages if json.get("type") != 9]
    assert len(shown) > 4
    assert all(message["allowed_mentions"] == {"parse": []} for message in shown)
    assert not any("@everyone" in message["content"] for message in shown)


async def test_a_ticket_without_roles_is_answered_and_told_to_the_organisers(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    shirt = Ticket(Name("Sally", "Ride"), 8, T_SHIRT)
    await world.shop.orders.add(as_order(Purchase("SHRT7", (shirt,))))

    answer = await world.register(ada, "SHRT7", "Sally Ride")

    assert answer.startswith(
        "Your ticket (**T-shirt / S**) is fine, but no role on this server comes with it."
    )
    (line,) = world.lines("registration-log")
    assert line == f"⚠️ {ada.mention} has a ticket for which no roles are set: T-shirt / S"
    await world.register_with(ada, known.ADA)
    assert world.roles(ada) == set(known.ADA.roles)


async def test_an_order_that_is_minutes_old_is_asked_from_pretix(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.shop.orders.add(as_order(Purchase("NEW77", (Ticket(Name("Sally", "Ride")),))))

    assert (await world.register(ada, "new77", "sally ride")).startswith("✅ Welcome!")
    assert world.roles(ada) == {"Attendee", "Personal"}
