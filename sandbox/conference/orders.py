"""Orders and positions in the shape of pretix's `/orders/`, from the few facts that tell them apart."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.conference.catalogue import CONFERENCE, PERSONAL, PRICES, SHIRT_SIZES, SPRINT, T_SHIRT, TUTORIAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from itertools import count

    from sandbox.conference.people import Name

SHOP_OPENS = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""The first order; all others follow minutes to days later and before the autumn of that year."""

_UNUSED: dict[str, Any] = {
    **dict.fromkeys(("company", "street", "zipcode", "city", "country", "state", "discount", "voucher")),
    **dict.fromkeys(("subevent", "seat", "tax_code", "valid_from", "valid_until", "voucher_budget_use")),
    "tax_rate": "19.00",
    "tax_value": "0.00",
    "tax_rule": 1,
    "checkins": [],
    "print_logs": [],
    "downloads": [],
    "answers": [],
    "plugin_data": {},
}
"""What every position tells and no rule of registration reads."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One position of an order to be; `addons` are item ids that hang on it, without names."""

    name: Name | None
    variation: int | None = PERSONAL
    item: int = CONFERENCE
    email: str | None = None
    addons: tuple[int, ...] = ()
    blocked: bool = False
    canceled: bool = False


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order to be; the fields are those of pretix that decide whether a ticket is valid."""

    code: str
    tickets: tuple[Ticket, ...]
    status: str = "p"
    testmode: bool = False
    require_approval: bool = False
    valid_if_pending: bool = False
    cancellation_fee: str | None = None

    def as_order(self, number: int, position_ids: count[int]) -> dict[str, Any]:
        """Write the order as the API does; `number` counts the orders and decides their dates."""
        bought = SHOP_OPENS + timedelta(hours=4 * number)
        paid = self.status == "p"
        positions = [entry for ticket in self.tickets for entry in self._positions(ticket, position_ids)]
        cancelled = self.status == "c" or self.cancellation_fee
        for positionid, position in enumerate(positions, start=1):
            position["positionid"] = positionid
        return {
            "code": self.code,
            "event": "conf2027",
            "status": self.status,
            "testmode": self.testmode,
            "secret": _secret(self.code, 16),
            "email": f"buyer{number}@example.org",
            "phone": None,
            "locale": "en",
            "datetime": _moment(bought),
            "expires": _moment(bought + timedelta(days=14)),
            "payment_date": bought.date().isoformat() if paid else None,
            "payment_provider": "manual",
            "fees": self._fees(),
            "total": self.cancellation_fee or _total(positions),
            "tax_rounding_mode": "line",
            "comment": "",
            "custom_followup_at": None,
            "invoice_address": None,
            "positions": positions,
            "downloads": [],
            "checkin_attention": False,
            "checkin_text": None,
            "last_modified": _moment(bought + timedelta(hours=1)),
            "payments": [],
            "refunds": [],
            "require_approval": self.require_approval,
            "sales_channel": "web",
            "url": f"https://tickets.example.org/example/conf2027/order/{self.code}/",
            "customer": None,
            "valid_if_pending": self.valid_if_pending,
            "api_meta": {},
            "cancellation_date": _moment(bought + timedelta(hours=1)) if cancelled else None,
            "plugin_data": {},
        }

    def _fees(self) -> list[dict[str, Any]]:
        if self.cancellation_fee is None:
            return []
        return [{"id": 1, "fee_type": "cancellation", "value": self.cancellation_fee, "canceled": False}]

    def _positions(self, ticket: Ticket, ids: count[int]) -> Iterator[dict[str, Any]]:
        # pretix: a cancelled order that keeps a fee is "paid" and has lost its positions,
        # while an order cancelled as a whole keeps positions that say canceled: false.
        canceled = ticket.canceled or self.cancellation_fee is not None
        parent = self._position(replace(ticket, canceled=canceled), next(ids), None)
        yield parent
        for item in ticket.addons:
            variation = SHIRT_SIZES[1] if item == T_SHIRT else None
            addon = Ticket(None, variation, item, canceled=canceled)
            yield self._position(addon, next(ids), parent["id"])

    def _position(self, ticket: Ticket, key: int, addon_to: int | None) -> dict[str, Any]:
        name = ticket.name
        return {
            "id": key,
            "order": self.code,
            "item": ticket.item,
            "variation": ticket.variation,
            "price": _price(ticket),
            "attendee_name": str(name) if name else None,
            "attendee_name_parts": (
                {"_scheme": "given_family", "given_name": name.given, "family_name": name.family}
                if name
                else {}
            ),
            "attendee_email": ticket.email,
            **_UNUSED,
            "secret": _secret(f"{self.code}-{key}", 32),
            "pseudonymization_id": _secret(f"{key}", 10).upper(),
            "addon_to": addon_to,
            "canceled": ticket.canceled,
            "blocked": ["admin"] if ticket.blocked else None,
        }


def _price(ticket: Ticket) -> str:
    if ticket.item == CONFERENCE and ticket.variation is not None:
        return PRICES[ticket.variation]
    return {TUTORIAL: "120.00", SPRINT: "0.00", T_SHIRT: "25.00"}[ticket.item]


def _total(positions: list[dict[str, Any]]) -> str:
    return f"{sum(float(position['price']) for position in positions if not position['canceled']):.2f}"


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _secret(of: str, length: int) -> str:
    return hashlib.sha256(of.encode()).hexdigest()[:length]
