"""Orders of all shops in one shape, reduced to what the rules of registration need.

All orders are in memory, so that they are plain objects with slots: models of pydantic take three times as
much.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

if TYPE_CHECKING:
    from collections.abc import Mapping


class OrderStatus(StrEnum):
    """How far an order is, whatever its shop calls that; copies that are out there have these letters."""

    UNPAID = "n"
    PAID = "p"
    EXPIRED = "e"
    CANCELLED = "c"


OWN_IDS = 1 << 62
"""Numbers from here on are made by `own_id`; pretix counts its own, in all its events, from 1."""


def own_id(shop: str, *parts: object) -> int:
    """Return the number of a thing in a shop that does not number its things as pretix does.

    It is always the same one for the same thing, and another one for each thing in each shop.
    """
    told = "\0".join(map(str, (shop, *parts)))
    return OWN_IDS | int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest(), "big") >> 2


class ShopRecord(BaseModel):
    """Part of what a shop sells; keys that no rule needs are dropped when it is read."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Variation(ShopRecord):
    """A variation of an item ("Business", "Student"); `value` maps languages to names."""

    id: int
    value: dict[str, str]
    former_names: tuple[str, ...] = ()


class Item(ShopRecord):
    """A thing that the shop sells; `name` maps languages to names.

    `former_names` are those it had before, as the bot noticed; `event` is the short form of its event in
    pretix, `kind` the section of the configuration that another shop has.
    """

    id: int
    name: dict[str, str]
    internal_name: str | None = None
    variations: tuple[Variation, ...] = ()
    former_names: tuple[str, ...] = ()
    event: str = ""
    kind: str = ""


class Subevent(ShopRecord):
    """A date of an event series; `name` maps languages to names, `former_names` as with items."""

    id: int
    name: dict[str, str]
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One ticket of an order.

    `id` is unique in all shops (see `own_id`), `positionid` counts within the order (the 1 of `#ABC12-1`),
    `addon_to` is the parent position's `id`. `email_hash` stands for the attendee's address, which
    itself is never kept. `references` are what else the ticket is called where its holder can see it.
    `arrived_at` is when its holder came to the conference, as far as that is asked for.
    """

    id: int
    positionid: int
    item: int
    variation: int | None = None
    subevent: int | None = None
    attendee_name: str | None = None
    email_hash: str | None = None
    addon_to: int | None = None
    canceled: bool = False
    blocked: tuple[str, ...] | None = None
    references: tuple[str, ...] = ()
    arrived_at: datetime | None = None

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Position:
        """Make one of what pretix tells. Raises `pydantic.ValidationError`."""
        return _POSITION.validate_python(told)


@dataclass(frozen=True, slots=True)
class Order:
    """One purchase with its positions; `status` is one of `OrderStatus`.

    `email_hash` stands for the address that the order was placed with, `event` is the short form of its
    event. `last_modified` tells which of two copies is the newer. `bought_at` is None where it is not
    known, as in copies that were stored before it was kept. `shop` is empty for pretix. `references` are what
    else the order is called where people can see it.
    """

    code: str
    status: str
    last_modified: datetime
    bought_at: Annotated[datetime | None, Field(alias="datetime")] = None
    testmode: bool = False
    require_approval: bool = False
    valid_if_pending: bool = False
    email_hash: str | None = None
    event: str = ""
    positions: tuple[Position, ...] = ()
    shop: str = ""
    references: tuple[str, ...] = ()

    __pydantic_config__ = ConfigDict(populate_by_name=True)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Order:
        """Make one of what pretix tells. Raises `pydantic.ValidationError`."""
        return _ORDER.validate_python(told)

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Make one of what `to_json` returned."""
        return _ORDER.validate_json(text)

    @property
    def key(self) -> str:
        """What tells the order from those of all shops: two shops may give the same code."""
        return f"{self.code}@{self.shop}" if self.shop else self.code

    def to_json(self) -> str:
        """Return everything as JSON, but for what is as it mostly is."""
        return _ORDER.dump_json(self, exclude_defaults=True).decode()

    def position(self, position_id: int) -> Position:
        """Return the position with this `id`; raises `KeyError` when it is not of this order."""
        for position in self.positions:
            if position.id == position_id:
                return position
        raise KeyError(position_id)


class Sharing:
    """Makes equal parts of orders one object: there are few products, and most addresses come twice."""

    def __init__(self) -> None:
        self._known: dict[object, Any] = {}

    def order(self, order: Order) -> Order:
        """Return an equal order that takes less memory."""
        return replace(
            order,
            status=self._one(order.status),
            event=self._one(order.event),
            shop=self._one(order.shop),
            last_modified=order.last_modified.astimezone(UTC),
            bought_at=order.bought_at and order.bought_at.astimezone(UTC),
            positions=tuple(self._position(order, position) for position in order.positions),
        )

    def _position(self, order: Order, position: Position) -> Position:
        is_same_address = position.email_hash == order.email_hash
        return replace(
            position,
            item=self._one(position.item),
            variation=self._one(position.variation),
            subevent=self._one(position.subevent),
            email_hash=order.email_hash if is_same_address else position.email_hash,
            arrived_at=position.arrived_at and position.arrived_at.astimezone(UTC),
        )

    def _one(self, value: Any) -> Any:  # noqa: ANN401 - the same type comes out
        return self._known.setdefault(value, value)


_POSITION = TypeAdapter(Position)
_ORDER = TypeAdapter(Order)
