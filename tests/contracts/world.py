"""Finding an order of each kind in the made-up conference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import conference

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]

ORDERS: tuple[Json, ...] = tuple(conference.orders())
CODES = [order["code"] for order in ORDERS]


def find(accepts: Callable[[Json], bool]) -> Json:
    """Return the first order that is so."""
    return next(order for order in ORDERS if accepts(order))


def has_cancelled_and_other(order: Json) -> bool:
    states = {position["canceled"] for position in order["positions"]}
    return order["status"] == "p" and states == {True, False}


PAID = find(lambda order: order["status"] == "p" and not order["cancellation_date"] and not order["testmode"])
PENDING = find(
    lambda order: order["status"] == "n" and not order["require_approval"] and not order["valid_if_pending"]
)
AWAITING_APPROVAL = find(lambda order: order["require_approval"])
EXPIRED = find(lambda order: order["status"] == "e")
CANCELLED = find(lambda order: order["status"] == "c")
CANCELLED_WITH_FEE = find(lambda order: order["status"] == "p" and order["cancellation_date"])
ONE_CANCELLED = find(has_cancelled_and_other)
BLOCKED = find(lambda order: any(position["blocked"] for position in order["positions"]))
TEST_MODE = find(lambda order: order["testmode"])
WITH_ADDONS = find(lambda order: any(position["addon_to"] for position in order["positions"]))
SEVERAL_TICKETS = find(
    lambda order: (
        order["status"] == "p"
        and len(order["positions"]) > 1
        and not any(position["canceled"] or position["addon_to"] for position in order["positions"])
    )
)
