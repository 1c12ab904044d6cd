"""What registration does by itself: following the shops, and deleting what is personal when it is time."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.texts.shown_text import shown_line
from DiscordBot.features.registration.shop.shop_health import UNNAMED, UNNAMED_REMEDY, ShopHealth

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.registration.registered_log import RegisteredLog
    from DiscordBot.features.registration.roles.role_mapping import RoleMapping
    from DiscordBot.features.registration.service import RegistrationService
    from DiscordBot.features.registration.shop.ticket_store import TicketStore

logger = logging.getLogger(__name__)

PROGRESS_STEP = 250
MANY_ORDERS = 500
RENAMED = (
    "✏️ «{}» is called «{}» in the shop now. Nobody's roles change; "
    "the mapping of tickets to roles may use either name."
)


@dataclass(kw_only=True)
class Upkeep:
    """Keeps orders and registrations true to the shops until `last_day_of_data`, and nothing after it.

    `write` writes a line for organisers.
    """

    store: TicketStore
    service: RegistrationService
    registered_log: RegisteredLog
    mapping: Callable[[], RoleMapping]
    clock: Clock
    last_day_of_data: date
    write: Callable[[str], None]
    _is_fresh_start: bool = True
    _has_told_of_unnamed: bool = False
    _roles_changed: bool = False
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    health: ShopHealth = field(init=False)

    def __post_init__(self) -> None:
        self.health = ShopHealth(self.store, self.service, self.mapping)

    @property
    def is_over(self) -> bool:
        """Whether the conference is so long ago that nothing personal may be kept."""
        return self.clock.today() > self.last_day_of_data

    async def open(self) -> None:
        """Read the copy of the orders, so that registration works before a shop answers."""
        await self.store.open()

    async def follow_shops(self) -> None:
        """Fetch what changed in all shops, and bring everybody in line."""
        if self.is_over:
            return
        first = not self.store.is_ready
        await self._load(full=False, progress=_log_progress if first else None)

    async def follow_files(self, shops: Collection[str]) -> None:
        """Read the files of tickets that changed, and bring everybody in line."""
        if not self.is_over:
            await self._load(full=False, progress=None, only=shops)

    async def load_everything(self, progress: Callable[[int, int], None]) -> int:
        """Load all orders again and bring everybody in line; return how many orders are new or different."""
        return 0 if self.is_over else await self._load(full=True, progress=progress)

    async def look_at(self, code: str) -> None:
        """Fetch one order of which pretix said that it changed."""
        await self.look_at_order(code, "")

    async def look_at_order(self, code: str, shop: str) -> None:
        """Fetch one order of which its shop said that it changed."""
        if self.is_over:
            return
        changed = await self.store.refetch(code, only=(shop,))
        if changed:
            await self.service.follow_orders(changed)

    async def look_at_items(self) -> None:
        """Fetch what is sold, of which pretix said that it changed."""
        if not self.is_over:
            await self.store.refetch_items()
            self._tell_renames()

    async def follow_roles(self, name: str, role_id: int) -> None:
        """Give a role that is new on the server, or has a new name or place, to those who are to have it."""
        entitlements = self.service.role_sync.entitlements
        others = entitlements.speakers.roles | entitlements.listed.roles | entitlements.arrived
        if self.is_over or not ({name, role_id} & (self.mapping().all_roles | others)):
            return
        # Roles are often moved many at once: one look at everybody after the last is enough.
        self._roles_changed = True
        if self._turn.locked():
            return
        async with self._turn:
            while self._roles_changed:
                self._roles_changed = False
                await self.service.follow_changes()

    async def follow_speakers(self) -> None:
        """Bring everybody in line because others are on stage now."""
        if not self.is_over:
            await self.service.follow_changes()

    async def delete_personal_data(self) -> None:
        """Delete orders and registrations; the shops still have them."""
        await self.service.forget_everything()

    async def findings(self) -> tuple[Finding, ...]:
        """Return how orders, mapping and registrations are doing."""
        if self.is_over:
            detail = "The conference is over; orders and registrations were deleted."
            return (Finding("tickets", Level.OK, detail),)
        return await self.health.findings()

    async def _load(
        self,
        *,
        full: bool,
        progress: Callable[[int, int], None] | None,
        only: Collection[str] | None = None,
    ) -> int:
        loaded_before = self.store.loaded_at
        changed: frozenset[str] = frozenset()
        try:
            await self.store.refresh(full=full, progress=progress, only=only)
            await self._import_registered_log()
            self._tell_of_unnamed()
        finally:
            self._tell_renames()
            # Also when a shop failed, others may have told of changes.
            changed = self.store.take_changed()
            # Also without any shop there is something to do: what was interrupted before a restart.
            everything = self._is_fresh_start or self.store.loaded_at != loaded_before
            if everything or len(changed) > MANY_ORDERS:
                self._is_fresh_start = False
                await self.service.follow_changes()
            else:
                await self.service.follow_orders(changed)
        return len(changed)

    def _tell_of_unnamed(self) -> None:
        if self.health.has_many_unnamed and not self._has_told_of_unnamed:
            self._has_told_of_unnamed = True
            self.write(f"ℹ️ {UNNAMED.format(*self.health.unnamed())} {UNNAMED_REMEDY}")

    def _tell_renames(self) -> None:
        for rename in self.store.take_renames():
            self.write(RENAMED.format(shown_line(rename.before), shown_line(rename.now)))

    async def _import_registered_log(self) -> None:
        report = await self.registered_log.import_once()
        if report is None:
            return
        logger.info("registered_log.txt: %d tickets were taken over", report.tickets)
        if report.unknown:
            logger.warning("registered_log.txt: there is no ticket for the lines %s", report.unknown)


def _log_progress(done: int, total: int) -> None:
    if done == total or done % PROGRESS_STEP == 0:
        logger.info("Loading orders: %d of %d", done, total)
