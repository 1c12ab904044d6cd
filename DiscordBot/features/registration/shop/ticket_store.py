"""The orders of all shops in memory, their copy in the database, and the shops behind both."""

from __future__ import annotations

import asyncio
import operator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sqlmodel import delete, select

from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.features.registration.matching.name_index import NameIndex
from DiscordBot.features.registration.models import StoredOrder
from DiscordBot.features.registration.shop.port import shop_of_pretix
from DiscordBot.features.registration.shop.shop_copy import FORMAT, FULL_LOAD_AFTER, OVERLAP, ShopCopy
from DiscordBot.features.registration.shop.spellings import Spellings
from DiscordBot.features.registration.shop.stored_orders import (
    delete_former_shops,
    delete_orders,
    delete_orders_of,
    write_orders,
)
from DiscordBot.features.registration.shop.tickets import Item, Order, Sharing, Subevent

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.shop.catalogue import Rename
    from DiscordBot.features.registration.shop.order_code import OrderCode
    from DiscordBot.features.registration.shop.port import OrderSource, Shop

__all__ = ["FORMAT", "FULL_LOAD_AFTER", "OVERLAP", "TicketStore"]

ORDERS_AT_A_TIME = 1_000


class TicketStore:
    """Orders by their key, as fresh as the shops let us know; the key of an order of pretix is its code.

    `source` names what the copy is of, `key` what addresses are hashed with: a database that holds
    another event's orders, or hashes of another key, is not used. `others` are further shops.
    """

    def __init__(
        self,
        database: Database,
        client: OrderSource | None,
        clock: Clock,
        *,
        source: str,
        key: str = "",
        others: Sequence[Shop] = (),
    ) -> None:
        first = () if client is None else (shop_of_pretix(client, source),)
        self._database = database
        self._clock = clock
        self.copies = [ShopCopy(database, shop, clock, key=key) for shop in (*first, *others)]
        self._orders: dict[str, Order] = {}
        self._order_of_position: dict[int, str] = {}
        self._sharing = Sharing()
        self._spellings = Spellings()
        self.names = NameIndex()
        self._refreshing = asyncio.Lock()
        self._known_items: tuple[Item, ...] | None = None
        self._known: dict[int, set[int | None]] = {}
        self._changed: set[str] = set()
        self._gathered: list[object] = []
        self.items: tuple[Item, ...] = ()
        self.subevents: tuple[Subevent, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether there was ever a complete load of each shop, by this process or an earlier one."""
        return all(copy.mark is not None for copy in self.copies)

    @property
    def loaded_at(self) -> datetime | None:
        """When everything of any shop was read last; None as long as one was never read whole."""
        times = [copy.loaded_at for copy in self.copies]
        return None if None in times else max(filter(None, times), default=None)

    @property
    def refreshed_at(self) -> datetime | None:
        """How fresh all of it is; None as long as this process has not heard of each shop."""
        times = [copy.refreshed_at for copy in self.copies]
        return None if None in times else min(filter(None, times), default=None)

    def troubles(self) -> list[tuple[Shop, Exception]]:
        """Return the shops that did not answer when they were asked last, and what happened instead."""
        return [(copy.shop, copy.trouble) for copy in self.copies if copy.trouble is not None]

    def __len__(self) -> int:
        return len(self._orders)

    def get(self, key: str) -> Order | None:
        """Return an order as last seen, without asking its shop."""
        return self._orders.get(key)

    def meant_by(self, code: OrderCode) -> tuple[tuple[Order, int | None], ...]:
        """Return every order that somebody can mean, each with the number of the ticket if one is meant.

        Those of pretix come first; other shops may give the same codes.
        """
        found: dict[str, int | None] = {}
        if code.code in self._orders and not self._orders[code.code].shop:
            found[code.code] = code.positionid
        for key, positionid in self._spellings.of(code):
            found.setdefault(key, positionid)
        return tuple((self._orders[key], positionid) for key, positionid in found.items())

    @property
    def first_shop(self) -> str:
        """The key of the shop whose codes are meant where people write down a code without a shop."""
        return self.copies[0].shop.key

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
        """Read the copy from the database, so that a start does not depend on any shop."""
        async with self._database.transaction() as session:
            await delete_former_shops(session, [copy.shop.key for copy in self.copies])
            for copy in self.copies:
                if not await copy.open(session):
                    await delete_orders_of(session, copy.shop.key)
            # Piece by piece: all texts at once would take more than the orders that are made of them.
            stored = await session.stream_scalars(select(StoredOrder.content))
            async for contents in stored.partitions(ORDERS_AT_A_TIME):
                self._remember(map(Order.from_json, contents))
        self._gather()
        await self.names.catch_up()

    async def refresh(
        self,
        *,
        full: bool = False,
        progress: Callable[[int, int], None] | None = None,
        only: Collection[str] | None = None,
    ) -> frozenset[str]:
        """Bring the store up to date and return the keys of the orders that are new or different.

        Asks for changes only, unless `full` is wanted or due, and `only` these shops if any are named.
        `progress` is told how many orders out of how many have come. When a shop fails half-way, what has
        come is kept and the error raised, after the other shops had their turn; the next refresh starts
        again from the same point.
        """
        copies = [copy for copy in self.copies if only is None or copy.shop.key in only]
        async with self._refreshing:
            counted: dict[str, tuple[int, int]] = {}

            def count(key: str, done: int, total: int) -> None:
                counted[key] = (done, total)
                if progress is not None:
                    progress(sum(one for one, _ in counted.values()), sum(of for _, of in counted.values()))

            each = [self._refresh(copy, full=full, progress=partial(count, copy.shop.key)) for copy in copies]
            results = await asyncio.gather(*each, return_exceptions=True)
            self._gather()
            await self.names.catch_up()
        for copy, result in zip(copies, results, strict=True):
            copy.trouble = result if isinstance(result, ServiceError) else None
        failures = [result for result in results if isinstance(result, BaseException)]
        # What is no answer of a shop is a mistake of ours, and more important.
        for failure in sorted(failures, key=lambda error: isinstance(error, ServiceError)):
            raise failure
        return frozenset(key for result in results if isinstance(result, frozenset) for key in result)

    def take_changed(self) -> frozenset[str]:
        """Return the orders that are new or different since this was asked last, also before a failure."""
        changed, self._changed = frozenset(self._changed), set()
        return changed & self._orders.keys()

    async def refetch(
        self, code: str, *, give_up_after: float | None = None, only: Collection[str] | None = None
    ) -> frozenset[str]:
        """Ask all shops, or `only` these, for one order now; return the keys of what is new or different.

        Raises `ServiceError` if it is found nowhere and a shop did not answer.
        """
        copies = [copy for copy in self.copies if only is None or copy.shop.key in only]
        each = [copy.shop.client.order(code, give_up_after=give_up_after) for copy in copies]
        answers = await asyncio.gather(*each, return_exceptions=True)
        found = [(copy, one) for copy, one in zip(copies, answers, strict=True) if isinstance(one, Order)]
        changed: set[str] = set()
        for copy, order in found:
            changed |= await self._keep((order,))
            if not self.knows_items_of(self._orders[order.key]):
                await copy.load_items()
                await copy.load_dates_of([self._orders[order.key]])
                self._gather()
        for answer in answers:
            if isinstance(answer, BaseException) and not (found and isinstance(answer, ServiceError)):
                raise answer
        return frozenset(changed)

    async def refetch_items(self) -> None:
        """Ask all shops what they sell. Raises `ServiceError`."""
        for copy in self.copies:
            await copy.load_items()
            if copy.subevents:
                await copy.load_dates()
        self._gather()

    def knows_items_of(self, order: Order) -> bool:
        """Tell whether everything in an order is in the catalogue; if not, nobody knows what it gives."""
        if self._known_items is not self.items:
            self._known_items = self.items
            self._known = {item.id: {None, *(v.id for v in item.variations)} for item in self.items}
        dates = frozenset({None}).union(*(copy.known_dates for copy in self.copies))
        return all(
            p.variation in self._known.get(p.item, ()) and p.subevent in dates for p in order.positions
        )

    def take_renames(self) -> tuple[Rename, ...]:
        """Return what was renamed in the shops since this was asked last."""
        renames: list[Rename] = []
        for copy in self.copies:
            renames += copy.renames
            copy.renames = []
        return tuple(renames)

    async def forget_everything(self) -> None:
        """Delete the orders from memory and database (personal data after the conference)."""
        async with self._refreshing:
            async with self._database.transaction() as session:
                await session.execute(delete(StoredOrder))
                for copy in self.copies:
                    await copy.forget_mark(session)
            self._orders.clear()
            self._order_of_position.clear()
            self._spellings = Spellings()
            self.names = NameIndex()
            for copy in self.copies:
                copy.mark = None

    async def _refresh(
        self, copy: ShopCopy, *, full: bool, progress: Callable[[int, int], None]
    ) -> frozenset[str]:
        # First of all: as long as it is not known what is sold, nobody can say what a ticket gives.
        await copy.load_items()
        self._gather()
        since = None if full else copy.since
        complete = since is None
        shop = copy.shop.key
        before = frozenset(key for key, order in self._orders.items() if order.shop == shop)
        mark: datetime | None = None
        seen: set[str] = set()
        changed: set[str] = set()
        async for page in copy.shop.client.order_pages(modified_since=since):
            mark = mark or page.generated
            complete = complete or page.is_everything
            seen.update(order.key for order in page.orders)
            changed |= await self._keep(page.orders)
            self._changed |= changed
            progress(len(seen), page.total)
        orders = [self._orders[key] for key in seen]
        if any(not self.knows_items_of(order) for order in orders):
            await copy.load_items()
        if complete and copy.subevents:
            await copy.load_dates()
        await copy.load_dates_of(orders)
        vanished = before - seen if complete else frozenset()
        await self._finish(copy, complete=complete, vanished=vanished, mark=mark, changed=bool(changed))
        return frozenset(changed)

    async def _keep(self, orders: Iterable[Order]) -> set[str]:
        """Store what is new, and return the keys of orders in which something matters to us.

        An answer that was overtaken by a newer one changes nothing. A check-in, say, only changes
        `last_modified`.
        """
        fresh: dict[str, Order] = {}
        matters: set[str] = set()
        for order in orders:
            known = self._orders.get(order.key)
            if known is None or (order != known and order.last_modified >= known.last_modified):
                fresh[order.key] = order
                if known is None or order != replace(known, last_modified=order.last_modified):
                    matters.add(order.key)
        if fresh:
            async with self._database.transaction() as session:
                await write_orders(session, fresh.values())
            self._remember(fresh.values())
        return matters

    def _remember(self, orders: Iterable[Order]) -> None:
        for order in map(self._sharing.order, orders):
            before = self._orders.get(order.key)
            self._orders[order.key] = order
            self._index(order, before)
            for position in order.positions:
                # While a split is only half read, a position seems to be in two orders: the newer is right.
                holder = self.holding(position.id)
                if holder is None or holder.last_modified <= order.last_modified:
                    self._order_of_position[position.id] = order.key

    def _index(self, order: Order, before: Order | None) -> None:
        if order.shop:
            self._spellings.add(order, before)
        names, addresses = _names_in(order), _addresses_in(order)
        if before is not None:
            names, addresses = names - _names_in(before), addresses - _addresses_in(before)
        if names or addresses:
            self.names.add(order.key, tuple(names), addresses)

    async def _finish(
        self,
        copy: ShopCopy,
        *,
        complete: bool,
        vanished: frozenset[str],
        mark: datetime | None,
        changed: bool,
    ) -> None:
        # Without the server's own time there is nothing safe to ask "since": load everything next time.
        now = self._clock.now()
        # Where nothing changed, the next start may as well ask from the earlier moment on.
        if complete or changed or mark is None:
            async with self._database.transaction() as session:
                await delete_orders(session, vanished)
                await copy.note(session, mark=mark, complete=complete, at=now)
        for key in vanished:
            self._spellings.remove(self._orders.pop(key))
        copy.mark = mark
        copy.refreshed_at = now
        copy.loaded_at = now if complete else copy.loaded_at

    def _gather(self) -> None:
        """Put together what all shops sell; a new object only if anything is new."""
        parts: list[object] = [part for copy in self.copies for part in (copy.items, copy.subevents)]
        if len(parts) == len(self._gathered) and all(map(operator.is_, parts, self._gathered)):
            return
        self._gathered = parts
        self.items = tuple(item for copy in self.copies for item in copy.items)
        self.subevents = tuple(date for copy in self.copies for date in copy.subevents)


def _names_in(order: Order) -> set[str]:
    return {position.attendee_name for position in order.positions if position.attendee_name}


def _addresses_in(order: Order) -> set[str]:
    return {address for address in (order.email_hash, *(p.email_hash for p in order.positions)) if address}
