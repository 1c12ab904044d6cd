from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.discord_ui.errors import Refusal
from sandbox.conference import known_tickets as known
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import Name
from tests.conference_world import as_order
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS
from tests.shown_messages import faces

if TYPE_CHECKING:
    from simcord.results import ResponseMessage

    from tests.conference_world import ConferenceWorld


def page(answer: ResponseMessage) -> str:
    """Return everything that stands in an answer's embed."""
    (embed,) = faces(answer)
    return "\n".join([str(embed.title), *(f"{field.name}: {field.value}" for field in embed.fields)])


@pytest.mark.parametrize("name", ["ada", "victor"])
async def test_only_organisers_may(world: ConferenceWorld, name: str) -> None:
    ada, person = world.person("ada"), world.person(name)
    await world.register_with(ada, known.ADA)
    before = len(world.env.http_requests)
    commands: list[dict[str, Any]] = [{"order": known.ADA.order}, {"order": known.ADA.order}, {}, {}]

    for command, options in zip(("lookup", "register", "unregister", "sync"), commands, strict=True):
        answer = await world.command(person, f"attendee {command}", member=ada, **options)
        assert answer.content == ONLY_ORGANIZERS, command

    world.expected_errors += [Refusal] * 4
    assert world.roles(ada) == set(known.ADA.roles)
    assert world.requests_since(before) == ["POST answer"] * 4


async def test_who_is_no_organiser_any_more_may_not_either(world: ConferenceWorld) -> None:
    olivia = world.person("olivia")
    assert page(await world.command(olivia, "attendee lookup", order=known.ADA.order))
    await world.change_member(olivia, role_ids=[])
    world.expected_errors.append(Refusal)

    assert (await world.command(olivia, "attendee lookup", order=known.ADA.order)).content == ONLY_ORGANIZERS


async def test_looking_up_an_order(world: ConferenceWorld) -> None:
    ada, olivia = world.person("ada"), world.person("olivia")
    await world.register_with(ada, known.ADA)

    answer = await world.command(olivia, "attendee lookup", order="#ada37-1")

    assert page(answer).splitlines() == [
        "Order ADA37",
        "#ADA37-1 Ada Lovelace: Conference ticket / Business",
        f"valid, {ada.mention}",
        "#ADA37-2 (add-on of #ADA37-1): Tutorial",
        f"valid, {ada.mention}",
        "#ADA37-3 (add-on of #ADA37-1): T-shirt / M",
        f"valid, {ada.mention}",
    ]


async def test_looking_up_a_name(world: ConferenceWorld) -> None:
    for name in ("lovelace", "ADA LOV", "ada"):
        answer = await world.command(world.person("olivia"), "attendee lookup", name=name)
        assert page(answer).startswith("Order ADA37\n#ADA37-1 Ada Lovelace: Conference ticket / Business")


async def test_looking_up_a_member(world: ConferenceWorld) -> None:
    grace, olivia = world.person("grace"), world.person("olivia")
    await world.register_with(grace, known.HEDY)

    assert page(await world.command(olivia, "attendee lookup", member=grace)).startswith("Order HEDY3")
    nobody = await world.command(olivia, "attendee lookup", member=world.person("eve"))
    assert nobody.content == f"{world.person('eve').mention} is not registered."


async def test_looking_up_a_name_in_many_orders_shows_them_page_by_page(world: ConferenceWorld) -> None:
    olivia = world.person("olivia")

    answer = await world.command(olivia, "attendee lookup", name="Hedy Lamarr")
    assert page(answer).startswith("Order HEDY3")
    turned = await olivia.click(answer, label="▶")

    assert turned.acknowledged
    assert page(answer).startswith("Order HEDY9")


async def test_looking_up_nothing(world: ConferenceWorld) -> None:
    olivia = world.person("olivia")

    assert (await world.command(olivia, "attendee lookup")).content.startswith("Please give a member")
    assert (await world.command(olivia, "attendee lookup", order="N0PE7")).content.startswith(
        "Nothing found, in the ticket shop neither."
    )


async def test_a_ticket_that_does_not_count_says_why(world: ConferenceWorld) -> None:
    answer = await world.command(world.person("olivia"), "attendee lookup", order=known.BLOCKED.order)

    assert page(answer).splitlines()[-1] == "blocked, not registered"


async def test_registering_somebody(world: ConferenceWorld) -> None:
    ada = world.person("ada")

    answer = await world.command(
        world.person("olivia"), "attendee register", member=ada, order=known.ADA.order
    )

    assert answer.content.startswith(f"✅ {ada.mention} registered: Conference ticket / Business")
    assert world.roles(ada) == set(known.ADA.roles)
    assert world.nickname(ada) == known.ADA.name
    assert world.lines("registration-log") == [answer.content]


async def test_registering_somebody_with_one_ticket_of_several_needs_the_name(world: ConferenceWorld) -> None:
    ada, olivia = world.person("ada"), world.person("olivia")

    unnamed = await world.command(olivia, "attendee register", member=ada, order=known.JOAN.order)
    named = await world.command(
        olivia, "attendee register", member=ada, order=known.JOAN.order, name=known.JOAN.name
    )

    assert unnamed.content.startswith("❌ There is no such ticket. If the order has several names")
    assert named.content.startswith(f"✅ {ada.mention} registered")
    assert world.roles(ada) == set(known.JOAN.roles)


async def test_registering_somebody_with_anothers_ticket_says_whose_it_is(world: ConferenceWorld) -> None:
    ada, eve = world.person("ada"), world.person("eve")
    await world.register_with(ada, known.ADA)

    answer = await world.command(
        world.person("olivia"), "attendee register", member=eve, order=known.ADA.order
    )

    assert answer.content.startswith(f"⛔ {eve.mention} ")
    assert f" {ada.mention} (ADA37-1)" in answer.content
    assert world.roles(eve) == set()


async def test_organisers_need_not_wait_after_failures(world: ConferenceWorld) -> None:
    ada, olivia = world.person("ada"), world.person("olivia")

    for _ in range(6):
        await world.command(olivia, "attendee register", member=ada, order="N0PE7")
    answer = await world.command(olivia, "attendee register", member=ada, order=known.ADA.order)

    assert answer.content.startswith(f"✅ {ada.mention} registered")


async def test_unregistering_frees_the_ticket_for_somebody_else(world: ConferenceWorld) -> None:
    ada, grace = world.person("ada"), world.person("grace")
    await world.register_with(ada, known.ADA)

    answer = await world.command(world.person("olivia"), "attendee unregister", member=ada)

    assert answer.content.startswith(f"↩️ {ada.mention} was unregistered: Conference ticket / Business")
    assert world.lines("registration-log")[-1] == answer.content
    assert world.roles(ada) == set()
    await world.register_with(grace, known.ADA)
    assert world.roles(grace) == set(known.ADA.roles)


async def test_unregistering_leaves_roles_that_people_gave(world: ConferenceWorld) -> None:
    victor = world.person("victor")
    await world.register_with(victor, known.VICTOR)

    await world.command(world.person("olivia"), "attendee unregister", member=victor)

    assert world.roles(victor) == {"Volunteers"}


async def test_sync_gives_back_what_somebody_took_away(world: ConferenceWorld) -> None:
    ada, olivia = world.person("ada"), world.person("olivia")
    await world.register_with(ada, known.ADA)
    await world.change_member(ada, role_ids=[])

    answer = await world.command(olivia, "attendee sync", member=ada)

    assert world.roles(ada) == set(known.ADA.roles)
    assert answer.content.startswith(f"🔄 {ada.mention} now has Conference ticket / Business")
    again = await world.command(olivia, "attendee sync", member=ada)
    assert again.content.startswith(f"✅ {ada.mention} has ")
    assert again.content.endswith("There was nothing to change.")


async def test_sync_of_everybody(world: ConferenceWorld) -> None:
    ada, grace, sally = world.person("ada"), world.person("grace"), world.person("sally")
    await world.register_with(ada, known.ADA)
    await world.register_with(grace, known.GRACE)
    await world.change_member(ada, role_ids=[])
    online = world.world.server.roles["Online"]
    world.env.backend.delete_role(world.guild.id, online.id)
    await world.register_with(sally, known.ONLINE_ONLY)
    world.world.server.guild.create_role("Online")
    await world.env.settle()
    assert world.roles(sally) == set(known.ONLINE_ONLY.roles)

    answer = await world.command(world.person("olivia"), "attendee sync")

    assert answer.content.splitlines() == [
        "3 members were checked.",
        "• 1 × roles changed",
        "• 2 × nothing to change",
    ]
    assert world.roles(ada) == set(known.ADA.roles)
    assert world.roles(sally) == set(known.ONLINE_ONLY.roles)


async def test_a_name_full_of_markdown_pings_nobody_at_the_desk(world: ConferenceWorld) -> None:
    name = Name("@everyone", "<@&1> " * 60)
    await world.shop.orders.add(as_order(Purchase("PNG77", (Ticket(name),))))
    ada, olivia = world.person("ada"), world.person("olivia")
    before = len(world.env.http_requests)

    await world.command(olivia, "attendee register", member=ada, order="PNG77")
    await world.command(olivia, "attendee lookup", order="PNG77")

    sent = [r.json for r in world.env.http_requests[before:] if r.json and "members" not in r.path]
    texts = [json.get("data", json) for json in sent]
    showing = [text for text in texts if text.keys() & {"content", "components"}]
    assert [text["allowed_mentions"] for text in showing] == [{"parse": []}] * 3
