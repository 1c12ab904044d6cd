"""The orders of the stand-in pretix, and everything that can happen to one."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator
    from datetime import datetime

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of pretix's log about an order, or without `code` about another thing; webhooks tell it."""

    code: str | None
    action: str
    details: Json = field(default_factory=dict)


class OrderBook:
    """Orders in the shape of pretix's API, in the order of their creation.

    Every change stamps `last_modified` with `clock` (aware) and returns after `publish` was told.
    """

    def __init__(
        self,
        orders: Iterable[Json],
        *,
        clock: Callable[[], datetime],
        publish: Callable[[list[Change]], Awaitable[None]],
    ) -> None:
        self._orders: dict[str, Json] = {order["code"]: order for order in orders}
        self._clock = clock
        self._publish = publish

    def __iter__(self) -> Iterator[Json]:
        return iter(self._orders.values())

    def get(self, code: str) -> Json | None:
        """Return an order; codes are case-sensitive here."""
        return self._orders.get(code)

    async def add(self, order: Json) -> None:
        """Take a complete order as the API shows it."""
        self._orders[order["code"]] = order
        actions = ("placed", "payment.confirmed", "paid") if order["status"] == "p" else ("placed",)
        await self._log(order["code"], *actions)

    async def delete_test_order(self, code: str) -> None:
        """Remove an order of the test mode for good; pretix deletes no other."""
        if not self._orders[code]["testmode"]:
            raise ValueError("Only test mode orders can be deleted.")
        del self._orders[code]
        await self._publish([Change(code, "pretix.event.order.deleted")])

    async def cancel(self, code: str) -> None:
        """Cancel all of it; as in pretix the positions do not say so."""
        self._own(code).update({"status": "c", "cancellation_date": self._now()})
        await self._log(code, "canceled")

    async def cancel_with_fee(self, code: str) -> None:
        """Cancel all tickets but keep a fee: the order stays paid, its positions are cancelled."""
        order = self._own(code)
        order["cancellation_date"] = self._now()
        for position in order["positions"]:
            position["canceled"] = True
        await self._log(code, "canceled")

    async def cancel_position(self, code: str, positionid: int) -> None:
        """Cancel one ticket, and the add-ons that hang on it."""
        order = self._own(code)
        cancelled = _position(order, positionid)
        for position in order["positions"]:
            if cancelled["id"] in (position["id"], position["addon_to"]):
                position["canceled"] = True
        await self._log(code, "changed.cancel")

    async def mark_paid(self, code: str) -> None:
        """Confirm the payment of a pending or expired order."""
        self._own(code).update({"status": "p", "payment_date": self._now()[:10]})
        await self._log(code, "payment.confirmed", "paid")

    async def approve(self, code: str) -> None:
        """Approve an order that waits for it; it becomes an ordinary pending one."""
        self._own(code)["require_approval"] = False
        await self._log(code, "approved")

    async def expire(self, code: str) -> None:
        """Let the time to pay run out."""
        self._own(code)["status"] = "e"
        await self._log(code, "expired")

    async def rename_attendee(self, code: str, positionid: int, name: str) -> None:
        """Change the name on a ticket, as when it is handed on."""
        given, _, family = name.rpartition(" ")
        parts = {"_scheme": "given_family", "given_name": given, "family_name": family}
        _position(self._own(code), positionid).update(attendee_name=name, attendee_name_parts=parts)
        await self._log(code, "modified")

    async def change_variation(self, code: str, positionid: int, variation: int) -> None:
        """Move a ticket to another variation of its item, as in an upgrade."""
        _position(self._own(code), positionid)["variation"] = variation
        await self._log(code, "changed.item")

    async def block_position(self, code: str, positionid: int, reason: str = "admin") -> None:
        """Block one ticket."""
        position = _position(self._own(code), positionid)
        position["blocked"] = [*(position["blocked"] or []), reason]
        await self._log(code, "changed.add_block")

    async def check_in(self, code: str, positionid: int, list_id: int, *, kind: str = "entry") -> None:
        """Let somebody in, or out again."""
        position = _position(self._own(code), positionid)
        known = position["checkins"]
        entry = {"id": len(known) + 1, "list": list_id, "datetime": self._now(), "type": kind}
        position["checkins"] = [*known, entry | {"gate": None, "device": None, "auto_checked_in": False}]
        self._own(code)["last_modified"] = self._now()
        await self._publish([Change(code, "pretix.event.checkin")])

    async def owe_supplement(self, code: str, positionid: int, item: int) -> None:
        """Add an add-on to a ticket of a paid order: the order owes its price, and is pending again."""
        order = self._own(code)
        parent = _position(order, positionid)
        ids = [position["id"] for one in self._orders.values() for position in one["positions"]]
        addon = {
            **copy.deepcopy(parent),
            "id": max(ids) + 1,
            "positionid": max(position["positionid"] for position in order["positions"]) + 1,
            "item": item,
            "variation": None,
            "attendee_name": None,
            "attendee_name_parts": {},
            "attendee_email": None,
            "addon_to": parent["id"],
        }
        order["positions"].append(addon)
        order["status"] = "n"
        await self._log(code, "changed.add")

    async def set_valid_if_pending(self, code: str, *, valid: bool) -> None:
        """Say whether an unpaid order counts already."""
        self._own(code)["valid_if_pending"] = valid
        await self._log(code, "valid_if_pending.set" if valid else "valid_if_pending.unset")

    def _own(self, code: str) -> Json:
        # Whoever gave the orders keeps them unchanged; copying all of them at once would take long.
        self._orders[code] = copy.deepcopy(self._orders[code])
        return self._orders[code]

    async def _log(self, code: str, *actions: str) -> None:
        self._own(code)["last_modified"] = self._now()
        await self._publish([Change(code, f"pretix.event.order.{action}") for action in actions])

    def _now(self) -> str:
        return format_time(self._clock())


def _position(order: Json, positionid: int) -> Json:
    return next(one for one in order["positions"] if one["positionid"] == positionid)


def format_time(moment: datetime) -> str:
    """Write an aware time in UTC as pretix does."""
    return moment.isoformat().replace("+00:00", "Z")
