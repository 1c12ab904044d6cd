"""When a ticket is one: the states of orders and positions that let nobody in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.features.registration.shop.tickets import OrderStatus

if TYPE_CHECKING:
    from DiscordBot.features.registration.shop.tickets import Order, Position


class Flaw(StrEnum):
    """Why a ticket does not count."""

    CANCELLED = "cancelled"
    EXPIRED = "expired"
    AWAITING_APPROVAL = "awaiting approval"
    UNPAID = "unpaid"
    BLOCKED = "blocked"
    TEST_MODE = "test mode"


def flaw_of(order: Order, position: Position, *, owing: bool = False) -> Flaw | None:
    """Return why this ticket is not valid, or None when it is.

    `owing` says that it was paid before: then an order that is unpaid owes a supplement (pretix sets an
    order that was changed to a higher price to `n`), and counts until it expires or is cancelled.
    A cancelled order says so only in its own status, not at its positions; an order awaiting approval
    has the status of an unpaid one. https://docs.pretix.eu/dev/api/resources/orders.html
    """
    if order.testmode:
        return Flaw.TEST_MODE
    if position.canceled:
        return Flaw.CANCELLED
    if position.blocked and order.status in {OrderStatus.UNPAID, OrderStatus.PAID}:
        return Flaw.BLOCKED
    flaw = _flaw_of_order(order)
    return None if owing and flaw is Flaw.UNPAID else flaw


def _flaw_of_order(order: Order) -> Flaw | None:
    match order.status:
        case OrderStatus.PAID:
            return None
        case OrderStatus.UNPAID if order.require_approval:
            return Flaw.AWAITING_APPROVAL
        case OrderStatus.UNPAID:
            return None if order.valid_if_pending else Flaw.UNPAID
        case OrderStatus.EXPIRED:
            return Flaw.EXPIRED
        case _:
            return Flaw.CANCELLED
