"""What the made-up ticket shop sells, in the shape of pretix's `/items/`."""

from __future__ import annotations

from typing import Any

CONFERENCE, TUTORIAL, SPRINT, T_SHIRT = 1, 2, 3, 4
"""Ids of the items."""

BUSINESS, PERSONAL, STUDENT, SPEAKER, VOLUNTEER, ORGANIZER, ONLINE = range(1, 8)
"""Ids of the variations of the conference ticket."""

SHIRT_SIZES = range(8, 12)
"""Ids of the variations of the T-shirt."""

PRICES = {
    BUSINESS: "600.00",
    PERSONAL: "300.00",
    STUDENT: "100.00",
    SPEAKER: "150.00",
    VOLUNTEER: "0.00",
    ORGANIZER: "0.00",
    ONLINE: "60.00",
}
"""Price of each variation of the conference ticket in EUR, as pretix writes it."""

_VARIATION_NAMES = {
    BUSINESS: {"en": "Business", "de": "Geschäftlich"},
    PERSONAL: {"en": "Personal", "de": "Privat"},
    STUDENT: {"en": "Student", "de": "Studierende"},
    SPEAKER: {"en": "Speaker", "de": "Vortragende"},
    VOLUNTEER: {"en": "Volunteer", "de": "Helfende"},
    ORGANIZER: {"en": "Organizer", "de": "Organisation"},
    ONLINE: {"en": "Online", "de": "Online"},
}
_AVAILABILITY: dict[str, Any] = {
    "available_from": None,
    "available_from_mode": "hide",
    "available_until": None,
    "available_until_mode": "hide",
    "all_sales_channels": True,
    "limit_sales_channels": [],
    "sales_channels": ["web"],
    "require_approval": False,
    "require_membership": False,
    "require_membership_types": [],
    "require_membership_hidden": False,
    "checkin_attention": False,
    "checkin_text": None,
    "free_price_suggestion": None,
    "original_price": None,
    "hide_without_voucher": False,
    "meta_data": {},
}

_UNUSED: dict[str, Any] = {
    **dict.fromkeys(("picture", "min_per_order", "max_per_order", "generate_tickets", "show_quota_left")),
    **dict.fromkeys(("hidden_if_available", "hidden_if_item_available", "grant_membership_type")),
    **dict.fromkeys(("validity_mode", "validity_fixed_from", "validity_fixed_until")),
    **dict.fromkeys(f"validity_dynamic_duration_{unit}" for unit in ("minutes", "hours", "days", "months")),
    **dict.fromkeys(("validity_dynamic_start_choice_day_limit", "media_policy", "media_type")),
    **dict.fromkeys(("free_price", "require_voucher", "require_bundling", "issue_giftcard"), False),
    **dict.fromkeys(("allow_cancel", "allow_waitinglist", "grant_membership_duration_like_event"), True),
    "grant_membership_duration_days": 0,
    "grant_membership_duration_months": 0,
    "hidden_if_item_available_mode": "hide",
    "validity_dynamic_start_choice": False,
    "addons": [],
    "bundles": [],
    "program_times": [],
}
"""What every item tells and no rule of registration reads."""


def items() -> list[dict[str, Any]]:
    """Return the items of the shop as the API lists them."""
    tickets = [_variation(key, name, PRICES[key]) for key, name in _VARIATION_NAMES.items()]
    sizes = [
        _variation(key, {"en": size, "de": size}, "25.00")
        for key, size in zip(SHIRT_SIZES, ["S", "M", "L", "XL"], strict=True)
    ]
    return [
        _item(CONFERENCE, {"en": "Conference ticket", "de": "Konferenzticket"}, "300.00", variations=tickets),
        _item(TUTORIAL, {"en": "Tutorial", "de": "Tutorium"}, "120.00"),
        _item(SPRINT, {"en": "Sprint", "de": "Sprint"}, "0.00"),
        _item(T_SHIRT, {"en": "T-shirt", "de": "T-Shirt"}, "25.00", variations=sizes, admission=False),
    ]


def _variation(key: int, name: dict[str, str], price: str) -> dict[str, Any]:
    return {
        "id": key,
        "value": name,
        "active": True,
        "description": None,
        "position": key - 1,
        "default_price": price,
        "price": price,
        **_AVAILABILITY,
    }


def _item(
    key: int,
    name: dict[str, str],
    price: str,
    *,
    variations: list[dict[str, Any]] | None = None,
    admission: bool = True,
) -> dict[str, Any]:
    return {
        "id": key,
        "category": 1 if admission else 2,
        "name": name,
        "internal_name": "conf" if key == CONFERENCE else None,
        "active": True,
        "description": None,
        "default_price": price,
        "tax_rate": "19.00",
        "tax_rule": 1,
        "admission": admission,
        "personalized": admission,
        "position": key - 1,
        "has_variations": bool(variations),
        "variations": variations or [],
        **_UNUSED,
        **_AVAILABILITY,
    }
