"""Orders as pretix tells them, reduced to what the rules of registration need.

All orders are in memory, so that they are plain objects with slots: models of pydantic take three times as
much.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

if TYPE_CHECKING:
    from collections.abc import Mapping


class PretixRecord(BaseModel):
    """Part of an answer of pretix; keys that no rule needs are dropped when it is read."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Variation(PretixRecord):
    """A variation of an item ("Business", "Student"); `value` maps languages to names."""

    id: int
    value: dict[str, str]
    former_names: tuple[str, ...] = ()


class Item(PretixRecord):
    """A thing that the shop sells; `name` maps languages to names.

    `former_names` are those it had before, as the bot noticed; `event` is the short form of its event.
    """

    id: int
    name: dict[str, str]
    internal_name: str | None = None
    variations: tuple[Variation, ...] = ()
    former_names: tuple[str, ...] = ()
    event: str = ""


class Subevent(PretixRecord):
    """A date of an event series; `name` maps languages to names, `former_names` as with items."""

    id: int
    name: dict[str, str]
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One ticket of an order.

    `id` is unique on the pretix server, `positionid` counts within the order (the 1 of `#ABC12-1`),
    `addon_to` is the parent position's `id`. `email_hash` stands for the attendee's address, which
    itself is never kept.
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

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Position:
        """Make one of what pretix tells. Raises `pydantic.ValidationError`."""
        return _POSITION.validate_python(told)


@dataclass(frozen=True, slots=True)
class Order:
    """One purchase with its positions; `status` is pretix's: n(ew), p(aid), e(xpired), c(ancelled).

    `email_hash` stands for the address that the order was placed with, `event` is the short form of its
    event. `last_modified` tells which of two copies is the newer. `bought_at` is None in copies
    that were stored before it was kept.
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

    __pydantic_config__ = ConfigDict(populate_by_name=True)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Order:
        """Make one of what pretix tells. Raises `pydantic.ValidationError`."""
        return _ORDER.validate_python(told)

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Make one of what `to_json` returned."""
        return _ORDER.validate_json(text)

    def to_json(self) -> str:
        """Return everything as JSON."""
        return _ORDER.dump_json(self).decode()

    def position(self, position_id: int) -> Position:
        """Return the position with pretix's `id`; raises `KeyError` when it is not of this order."""
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
        )

    def _one(self, value: Any) -> Any:  # noqa: ANN401 - the same type comes out
        return self._known.setdefault(value, value)


_POSITION = TypeAdapter(Position)
_ORDER = TypeAdapter(Order)
