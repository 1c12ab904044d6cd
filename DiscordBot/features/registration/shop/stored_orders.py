"""The copy of all orders in the database; every function works in a transaction that the caller has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, delete, insert

from DiscordBot.core.database import get_value, set_value
from DiscordBot.features.registration.models import StoredOrder
from DiscordBot.features.registration.shop.shop_copy import remembered_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.registration.shop.tickets import Order

PARAMETERS = 500
"""SQLite allows 32,766 of them in a statement, other databases fewer."""

_SHOPS = "registration.store.shops"
"""Remembers which shops besides pretix have orders in the copy."""


async def write_orders(session: AsyncSession, orders: Iterable[Order]) -> None:
    """Put orders in place of what was known of them."""
    rows = [{"code": order.key, "content": order.to_json()} for order in orders]
    await delete_orders(session, [row["code"] for row in rows])
    await session.execute(insert(StoredOrder), rows)


async def delete_orders(session: AsyncSession, keys: Iterable[str]) -> None:
    """Delete orders by their keys."""
    todo = sorted(keys)
    for start in range(0, len(todo), PARAMETERS):
        wanted = todo[start : start + PARAMETERS]
        await session.execute(delete(StoredOrder).where(col(StoredOrder.code).in_(wanted)))


async def delete_orders_of(session: AsyncSession, shop: str) -> None:
    """Delete all orders of a shop."""
    await session.execute(delete(StoredOrder).where(_is_of(shop)))


async def delete_former_shops(session: AsyncSession, present: Collection[str]) -> None:
    """Delete what is of shops that are not there any more; it would never be brought up to date."""
    for shop in {"", *(await get_value(session, _SHOPS) or ())}.difference(present):
        await delete_orders_of(session, shop)
        await set_value(session, remembered_name("source", shop), None)
    await set_value(session, _SHOPS, sorted({*present} - {""}))


def _is_of(shop: str) -> ColumnElement[bool]:
    """Tell in SQL whether an order is of a shop; codes of pretix have no @."""
    code = col(StoredOrder.code)
    return code.endswith(f"@{shop}", autoescape=True) if shop else ~code.contains("@")
