"""What registration relies on in every ticket shop: pretix, Tito, and a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.shop.tickets import OWN_IDS, Order
from DiscordBot.features.registration.shop.validity import Flaw, flaw_of
from sandbox import conference
from sandbox.pretix.server import PretixStandIn
from sandbox.tito.server import TitoStandIn
from tests.clocks import StoppedClock
from tests.contracts.shops import FileWorld, PretixWorld, ShopWorld, Sold, TitoWorld

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

    import aiohttp

    from DiscordBot.features.registration.shop.port import OrderSource

ADA, GRACE = Sold("Ada Lovelace", "ada@example.org"), Sold("Grace Hopper")
BUYER = "Buyer@Example.org"


@pytest.fixture(params=["pretix", "tito", "file"])
async def shop(
    request: pytest.FixtureRequest, session: aiohttp.ClientSession, tmp_path: Path
) -> AsyncIterator[ShopWorld]:
    clock = StoppedClock(conference.TIMEZONE)
    if request.param == "file":
        yield FileWorld(tmp_path / "sponsors.csv", clock)
    elif request.param == "tito":
        tito = TitoStandIn("full-token", "example", "conf2027", clock=clock.now)
        await tito.start()
        yield TitoWorld(session, tito, clock)
        await tito.stop()
    else:
        pretix = PretixStandIn(
            conference.items(),
            (),
            "full-token",
            conference.ORGANIZER,
            conference.EVENT,
            clock=clock.now,
            retry_seconds=(0, 0),
        )
        await pretix.start()
        yield PretixWorld(session, pretix, clock)
        await pretix.stop()


async def read(
    client: OrderSource, since: datetime | None = None
) -> tuple[dict[str, Order], datetime | None]:
    """Return the orders by their codes, and from when on to ask for what changes after this."""
    pages = [page async for page in client.order_pages(modified_since=since)]
    assert all(page.total >= len(page.orders) for page in pages)
    return {order.code: order for page in pages for order in page.orders}, pages[0].generated


def flaws(order: Order) -> list[Flaw | None]:
    return [flaw_of(order, position) for position in order.positions]


async def test_an_empty_shop_has_a_page(shop: ShopWorld) -> None:
    orders, generated = await read(shop.client)
    assert orders == {}
    assert generated is not None


async def test_orders_are_read_with_their_tickets(shop: ShopWorld) -> None:
    await shop.sell("ABCD2", ADA, GRACE, buyer=BUYER)
    await shop.sell("EFGH3", Sold(None), buyer=BUYER)
    orders, _ = await read(shop.client)
    two, one = orders["ABCD2"], orders["EFGH3"]
    assert [(p.positionid, p.attendee_name) for p in two.positions] == [(1, ADA.name), (2, GRACE.name)]
    assert [p.email_hash for p in two.positions] == [f"hash of {ADA.email}", None]
    assert two.email_hash == one.email_hash == "hash of buyer@example.org"
    assert [p.attendee_name for p in one.positions] == [None]
    assert flaws(two) == [None, None]
    assert flaws(one) == [None]


async def test_tickets_have_numbers_that_no_other_has_and_that_stay(shop: ShopWorld) -> None:
    await shop.sell("ABCD2", ADA, GRACE, buyer=BUYER)
    await shop.sell("EFGH3", ADA, ADA, buyer=BUYER)
    first, _ = await read(shop.client)
    ids = [position.id for order in first.values() for position in order.positions]
    assert len(set(ids)) == 4
    # pretix counts from 1; whatever other shops do must stay out of its way, and fit into a column.
    assert all(0 < one < 2**63 for one in ids)
    assert len({one >= OWN_IDS for one in ids}) == 1
    assert isinstance(shop, PretixWorld) == (ids[0] < OWN_IDS)
    again, _ = await read(shop.client)
    assert again == first


async def test_what_is_sold_can_be_mapped_to_roles(shop: ShopWorld) -> None:
    await shop.sell("ABCD2", ADA, buyer=BUYER)
    items = await shop.client.items()
    orders, _ = await read(shop.client)
    mapping = RoleMapping({"conference TICKET": ("Attendee",), "Teapot": ("Nobody",)}).with_items(
        items, await shop.client.subevents()
    )
    (position,) = orders["ABCD2"].positions
    assert mapping.roles_for(position) == {"Attendee"}
    assert mapping.title(position).startswith(shop.ticket)
    assert mapping.unknown_keys() == ("Teapot",)


async def test_one_order_can_be_looked_up(shop: ShopWorld) -> None:
    await shop.client.items()
    await read(shop.client)
    await shop.sell("ABCD2", ADA, GRACE, buyer=BUYER)
    found = await shop.client.order("ABCD2", give_up_after=6)
    assert found is not None
    orders, _ = await read(shop.client)
    assert found == orders["ABCD2"]
    for code in ("ABCD", "ABCD22", "", "../ABCD2", "a b", "ÄÖ"):
        assert await shop.client.order(code, give_up_after=6) is None


async def test_changes_are_followed(shop: ShopWorld) -> None:
    await shop.sell("ABCD2", ADA, GRACE, buyer=BUYER)
    await shop.sell("EFGH3", ADA, buyer=BUYER)
    before, mark = await read(shop.client)
    await shop.rename_attendee("ABCD2", 2, "Hedy Lamarr")
    await shop.sell("NEWX4", GRACE, buyer=BUYER)
    changed, later = await read(shop.client, mark)
    assert [p.attendee_name for p in changed["ABCD2"].positions] == [ADA.name, "Hedy Lamarr"]
    assert [p.id for p in changed["ABCD2"].positions] == [p.id for p in before["ABCD2"].positions]
    assert changed["NEWX4"].positions[0].attendee_name == GRACE.name
    assert changed["ABCD2"].last_modified >= before["ABCD2"].last_modified
    assert later is not None
    nothing_new, _ = await read(shop.client, later)
    assert nothing_new.keys() <= {"ABCD2", "NEWX4"}


async def test_a_cancelled_ticket_lets_nobody_in_and_its_neighbour_does(shop: ShopWorld) -> None:
    await shop.sell("ABCD2", ADA, GRACE, buyer=BUYER)
    _, mark = await read(shop.client)
    await shop.cancel_ticket("ABCD2", 1)
    changed, _ = await read(shop.client, mark)
    assert flaws(changed["ABCD2"]) == [Flaw.CANCELLED, None]


async def test_a_cancelled_order_lets_nobody_in(shop: ShopWorld) -> None:
    await shop.sell("ABCD2", ADA, GRACE, buyer=BUYER)
    _, mark = await read(shop.client)
    await shop.cancel("ABCD2")
    changed, _ = await read(shop.client, mark)
    assert flaws(changed["ABCD2"]) == [Flaw.CANCELLED, Flaw.CANCELLED]
    everything, _ = await read(shop.client)
    assert flaws(everything["ABCD2"]) == [Flaw.CANCELLED, Flaw.CANCELLED]


async def test_orders_survive_the_database(shop: ShopWorld) -> None:
    await shop.sell("ABCD2", ADA, GRACE, buyer=BUYER)
    orders, _ = await read(shop.client)
    assert Order.from_json(orders["ABCD2"].to_json()) == orders["ABCD2"]


async def test_the_probe_finds_nothing_wrong(shop: ShopWorld) -> None:
    await shop.sell("ABCD2", ADA, buyer=BUYER)
    findings = await shop.client.probe()
    assert findings
    assert {finding.level.value for finding in findings} == {"ok"}
