"""Orders as pretix tells them, reduced to what the rules of registration need."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


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
    """A date of an event series; `name` maps languages to names."""

    id: int
    name: dict[str, str]


class Position(PretixRecord):
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


class Order(PretixRecord):
    """One purchase with its positions; `status` is pretix's: n(ew), p(aid), e(xpired), c(ancelled).

    `email_hash` stands for the address that the order was placed with, `event` is the short form of its
    event. `last_modified` tells which of two copies is the newer. `bought_at` is None in copies
    that were stored before it was kept.
    """

    code: str
    status: str
    last_modified: datetime
    bought_at: datetime | None = Field(default=None, alias="datetime")
    testmode: bool = False
    require_approval: bool = False
    valid_if_pending: bool = False
    email_hash: str | None = None
    event: str = ""
    positions: tuple[Position, ...] = Field(default=())

    def position(self, position_id: int) -> Position:
        """Return the position with pretix's `id`; raises `KeyError` when it is not of this order."""
        for position in self.positions:
            if position.id == position_id:
                return position
        raise KeyError(position_id)
