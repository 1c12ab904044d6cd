"""The client against a whole pretix."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.features.registration.shop.client import PretixClient
from DiscordBot.features.registration.shop.tickets import Item, Order
from sandbox import conference
from tests.contracts import world

if TYPE_CHECKING:
    import aiohttp

    from tests.contracts.server import PretixServer

Json = dict[str, Any]


def expected(order: Json, event: str) -> Order:
    """Build what the client must make of an order of an event."""
    positions = [
        one | {"email_hash": one["attendee_email"] and f"hash of {one['attendee_email']}"}
        for one in order["positions"]
    ]
    told = {"positions": positions, "email_hash": f"hash of {order['email']}", "event": event}
    return Order.read(order | told)


async def load(client: PretixClient, **since: datetime) -> tuple[list[Order], datetime]:
    pages = [page async for page in client.order_pages(**since)]
    generated = pages[0].generated
    assert generated is not None
    orders = [order for page in pages for order in page.orders]
    assert {page.total for page in pages} == {len(orders)}
    return orders, generated


async def test_a_full_load_brings_every_order_but_those_of_the_test_mode(client: PretixClient) -> None:
    orders, generated = await load(client)
    assert orders == [expected(order, client.event) for order in world.ORDERS if not order["testmode"]]
    assert abs((datetime.now(UTC) - generated).total_seconds()) < 60


async def test_afterwards_only_changes_come(client: PretixClient, pretix: PretixServer) -> None:
    _, generated = await load(client)
    assert (await load(client, modified_since=generated))[0] == []
    await pretix.changes.rename_attendee(world.PAID["code"], 1, "Mary Ann Evans")
    await pretix.changes.cancel(world.PENDING["code"])
    changed, _ = await load(client, modified_since=generated)
    assert {order.code for order in changed} == {world.PAID["code"], world.PENDING["code"]}


async def test_one_order_is_looked_up_by_its_code(client: PretixClient) -> None:
    for order in (world.PAID, world.CANCELLED_WITH_FEE, world.TEST_MODE):
        assert await client.order(order["code"]) == expected(order, client.event)
    assert await client.order("NONE9") is None


async def test_items_come_with_their_variations(client: PretixClient) -> None:
    items = await client.items()
    wanted = [Item.model_validate(item | {"event": client.event}) for item in conference.items()]
    assert list(items) == wanted
    assert max(len(item.variations) for item in items) > 1


async def test_the_probe_is_content_with_a_good_token(client: PretixClient) -> None:
    assert [finding.level for finding in await client.probe()] == [Level.OK] * 3


@pytest.mark.parametrize(
    ("wrong", "subject", "remedy"),
    [
        ({"token": "nonsense"}, "pretix: organizer", "PRETIX_TOKEN"),
        ({"organizer": "nobody"}, "pretix: organizer", "pretix.organizer"),
        ({"event": "nothing"}, "pretix: event", "pretix.event"),
        ({"token": "limited-token"}, "pretix: orders", "view orders"),
        ({"path": ""}, "pretix: organizer", "/api/v1"),
    ],
)
async def test_the_probe_tells_which_part_is_wrong(
    session: aiohttp.ClientSession, pretix: PretixServer, wrong: dict[str, str], subject: str, remedy: str
) -> None:
    client = PretixClient(
        session,
        base_url=pretix.base_url.removesuffix("/api/v1") + wrong.get("path", "/api/v1"),
        organizer=wrong.get("organizer", pretix.organizer),
        event=wrong.get("event", pretix.event),
        token=wrong.get("token", pretix.token),
        hash_email=str,
    )
    last = (await client.probe())[-1]
    assert (last.subject, last.level) == (subject, Level.ERROR)
    assert remedy in last.remedy
