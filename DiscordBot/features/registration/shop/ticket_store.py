"""The event's orders in memory, their copy in the database, and pretix behind both."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from sqlmodel import col, delete, insert, select

from DiscordBot.core.database import get_value, set_value
from DiscordBot.features.registration.matching.name_index import NameIndex
from DiscordBot.features.registration.models import StoredOrder
from DiscordBot.features.registration.shop.catalogue import Rename, dates_with_former_names, with_former_names
from DiscordBot.features.registration.shop.tickets import Item, Order, Sharing, Subevent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.shop.client import OrderPage

FULL_LOAD_AFTER = timedelta(hours=24)
"""Changes are followed all the time; a full load a day makes up for any that was missed."""

OVERLAP = timedelta(minutes=2)
"""pretix stamps a change when its transaction begins, and we see it when that ends: look back a little."""

ORDERS_AT_A_TIME = 1_000

FORMAT = 2
"""Of the copy: one of another format is used, and brought up to date by a full load."""

_SOURCE, _MARK, _LOADED_AT, _ITEMS, _SUBEVENTS, _FORMAT = (
    f"registration.store.{name}" for name in ("source", "mark", "loaded_at", "items", "subevents", "format")
)


class OrderSource(Protocol):
    """What the store needs of a client of pretix; all methods raise `ServiceError`."""

    def order_pages(self, *, modified_since: datetime | None = None) -> AsyncIterator[OrderPage]:
        """Read all orders, or those changed since a time."""

    async def order(self, code: str, *, give_up_after: float | None = None) -> Order | None:
        """Read one order, None when there is none."""

    async def items(self) -> tuple[Item, ...]:
        """Read the catalogue of the shop."""

    async def subevents(self) -> tuple[Subevent, ...]:
        """Read the dates of event series."""


class TicketStore:
    """Orders by their code, as fresh as pretix lets us know.

    `source` names the event the copy is of, `key` what addresses are hashed with: a database that holds
    another event's orders, or hashes of another key, is not used.
    """

    def __init__(
        self, database: Database, client: OrderSource, clock: Clock, *, source: str, key: str = ""
    ) -> None:
        self._database = database
        self._client = client
        self._clock = clock
        self._source = f"{source} {key}".rstrip()
        self._event = source
        self._orders: dict[str, Order] = {}
        self._order_of_position: dict[int, str] = {}
        self._sharing = Sharing()
        self.names = NameIndex()
        self._mark: datetime | None = None
        self._refreshing = asyncio.Lock()
        self._known_items: tuple[Item, ...] | None = None
        self._known: dict[int, set[int | None]] = {}
        self._renames: list[Rename] = []
        self._unnamed_subevents: set[int] = set()
        self.items: tuple[Item, ...] = ()
        self.subevents: tuple[Subevent, ...] = ()
        self.loaded_at: datetime | None = None
        self.refreshed_at: datetime | None = None

    @property
    def is_ready(self) -> bool:
        """Whether there was ever a complete load, by this process or an earlier one."""
        return self._mark is not None

    def __len__(self) -> int:
        return len(self._orders)

    def get(self, code: str) -> Order | None:
        """Return an order as last seen, without asking pretix."""
        return self._orders.get(code)

    def holding(self, position_id: int) -> Order | None:
        """Return the order that a position is in now: splitting an order moves positions to a new one."""
        order = self._orders.get(self._order_of_position.get(position_id, ""))
        # While a split is only half read, a position seems to be in no order.
        is_there = order is not None and any(position.id == position_id for position in order.positions)
        return order if is_there else None

    def orders(self) -> Iterable[Order]:
        """Return all orders as last seen."""
        return self._orders.values()

    async def open(self) -> None:
        """Read the copy from the database, so that a start does not depend on pretix."""
        async with self._database.transaction() as session:
            before = await get_value(session, _SOURCE)
            if before != self._source:
                await session.execute(delete(StoredOrder))
                for key, value in ((_SOURCE, self._source), (_MARK, None), (_LOADED_AT, None)):
                    await set_value(session, key, value)
                if not str(before).startswith(self._event):
                    await set_value(session, _ITEMS, [])
                    await set_value(session, _SUBEVENTS, [])
            if await get_value(session, _FORMAT) != FORMAT:
                await set_value(session, _LOADED_AT, None)
                await set_value(session, _FORMAT, FORMAT)
            # Piece by piece: all texts at once would take more than the orders that are made of them.
            stored = await session.stream_scalars(select(StoredOrder.content))
            async for contents in stored.partitions(ORDERS_AT_A_TIME):
                self._remember(map(Order.from_json, contents))
            self._mark = _time(await get_value(session, _MARK))
            self.loaded_at = _time(await get_value(session, _LOADED_AT))
            self.items = tuple(map(Item.model_validate, await get_value(session, _ITEMS) or []))
            dates = await get_value(session, _SUBEVENTS) or []
            self.subevents = tuple(map(Subevent.model_validate, dates))
        await self.names.catch_up()

    async def refresh(
        self, *, full: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> frozenset[str]:
        """Bring the store up to date and return the codes of the orders that are new or different.

        Asks for changes only, unless `full` is wanted or due. `progress` is told how many orders out of
        how many have come. When pretix fails half-way, what has come is kept and the error raised; the
        next refresh starts again from the same point.
        """
        async with self._refreshing:
            # First of all: as long as it is not known what is sold, nobody can say what a ticket gives.
            await self._load_items()
            due = self.loaded_at is None or self._clock.now() - self.loaded_at >= FULL_LOAD_AFTER
            complete = full or due or self._mark is None
            since = None if complete or self._mark is None else self._mark - OVERLAP
            before = frozenset(self._orders) if complete else frozenset()
            generated: datetime | None = None
            seen: set[str] = set()
            changed: set[str] = set()
            async for page in self._client.order_pages(modified_since=since):
                generated = generated or page.generated
                seen.update(order.code for order in page.orders)
                changed |= await self._keep(page.orders)
                if progress is not None:
                    progress(len(seen), page.total)
            if self._has_unknown_items(seen):
                await self._load_items()
            if complete and self.subevents:
                await self._load_dates()
            await self._load_subevents(seen)
            await self._finish(
                complete=complete, vanished=before - seen, mark=generated, changed=bool(changed)
            )
            await self.names.catch_up()
            return frozenset(changed)

    async def refetch(self, code: str, *, give_up_after: float | None = None) -> bool:
        """Ask pretix for one order now; tell whether it is new or different. Raises `ServiceError`."""
        order = await self._client.order(code, give_up_after=give_up_after)
        if order is None:
            return False
        changed = await self._keep((order,))
        if self._has_unknown_items({code}):
            await self._load_items()
            await self._load_subevents({code})
        return bool(changed)

    async def refetch_items(self) -> None:
        """Ask pretix for the catalogue now. Raises `ServiceError`."""
        await self._load_items()
        if self.subevents:
            await self._load_dates()

    def knows_items_of(self, order: Order) -> bool:
        """Tell whether everything in an order is in the catalogue; if not, nobody knows what it gives."""
        if self._known_items is not self.items:
            self._known_items = self.items
            self._known = {item.id: {None, *(v.id for v in item.variations)} for item in self.items}
        dates = {subevent.id for subevent in self.subevents} | self._unnamed_subevents | {None}
        return all(
            p.variation in self._known.get(p.item, ()) and p.subevent in dates for p in order.positions
        )

    def take_renames(self) -> tuple[Rename, ...]:
        """Return what was renamed in the shop since this was asked last."""
        renames, self._renames = tuple(self._renames), []
        return renames

    async def forget_everything(self) -> None:
        """Delete the orders from memory and database (personal data after the conference)."""
        async with self._refreshing:
            async with self._database.transaction() as session:
                await session.execute(delete(StoredOrder))
                await set_value(session, _MARK, None)
            self._orders.clear()
            self._order_of_position.clear()
            self.names = NameIndex()
            self._mark = None

    async def _keep(self, orders: Iterable[Order]) -> set[str]:
        """Store what is new, and return the codes of orders in which something matters to us.

        An answer that was overtaken by a newer one changes nothing. A check-in, say, only changes
        `last_modified`.
        """
        fresh: dict[str, Order] = {}
        matters: set[str] = set()
        for order in orders:
            known = self._orders.get(order.code)
            if known is None or (order != known and order.last_modified >= known.last_modified):
                fresh[order.code] = order
                if known is None or order != replace(known, last_modified=order.last_modified):
                    matters.add(order.code)
        if fresh:
            async with self._database.transaction() as session:
                await _delete_orders(session, fresh)
                rows = [{"code": code, "content": order.to_json()} for code, order in fresh.items()]
                await session.execute(insert(StoredOrder), rows)
            self._remember(fresh.values())
        return matters

    def _remember(self, orders: Iterable[Order]) -> None:
        for order in map(self._sharing.order, orders):
            before = self._orders.get(order.code)
            self._orders[order.code] = order
            self._index(order, before)
            for position in order.positions:
                # While a split is only half read, a position seems to be in two orders: the newer is right.
                holder = self.holding(position.id)
                if holder is None or holder.last_modified <= order.last_modified:
                    self._order_of_position[position.id] = order.code

    def _index(self, order: Order, before: Order | None) -> None:
        names, addresses = _names_in(order), _addresses_in(order)
        if before is not None:
            names, addresses = names - _names_in(before), addresses - _addresses_in(before)
        if names or addresses:
            self.names.add(order.code, tuple(names), addresses)

    async def _finish(
        self, *, complete: bool, vanished: frozenset[str], mark: datetime | None, changed: bool
    ) -> None:
        # Without the server's own time there is nothing safe to ask "since": load everything next time.
        now = self._clock.now()
        # Where nothing changed, the next start may as well ask from the earlier moment on.
        if complete or changed or mark is None:
            async with self._database.transaction() as session:
                await _delete_orders(session, vanished)
                await set_value(session, _MARK, mark.isoformat() if mark else None)
                if complete:
                    await set_value(session, _LOADED_AT, now.isoformat())
        for code in vanished:
            del self._orders[code]
        self._mark = mark
        self.refreshed_at = now
        self.loaded_at = now if complete else self.loaded_at

    async def _load_items(self) -> None:
        items = await self._client.items()
        merged, renames = with_former_names(self.items, items)
        if merged != self.items:
            await self._database.remember(_ITEMS, [item.model_dump(mode="json") for item in merged])
            self.items = merged
        self._renames += renames

    async def _load_subevents(self, codes: Iterable[str]) -> None:
        """Ask for the dates of event series, if there are any that are not known."""
        wanted = {
            p.subevent for code in codes for p in self._orders[code].positions if p.subevent is not None
        }
        unknown = wanted - {subevent.id for subevent in self.subevents} - self._unnamed_subevents
        if not unknown:
            return
        await self._load_dates()
        self._unnamed_subevents = unknown - {subevent.id for subevent in self.subevents}

    async def _load_dates(self) -> None:
        dates, renames = dates_with_former_names(self.subevents, await self._client.subevents())
        if dates != self.subevents:
            await self._database.remember(_SUBEVENTS, [date.model_dump(mode="json") for date in dates])
            self.subevents = dates
        self._renames += renames

    def _has_unknown_items(self, codes: Iterable[str]) -> bool:
        return any(not self.knows_items_of(self._orders[code]) for code in codes)


def _names_in(order: Order) -> set[str]:
    return {position.attendee_name for position in order.positions if position.attendee_name}


def _addresses_in(order: Order) -> set[str]:
    return {address for address in (order.email_hash, *(p.email_hash for p in order.positions)) if address}


async def _delete_orders(session: AsyncSession, codes: Iterable[str]) -> None:
    todo = sorted(codes)
    # SQLite allows 32,766 parameters in a statement, other databases fewer.
    for start in range(0, len(todo), 500):
        await session.execute(delete(StoredOrder).where(col(StoredOrder.code).in_(todo[start : start + 500])))


def _time(text: Any) -> datetime | None:  # noqa: ANN401 - a remembered JSON value
    return datetime.fromisoformat(text) if isinstance(text, str) else None
