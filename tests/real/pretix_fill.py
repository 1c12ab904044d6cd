"""Fills a fresh pretix with items and orders given in the shape of its API; run by pretix's own Python.

Reads one JSON object from standard input: organizer, event, token, limited_token, items, orders.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from decimal import Decimal
from typing import Any

import django  # type: ignore[import-not-found]  # only pretix's own Python has it

django.setup()

from django.db import transaction  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
from django_scopes import scopes_disabled  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
from i18nfield.strings import LazyI18nString  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
from pretix.base.models import (  # type: ignore[import-not-found] # noqa: E402 - ditto, after setup()
    Event,
    Item,
    ItemVariation,
    Order,
    OrderPayment,
    OrderPosition,
    Organizer,
    Team,
)

Json = dict[str, Any]


def fill(world: Json) -> None:
    """Create the organizer with its event, two teams with a token each, and all items and orders."""
    organizer = Organizer.objects.create(name="Example", slug=world["organizer"])
    event = Event.objects.create(
        organizer=organizer,
        name="Conference",
        slug=world["event"],
        date_from=datetime.fromisoformat("2027-07-14T09:00:00+02:00"),
        currency="EUR",
        live=True,
        plugins="pretix.plugins.manualpayment,pretix.plugins.banktransfer",
    )
    event.settings.locales = ["en", "de"]
    event.settings.timezone = "Europe/Berlin"
    create_teams(organizer, world)
    create_items(event, world["items"])
    create_orders(event, world["orders"])


def create_teams(organizer: Organizer, world: Json) -> None:
    """Give one token every right, and the other none but to see the event."""
    full = Team.objects.create(
        organizer=organizer,
        name="Bot and tests",
        all_events=True,
        all_event_permissions=True,
        all_organizer_permissions=True,
    )
    full.tokens.create(name="full", token=world["token"])
    limited = Team.objects.create(organizer=organizer, name="No orders", all_events=True)
    limited.tokens.create(name="limited", token=world["limited_token"])


def create_items(event: Event, items: list[Json]) -> None:
    """Create items and variations with the ids they have in the world; a quota lets everything be sold."""
    quota = event.quotas.create(name="Everything", size=None)
    for entry in items:
        item = Item.objects.create(
            id=entry["id"],
            event=event,
            name=LazyI18nString(entry["name"]),
            internal_name=entry["internal_name"],
            default_price=Decimal(entry["default_price"]),
            admission=entry["admission"],
            personalized=entry["personalized"],
            position=entry["position"],
        )
        quota.items.add(item)
        for number, variation in enumerate(entry["variations"]):
            created = ItemVariation.objects.create(
                id=variation["id"], item=item, value=LazyI18nString(variation["value"]), position=number
            )
            quota.variations.add(created)


def create_orders(event: Event, orders: list[Json]) -> None:
    """Create orders as they are, without pretix's rules, which would not let half of the states arise."""
    channel = event.organizer.sales_channels.get(identifier="web")
    for entry in orders:
        order = Order(event=event, organizer=event.organizer, sales_channel=channel, **order_fields(entry))
        # A plain save() would stamp last_modified with the present.
        Order.objects.bulk_create([order])
        order = Order.objects.get(code=entry["code"], event=event)
        OrderPosition.all.bulk_create(
            [
                OrderPosition(order=order, organizer=event.organizer, **position_fields(p))
                for p in entry["positions"]
            ]
        )
        create_money(order, entry)


def order_fields(entry: Json) -> Json:
    """Pick what the model stores as it is."""
    plain = (
        "code",
        "status",
        "testmode",
        "email",
        "locale",
        "require_approval",
        "valid_if_pending",
        "secret",
    )
    times = ("datetime", "expires", "last_modified", "cancellation_date")
    return (
        {name: entry[name] for name in plain}
        | {name: entry[name] and datetime.fromisoformat(entry[name]) for name in times}
        | {"total": Decimal(entry["total"])}
    )


def position_fields(entry: Json) -> Json:
    """Pick what the model stores as it is; the name goes into its parts and into the cache of the whole."""
    plain = ("id", "positionid", "attendee_email", "secret", "canceled", "blocked", "pseudonymization_id")
    return {name: entry[name] for name in plain} | {
        "item_id": entry["item"],
        "variation_id": entry["variation"],
        "addon_to_id": entry["addon_to"],
        "price": Decimal(entry["price"]),
        "tax_rate": Decimal(0),
        "tax_value": Decimal(0),
        "attendee_name_cached": entry["attendee_name"],
        "attendee_name_parts": entry["attendee_name_parts"],
    }


def create_money(order: Order, entry: Json) -> None:
    """Create the fees and the payment that a paid order has."""
    for fee in entry["fees"]:
        order.fees.create(fee_type=fee["fee_type"], value=Decimal(fee["value"]), tax_rate=0, tax_value=0)
    if order.status == "p":
        order.payments.create(
            state=OrderPayment.PAYMENT_STATE_CONFIRMED, amount=order.total, provider="manual"
        )
    order.create_transactions(is_new=True)
    Order.objects.filter(pk=order.pk).update(last_modified=datetime.fromisoformat(entry["last_modified"]))


if __name__ == "__main__":
    with scopes_disabled(), transaction.atomic():
        fill(json.load(sys.stdin))
