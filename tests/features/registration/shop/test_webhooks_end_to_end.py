"""What happens to a ticket in the shop while the bot runs, over real HTTP, and what follows on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.conference import known_tickets as known
from sandbox.conference.catalogue import BUSINESS, STUDENT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.conference_world import ConferenceWorld

    Way = Callable[[ConferenceWorld], Awaitable[None]]


async def by_webhook(world: ConferenceWorld) -> None:
    """The shop has called already; the bot looks at the order."""
    await world.env.settle()


async def by_command(world: ConferenceWorld) -> None:
    answer = await world.command(world.person("olivia"), "refresh tickets")
    assert answer.content.startswith("✅ Done: ")


async def by_the_next_start(world: ConferenceWorld) -> None:
    await world.restart(orderly=False)


@pytest.mark.parametrize("way", [by_webhook, by_command, by_the_next_start])
async def test_what_happens_to_a_ticket_happens_to_its_roles(world: ConferenceWorld, way: Way) -> None:
    tickets = (known.ADA, known.MUELLER, known.HEDY, known.EMMY)
    people = [world.person(ticket.order.lower()) for ticket in tickets]
    for person, ticket in zip(people, tickets, strict=True):
        await world.register_with(person, ticket)
    cancelled, upgraded, handed_on, corrected = people
    if way is not by_webhook:
        world.shop.webhooks.registered.clear()

    await world.shop.orders.cancel(known.ADA.order)
    await world.shop.orders.change_variation(known.MUELLER.order, 1, BUSINESS)
    await world.shop.orders.rename_attendee(known.HEDY.order, 1, "Sally Ride")
    await world.shop.orders.rename_attendee(known.EMMY.order, 1, "Emmy Amalie Noether")
    await way(world)

    assert world.roles(cancelled) == set()
    assert world.roles(upgraded) == {"Attendee", "Business"}
    assert world.roles(handed_on) == set(known.HEDY.roles)
    assert world.roles(corrected) == set(known.EMMY.roles)
    now = f"now has Conference ticket / Business → {shown(world, 'Attendee', 'Business')}"
    nothing = "now has no valid ticket → no roles"
    renamed = "was changed in the shop. They keep their roles"
    somebody_else = "somebody else registers with the new name"
    assert sorted(world.lines("registration-log")[len(tickets) :]) == sorted(
        [
            f"🔄 {cancelled.mention} {nothing}, no longer {shown(world, *known.ADA.roles)}",
            f"🔄 {upgraded.mention} {now}, no longer {shown(world, 'Personal')}",
            f"✏️ The name on HEDY3-1, registered by {handed_on.mention}, {renamed} until {somebody_else}.",
            f"✏️ The name on NTHR8-1, registered by {corrected.mention}, {renamed}.",
        ]
    )
    grace = world.person("grace")
    assert (await world.register(grace, known.HEDY.order, "Sally Ride")).startswith("✅ Welcome!")
    assert world.roles(grace) == set(known.HEDY.roles)
    assert world.roles(handed_on) == set()
    lost = f"🔄 {handed_on.mention} {nothing}, no longer {shown(world, *known.HEDY.roles)}"
    assert lost in world.lines("registration-log")


def shown(world: ConferenceWorld, *roles: str) -> str:
    return ", ".join(sorted(world.role_mentions(*roles)))


async def test_roles_that_people_gave_are_never_taken(world: ConferenceWorld) -> None:
    victor = world.person("victor")
    await world.register_with(victor, known.VICTOR)

    await world.shop.orders.cancel(known.VICTOR.order)
    await world.env.settle()

    assert world.roles(victor) == {"Volunteers"}


async def test_one_ticket_of_an_order_is_cancelled(world: ConferenceWorld) -> None:
    ada, grace = world.person("ada"), world.person("grace")
    await world.register_with(ada, known.ALAN)
    await world.register_with(grace, known.KATHERINE)

    await world.shop.orders.cancel_position(known.KATHERINE.order, 2)
    await world.env.settle()

    assert world.roles(grace) == set()
    assert world.roles(ada) == set(known.ALAN.roles)


async def test_a_payment_makes_the_ticket_count_at_once(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    assert (await world.register_with(ada, known.UNPAID)).startswith("❌ This order is not paid yet.")

    await world.shop.orders.mark_paid(known.UNPAID.order)
    await world.env.settle()

    assert (await world.register_with(ada, known.UNPAID)).startswith("✅ Welcome!")
    assert world.roles(ada) == {"Attendee", "Personal"}


async def test_refresh_shows_how_far_it_is_and_what_came_of_it(world: ConferenceWorld) -> None:
    world.shop.webhooks.registered.clear()
    before = len(world.env.http_requests)
    await world.shop.orders.change_variation(known.ADA.order, 1, STUDENT)
    await world.shop.orders.cancel(known.GRACE.order)

    answer = await world.command(world.person("olivia"), "refresh tickets")

    assert answer.content == "✅ Done: 2 orders are new or different."
    shown = [request.json for request in world.env.http_requests[before:] if request.json]
    texts = [str(json.get("data", json).get("content")) for json in shown]
    assert texts[0].startswith("⏳ Loading orders")
    assert texts[-1] == answer.content


async def post(world: ConferenceWorld, path: str, body: bytes) -> int:
    """Call the bot's own port as anybody on the internet could."""
    settings = world.world.config.webhooks
    assert settings is not None
    url = f"http://{settings.host}:{settings.port}{path}"
    async with aiohttp.ClientSession() as session, session.post(url, data=body) as response:
        status = response.status
    await world.env.settle()
    return status


def secret_path(world: ConferenceWorld) -> str:
    return f"/pretix/{world.world.config.secrets.reveal('PRETIX_WEBHOOK_SECRET')}"


HINT = b'{"notification_id": 1, "organizer": "example", "event": "conf2027", "code": "%s", "action": "x"}'
RUBBISH = (
    b"",
    b"null",
    b"[]",
    b"\xff\xfe",
    b"[" * 20_000,
    b'{"code": "ADA37"}',
    HINT % b"../../../etc",
    HINT % b"ada37",
    b'{"organizer": "other", "event": "conf2027", "code": "ADA37"}',
    b'{"organizer": "example", "event": "conf2027", "code": ["ADA37"]}',
)


async def test_without_the_secret_there_is_nothing_here(world: ConferenceWorld) -> None:
    asked = len(world.shop.calls)

    for path in ("/pretix/wrong", "/pretix/", "/pretix/%00", "/pretix/ä", "/"):
        assert await post(world, path, HINT % known.ADA.order.encode()) == 404, path

    assert len(world.shop.calls) == asked


async def test_rubbish_is_taken_and_ignored(world: ConferenceWorld) -> None:
    asked = len(world.shop.calls)

    for body in RUBBISH:
        assert await post(world, secret_path(world), body) == 202, body

    assert len(world.shop.calls) == asked
    assert world.lines("bot-log") == []


async def test_a_body_that_is_much_too_large_is_refused(world: ConferenceWorld) -> None:
    assert await post(world, secret_path(world), b"x" * 100_000) == 413


async def test_what_a_hint_says_is_not_believed(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.register_with(ada, known.ADA)
    lie = HINT.replace(b'"x"', b'"pretix.event.order.canceled"') % known.ADA.order.encode()

    assert await post(world, secret_path(world), lie) == 202

    assert world.roles(ada) == set(known.ADA.roles)


async def test_a_hint_at_an_order_that_does_not_exist_does_no_harm(world: ConferenceWorld) -> None:
    assert await post(world, secret_path(world), HINT % b"N0PE7") == 202

    assert world.lines("bot-log") == []
