"""What organisers press in the log channel, what members read in direct messages, who helps at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from DiscordBot.config.sections import Roles
from DiscordBot.discord_ui.errors import Refusal
from sandbox.conference import known_tickets as known
from sandbox.conference.catalogue import CONFERENCE
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import Name
from tests.conference_world import as_order
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS
from tests.shown_messages import controls, faces

if TYPE_CHECKING:
    from simcord import MemberActor

    from tests.conference_world import ConferenceWorld


def direct_messages(person: MemberActor) -> list[str]:
    channel = person.user.dm_channel
    return [message.content for message in channel.history()] if channel is not None else []


async def test_a_taken_ticket_is_moved_by_one_press(world: ConferenceWorld) -> None:
    ada, eve, olivia = world.person("ada"), world.person("eve"), world.person("olivia")
    await world.register_with(ada, known.ADA)
    answer = await world.register_with(eve, known.ADA)
    assert "ask the organisers to move the ticket" in answer
    card = world.messages("registration-log")[-1]

    pressed = await olivia.click(card, label="Move it to this member")

    assert pressed.ephemeral
    assert world.roles(eve) == set(known.ADA.roles)
    assert world.roles(ada) == set()
    card = next(m for m in world.messages("registration-log") if m.id == card.id)
    (face,) = faces(card)
    assert (face.title, face.description.splitlines()[-1]) == (
        "✅ Ticket moved",
        f"Moved by {olivia.mention}.",
    )
    assert face.description.startswith(f"⛔ {eve.mention} tried a ticket that is registered by {ada.mention}")
    assert controls(card) == []


async def test_a_card_works_after_a_restart(world: ConferenceWorld) -> None:
    ada, eve, olivia = world.person("ada"), world.person("eve"), world.person("olivia")
    await world.register_with(ada, known.ADA)
    await world.register_with(eve, known.ADA)
    card = world.messages("registration-log")[-1]
    await world.restart()

    await olivia.click(card, label="Move it to this member")

    assert world.roles(eve) == set(known.ADA.roles)


async def test_a_card_of_an_older_version_is_decided_in_place(world: ConferenceWorld) -> None:
    ada, eve, olivia = world.person("ada"), world.person("eve"), world.person("olivia")
    await world.register_with(ada, known.ADA)
    await world.register_with(eve, known.ADA)
    card = world.messages("registration-log")[-1]
    older = discord.ui.View(timeout=None)
    (button,) = controls(card)
    older.add_item(discord.ui.Button(label=button["label"], custom_id=button["custom_id"]))
    channel = world.guild.get_channel(card.channel.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send("⛔ Somebody tried a ticket", view=older)

    await olivia.click(sent, label="Move it to this member")

    assert world.roles(eve) == set(known.ADA.roles)
    (face,) = faces(next(m for m in world.messages("registration-log") if m.id == sent.id))
    assert face.description == f"⛔ Somebody tried a ticket\nMoved by {olivia.mention}."


async def test_somebody_with_a_speakers_name_is_asked_about(whole_world: ConferenceWorld) -> None:
    ticket = Ticket(Name("Priya", "Raghunathan"), email="another@example.org")
    await whole_world.shop.orders.add(as_order(Purchase("PRY77", (ticket,))))
    person, olivia = whole_world.person("priya"), whole_world.person("olivia")
    await whole_world.register(person, "PRY77", "Priya Raghunathan")
    assert "Speakers" not in whole_world.roles(person)
    (card,) = [message for message in whole_world.messages("registration-log") if controls(message)]
    (face,) = faces(card)
    assert face.title == "❓ Is this a speaker?"
    assert face.description.startswith(f"🎤 {person.mention} has the name of a speaker")

    await olivia.click(card, label="Yes, give the speakers' role")

    assert "Speakers" in whole_world.roles(person)
    assert not any(controls(message) for message in whole_world.messages("registration-log"))


async def test_somebody_with_a_speakers_name_and_no_address_is_one(whole_world: ConferenceWorld) -> None:
    tariq = whole_world.person("tariq")
    await whole_world.register_with(tariq, known.SPEAKER_BY_NAME)
    assert "Speakers" in whole_world.roles(tariq)
    assert known.SPEAKER_BY_NAME.order in whole_world.lines("registration-log")[-1]


async def test_who_loses_roles_is_told_why_unless_that_is_off(world: ConferenceWorld) -> None:
    ada, mueller = world.person("ada"), world.person("mueller")
    await world.register_with(ada, known.ADA)
    await world.register_with(mueller, known.MUELLER)
    await world.shop.orders.cancel(known.ADA.order)
    await world.env.settle()

    (text,) = direct_messages(ada)
    assert text.startswith("You no longer have these roles on the server of PyCon Example 2027: **")
    assert "This ticket was cancelled" in text
    assert world.world.server.channels["registration-help"].mention in text

    await world.command(world.person("olivia"), "settings set", setting="pretix.direct_messages", value="off")
    await world.shop.orders.cancel(known.MUELLER.order)
    await world.env.settle()
    assert world.roles(mueller) == set()
    assert direct_messages(mueller) == []


async def test_a_role_that_was_deleted_and_made_again_is_given_back(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.register_with(ada, known.ADA)
    world.env.backend.delete_role(world.guild.id, world.world.server.roles["Business"].id)
    await world.env.settle()
    assert world.roles(ada) == {"Attendee", "Tutorial"}

    world.world.server.guild.create_role("Business")
    await world.env.settle()

    assert world.roles(ada) == set(known.ADA.roles)


async def test_desk_helpers_look_up_and_register_and_nothing_else(world: ConferenceWorld) -> None:
    world.configure(roles=Roles(desk=("Volunteers",)))
    await world.restart()
    victor, ada = world.person("victor"), world.person("ada")

    found = await world.command(victor, "attendee lookup", order="CONF2027-ADA37")
    assert faces(found)[0].title == "Order ADA37"
    done = await world.command(victor, "attendee register", member=ada, order=known.ADA.order)
    assert done.content.startswith(f"✅ {ada.mention} registered")

    world.expected_errors += [Refusal] * 2
    for command in ("unregister", "sync"):
        answer = await world.command(victor, f"attendee {command}", member=ada)
        assert answer.content == ONLY_ORGANIZERS


async def test_every_ticket_of_a_large_order_can_be_reached(world: ConferenceWorld) -> None:
    tickets = tuple(Ticket(Name("Employee", str(number))) for number in range(31))
    await world.shop.orders.add(as_order(Purchase("LRG77", tickets)))
    olivia = world.person("olivia")

    answer = await world.command(olivia, "attendee lookup", order="LRG77")
    assert faces(answer)[0].title == "Order LRG77 (1 of 4)"
    seen = [field.name for field in faces(answer)[0].fields]
    for _ in range(3):
        await olivia.click(answer, label="▶")
        seen += [field.name for field in faces(answer)[0].fields]

    assert len(set(seen)) == 31


async def test_what_is_not_shown_of_a_search_is_told(world: ConferenceWorld) -> None:
    for number in range(26):
        ticket = Ticket(Name("Manyfold", f"Number{number}"))
        await world.shop.orders.add(as_order(Purchase(f"MNY{number:02}", (ticket,))))
    await world.env.settle()
    answer = await world.command(world.person("olivia"), "attendee lookup", name="manyfold")
    assert (faces(answer)[0].footer.text or "").startswith("There is more")


async def test_a_renamed_product_is_told_at_once_and_changes_nobody(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.register_with(ada, known.ADA)

    await world.shop.rename_item(CONFERENCE, "Conference pass")
    await world.env.settle()

    assert world.lines("registration-log")[-1].startswith(
        "✏️ «Conference ticket» is called «Conference pass» in the shop now."
    )
    assert world.roles(ada) == set(known.ADA.roles)
    health = await world.health()
    assert "ticket «Conference ticket»" in health
    assert len([line for line in world.lines("registration-log") if line.startswith("✏️")]) == 1


async def test_a_shop_without_names_says_so(world: ConferenceWorld) -> None:
    for number in range(9):
        await world.shop.orders.add(as_order(Purchase(f"NNM{number:02}", (Ticket(None),))))
    await world.command(world.person("olivia"), "refresh tickets")

    answer = await world.register(world.person("eve"), "NNM01", "Eve Curious")
    assert "Many tickets of this conference have no name" in answer
    assert any("tickets have no name." in line for line in world.lines("registration-log"))
    assert "tickets without a name" in await world.health()
    await world.register(world.person("ada"), "NNM01", "buyer1000@example.org")
    assert world.roles(world.person("ada")) == {"Attendee", "Personal"}
