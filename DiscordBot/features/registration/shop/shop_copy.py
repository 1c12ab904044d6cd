"""How far the copy of one shop's orders is, and what that shop sells."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from DiscordBot.core.database import get_value, set_value
from DiscordBot.features.registration.shop.catalogue import Rename, dates_with_former_names, with_former_names
from DiscordBot.features.registration.shop.tickets import Item, Subevent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.shop.port import Shop
    from DiscordBot.features.registration.shop.tickets import Order

FULL_LOAD_AFTER = timedelta(hours=24)
"""Changes are followed all the time; a full load a day makes up for any that was missed."""

OVERLAP = timedelta(minutes=2)
"""pretix stamps a change when its transaction begins, and we see it when that ends: look back a little."""

FORMAT = 2
"""Of the copy: one of another format is used, and brought up to date by a full load."""


class ShopCopy:
    """What is remembered of one shop besides its orders; `key` is what addresses are hashed with.

    `mark` is the moment from which changes are still to be asked for, `loaded_at` when everything was read
    last, `refreshed_at` when the shop answered last; `trouble` is what it said instead, if it did not.
    """

    def __init__(self, database: Database, shop: Shop, clock: Clock, *, key: str) -> None:
        self.shop = shop
        self._database = database
        self._clock = clock
        self._source = f"{shop.source} {key}".rstrip()
        self._unnamed_subevents: set[int] = set()
        self.renames: list[Rename] = []
        self.mark: datetime | None = None
        self.loaded_at: datetime | None = None
        self.refreshed_at: datetime | None = None
        self.trouble: Exception | None = None
        self.items: tuple[Item, ...] = ()
        self.subevents: tuple[Subevent, ...] = ()

    async def open(self, session: AsyncSession) -> bool:
        """Read what is remembered; tell whether the orders that are there can be used."""
        before = await get_value(session, self._name("source"))
        is_ours: bool = before == self._source
        if not is_ours:
            for name, value in (("source", self._source), ("mark", None), ("loaded_at", None)):
                await set_value(session, self._name(name), value)
            if not str(before).startswith(self.shop.source):
                await set_value(session, self._name("items"), [])
                await set_value(session, self._name("subevents"), [])
        if await get_value(session, self._name("format")) != FORMAT:
            await set_value(session, self._name("loaded_at"), None)
            await set_value(session, self._name("format"), FORMAT)
        self.mark = _time(await get_value(session, self._name("mark")))
        self.loaded_at = _time(await get_value(session, self._name("loaded_at")))
        items = await get_value(session, self._name("items")) or []
        dates = await get_value(session, self._name("subevents")) or []
        self.items = tuple(map(Item.model_validate, items))
        self.subevents = tuple(map(Subevent.model_validate, dates))
        return is_ours

    @property
    def since(self) -> datetime | None:
        """From when on to ask for changes; None if everything is due."""
        due = self.loaded_at is None or self._clock.now() - self.loaded_at >= FULL_LOAD_AFTER
        return None if due or self.mark is None else self.mark - OVERLAP

    async def note(
        self, session: AsyncSession, *, mark: datetime | None, complete: bool, at: datetime
    ) -> None:
        """Remember how far the copy is, inside a transaction."""
        await set_value(session, self._name("mark"), mark.isoformat() if mark else None)
        if complete:
            await set_value(session, self._name("loaded_at"), at.isoformat())

    async def forget_mark(self, session: AsyncSession) -> None:
        """Remember that nothing is there, inside a transaction."""
        await set_value(session, self._name("mark"), None)

    async def load_items(self) -> None:
        """Ask what is sold. Raises `ServiceError`."""
        merged, renames = with_former_names(self.items, await self.shop.client.items())
        if merged != self.items:
            await self._database.remember(
                self._name("items"), [item.model_dump(mode="json") for item in merged]
            )
            self.items = merged
        self.renames += renames

    async def load_dates(self) -> None:
        """Ask for the dates of event series. Raises `ServiceError`."""
        dates, renames = dates_with_former_names(self.subevents, await self.shop.client.subevents())
        if dates != self.subevents:
            await self._database.remember(
                self._name("subevents"), [date.model_dump(mode="json") for date in dates]
            )
            self.subevents = dates
        self.renames += renames

    async def load_dates_of(self, orders: Iterable[Order]) -> None:
        """Ask for the dates of event series, if there are any that are not known."""
        wanted = {p.subevent for order in orders for p in order.positions if p.subevent is not None}
        unknown = wanted - {subevent.id for subevent in self.subevents} - self._unnamed_subevents
        if not unknown:
            return
        await self.load_dates()
        self._unnamed_subevents = unknown - {subevent.id for subevent in self.subevents}

    @property
    def known_dates(self) -> frozenset[int | None]:
        """The dates about which no more can be learned."""
        return frozenset({subevent.id for subevent in self.subevents} | self._unnamed_subevents | {None})

    def _name(self, what: str) -> str:
        return remembered_name(what, self.shop.key)


def remembered_name(what: str, shop: str) -> str:
    """Return under which name something of a shop is remembered; those of pretix are older than others."""
    return f"registration.store.{what}" + (f"@{shop}" if shop else "")


def _time(text: Any) -> datetime | None:  # noqa: ANN401 - a remembered JSON value
    return datetime.fromisoformat(text) if isinstance(text, str) else None
