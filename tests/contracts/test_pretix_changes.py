"""What changes when something happens to an order, and how one who polls or listens learns of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contracts import world
from tests.contracts.world import (
    AWAITING_APPROVAL,
    BLOCKED,
    PAID,
    PENDING,
    SEVERAL_TICKETS,
    TEST_MODE,
    WITH_ADDONS,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.contracts.fixtures import Receiver
    from tests.contracts.server import Api, Changes, PretixServer

Json = dict[str, Any]

EVERYTHING = ["approved", "canceled", "changed.*", "deleted", "expired", "modified", "paid", "placed"]


async def listen(api: Api, receiver: Receiver, **changed: object) -> Json:
    """Register a webhook for everything that can happen to an order."""
    wanted = {
        "enabled": True,
        "target_url": receiver.url,
        "all_events": True,
        "limit_events": [],
        "action_types": [f"pretix.event.order.{action}" for action in EVERYTHING],
    }
    answer = await api.request("POST", f"{api.server.organizer_url}webhooks/", body=wanted | changed)
    assert answer.status == 201, answer.json
    webhook: Json = answer.json
    return webhook


async def fetch(api: Api, order: Json) -> Json:
    answer = await api.get(f"orders/{order['code']}/", ("include_canceled_positions", "true"))
    assert answer.status == 200
    told: Json = answer.json
    return told


def another_variation(order: Json) -> int:
    return 1 if order["positions"][0]["variation"] != 1 else 2


CHANGES: list[tuple[Json, Callable[[Changes], Awaitable[None]], Callable[[Json], bool], str]] = [
    (PAID, lambda do: do.cancel(PAID["code"]), lambda order: order["status"] == "c", "canceled"),
    (
        SEVERAL_TICKETS,
        lambda do: do.cancel_with_fee(SEVERAL_TICKETS["code"]),
        lambda order: order["status"] == "p" and all(one["canceled"] for one in order["positions"]),
        "canceled",
    ),
    (
        SEVERAL_TICKETS,
        lambda do: do.cancel_position(SEVERAL_TICKETS["code"], 2),
        lambda order: [one["canceled"] for one in order["positions"]] == [False, True, False],
        "changed.cancel",
    ),
    (PENDING, lambda do: do.mark_paid(PENDING["code"]), lambda order: order["status"] == "p", "paid"),
    (PENDING, lambda do: do.expire(PENDING["code"]), lambda order: order["status"] == "e", "expired"),
    (
        AWAITING_APPROVAL,
        lambda do: do.approve(AWAITING_APPROVAL["code"]),
        lambda order: not order["require_approval"] and order["status"] == "n",
        "approved",
    ),
    (
        PAID,
        lambda do: do.rename_attendee(PAID["code"], 1, "Mary Ann Evans"),
        lambda order: order["positions"][0]["attendee_name"] == "Mary Ann Evans",
        "modified",
    ),
    (
        PAID,
        lambda do: do.change_variation(PAID["code"], 1, another_variation(PAID)),
        lambda order: order["positions"][0]["variation"] == another_variation(PAID),
        "changed.item",
    ),
    (
        PAID,
        lambda do: do.block_position(PAID["code"], 1),
        lambda order: order["positions"][0]["blocked"] == BLOCKED["positions"][0]["blocked"],
        "changed.add_block",
    ),
]

CHANGE_IDS = [f"{order['code']}-{action}" for order, _, _, action in CHANGES]


@pytest.mark.parametrize(("order", "change", "is_done", "action"), CHANGES, ids=CHANGE_IDS)
async def test_a_change_is_seen_by_those_who_poll_and_told_to_those_who_listen(
    api: Api,
    pretix: PretixServer,
    receiver: Receiver,
    order: Json,
    change: Callable[[Changes], Awaitable[None]],
    is_done: Callable[[Json], bool],
    action: str,
) -> None:
    await listen(api, receiver)
    before = (await api.get("orders/", ("page_size", "1"))).headers["X-Page-Generated"]
    assert await api.codes(("modified_since", before)) == []
    assert not is_done(await fetch(api, order))

    await change(pretix.changes)

    assert is_done(await fetch(api, order))
    assert await api.codes(("modified_since", before), ("ordering", "last_modified")) == [order["code"]]
    bodies = [{key: body[key] for key in body if key != "notification_id"} for body in receiver.bodies]
    assert bodies == [
        {
            "organizer": pretix.organizer,
            "event": pretix.event,
            "code": order["code"],
            "action": f"pretix.event.order.{action}",
        }
    ]
    assert isinstance(receiver.bodies[0]["notification_id"], int)


async def test_cancelling_a_ticket_cancels_its_addons(api: Api, pretix: PretixServer) -> None:
    two_tickets = world.find(
        lambda order: (
            order["status"] == "p"
            and len({one["id"] for one in order["positions"] if not one["addon_to"]}) > 1
            and any(one["addon_to"] for one in order["positions"])
            and not any(one["canceled"] for one in order["positions"])
        )
    )
    addon = next(one for one in two_tickets["positions"] if one["addon_to"])
    parent = next(one for one in two_tickets["positions"] if one["id"] == addon["addon_to"])
    await pretix.changes.cancel_position(two_tickets["code"], parent["positionid"])
    cancelled = {one["id"] for one in (await fetch(api, two_tickets))["positions"] if one["canceled"]}
    assert cancelled == {parent["id"]} | {
        one["id"] for one in two_tickets["positions"] if one["addon_to"] == parent["id"]
    }


async def test_a_new_order_is_told_and_comes_last(api: Api, pretix: PretixServer, receiver: Receiver) -> None:
    await listen(api, receiver)
    new = PENDING | {"code": "NEWCM", "datetime": "2026-11-20T10:00:00Z"}
    new["positions"] = [{**PENDING["positions"][0], "id": 999_999, "attendee_name": "New Comer"}]
    await pretix.changes.add(new)
    assert [body["action"] for body in receiver.bodies] == ["pretix.event.order.placed"]
    last_page = await api.codes(("page", "last"))
    assert last_page[-1] == "NEWCM"
    assert (await fetch(api, new))["positions"][0]["attendee_name"] == "New Comer"


async def test_a_deleted_test_order_is_told_but_nowhere_to_be_seen(
    api: Api, pretix: PretixServer, receiver: Receiver
) -> None:
    await listen(api, receiver)
    before = (await api.get("orders/", ("page_size", "1"))).headers["X-Page-Generated"]
    await pretix.changes.delete_test_order(TEST_MODE["code"])
    assert (await api.get(f"orders/{TEST_MODE['code']}/")).status == 404
    assert await api.codes(("modified_since", before)) == []
    assert [(body["code"], body["action"]) for body in receiver.bodies] == [
        (TEST_MODE["code"], "pretix.event.order.deleted")
    ]


async def test_a_cancelled_addon_leaves_its_parent(api: Api, pretix: PretixServer) -> None:
    addon = next(one for one in WITH_ADDONS["positions"] if one["addon_to"])
    await pretix.changes.cancel_position(WITH_ADDONS["code"], addon["positionid"])
    cancelled = [one["id"] for one in (await fetch(api, WITH_ADDONS))["positions"] if one["canceled"]]
    assert cancelled == [addon["id"]]
