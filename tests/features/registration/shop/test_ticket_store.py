from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from DiscordBot.features.registration.models import StoredOrder
from DiscordBot.features.registration.shop.ticket_store import FULL_LOAD_AFTER, OVERLAP, TicketStore
from sandbox.conference.known_tickets import ADA, GRACE, TEST_MODE
from tests.clocks import START
from tests.features.registration.rules import EVENT

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.shop.client import PretixClient
    from sandbox.pretix.server import PretixStandIn
    from tests.clocks import StoppedClock


def paths(pretix: PretixStandIn) -> list[str]:
    return [call.path.rpartition("conf2027/")[2] for call in pretix.calls]


async def reopened(
    database: Database, client: PretixClient, clock: StoppedClock, source: str = EVENT
) -> TicketStore:
    store = TicketStore(database, client, clock, source=source)
    await store.open()
    return store


async def test_a_load_brings_all_orders_but_tests(
    database: Database,
    client: PretixClient,
    clock: StoppedClock,
    pretix: PretixStandIn,
    orders: list[dict[str, Any]],
) -> None:
    store = await reopened(database, client, clock, "another event")
    assert not store.is_ready
    assert await store.refresh() == {order["code"] for order in orders if not order["testmode"]}
    assert store.is_ready
    assert len(store) == len(orders) - 1
    ada = store.get(ADA.order)
    assert ada is not None
    assert [ticket.attendee_name for ticket in ada.positions] == [ADA.name, None, None]
    assert store.get(TEST_MODE.order) is None
    assert paths(pretix) == ["items/", "orders/"]


async def test_the_copy_survives_a_restart_while_pretix_is_down(
    store: TicketStore,
    database: Database,
    client: PretixClient,
    clock: StoppedClock,
    pretix: PretixStandIn,
) -> None:
    await pretix.stop()
    again = await reopened(database, client, clock)
    assert again.is_ready
    assert {o.code: o for o in again.orders()} == {o.code: o for o in store.orders()}
    assert (again.items, again.loaded_at) == (store.items, START)
    assert again.holding(next(iter(store.orders())).positions[0].id) is not None


OLDER_COPY = """{"code":"OLD37","status":"p","last_modified":"2026-03-02T08:00:00Z",\
"bought_at":"2026-03-02T08:00:00Z","testmode":false,"require_approval":false,"valid_if_pending":false,\
"email_hash":"hash of a@example.org","event":"conf2027","positions":[{"id":4711,"positionid":1,"item":1,\
"variation":1,"subevent":null,"attendee_name":"Old Timer","email_hash":null,"addon_to":null,\
"canceled":false,"blocked":null}]}"""
"""As bots wrote it that knew no shop but pretix."""


async def test_a_copy_of_an_older_bot_is_used_as_it_is(
    database: Database, client: PretixClient, clock: StoppedClock, pretix: PretixStandIn
) -> None:
    async with database.transaction() as session:
        session.add(StoredOrder(code="OLD37", content=OLDER_COPY))
    await pretix.stop()
    store = await reopened(database, client, clock)
    order = store.holding(4711)
    assert order is not None
    assert (order.key, order.shop, order.positions[0].attendee_name) == ("OLD37", "", "Old Timer")
    assert store.is_ready


async def test_the_copy_of_another_event_is_dropped(
    store: TicketStore, database: Database, client: PretixClient, clock: StoppedClock
) -> None:
    assert store.is_ready
    other = await reopened(database, client, clock, "example/conf2028")
    assert (len(other), other.is_ready, other.items, other.loaded_at) == (0, False, (), None)
    assert len(await reopened(database, client, clock)) == 0


async def test_when_nothing_changed_that_costs_two_requests(
    store: TicketStore, pretix: PretixStandIn, clock: StoppedClock
) -> None:
    clock.forward(minutes=5)
    pretix.calls.clear()
    assert await store.refresh() == frozenset()
    assert paths(pretix) == ["items/", "orders/"]
    assert store.refreshed_at == clock.now()


async def test_changes_are_asked_for_since_the_last_one_that_came_also_after_a_restart(
    store: TicketStore,
    database: Database,
    client: PretixClient,
    clock: StoppedClock,
    pretix: PretixStandIn,
) -> None:
    clock.forward(hours=1)
    await pretix.orders.cancel(GRACE.order)
    await store.refresh()
    await pretix.orders.cancel(ADA.order)
    clock.forward(minutes=5)
    pretix.calls.clear()
    again = await reopened(database, client, clock)
    assert await again.refresh() == {ADA.order}
    _, call = pretix.calls
    (since,) = parse_qs(call.query)["modified_since"]
    assert datetime.fromisoformat(since) == START + timedelta(hours=1) - OVERLAP


async def test_a_full_load_comes_once_a_day_and_finds_what_has_vanished(
    store: TicketStore, pretix: PretixStandIn, clock: StoppedClock, database: Database, client: PretixClient
) -> None:
    gone = store.get(ADA.order)
    assert gone is not None
    # No order vanishes in real life; but whatever the reason, the next full load sets it right.
    (told,) = (order for order in pretix.orders if order["code"] == ADA.order)
    await pretix.orders.add(told | {"testmode": True})
    clock.forward(minutes=5)
    await store.refresh()
    assert store.get(ADA.order) == gone
    clock.forward(seconds=FULL_LOAD_AFTER.total_seconds())
    await store.refresh()
    assert store.loaded_at == clock.now()
    for emptied in (store, await reopened(database, client, clock)):
        assert emptied.get(ADA.order) is None
        assert emptied.holding(gone.positions[0].id) is None


async def test_forgetting_everything_waits_for_a_load_and_leaves_nothing_of_it(
    store: TicketStore,
    pretix: PretixStandIn,
    clock: StoppedClock,
    database: Database,
    client: PretixClient,
) -> None:
    position_id = next(iter(store.orders())).positions[0].id
    clock.forward(minutes=5)
    pretix.failures.hold_until(2)
    loading = asyncio.create_task(store.refresh(full=True))
    forgetting = asyncio.create_task(store.forget_everything())
    await asyncio.sleep(0)
    await client.items()
    await asyncio.gather(loading, forgetting)
    for emptied in (store, await reopened(database, client, clock)):
        assert (len(emptied), emptied.is_ready, emptied.holding(position_id)) == (0, False, None)
