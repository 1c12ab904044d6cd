"""What registration does by itself: following pretix, and deleting what is personal when it is time."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_errors import AccessDeniedError, TokenRejectedError
from DiscordBot.features.registration.attendees import attendee_tickets
from DiscordBot.features.registration.shop.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.registration.registered_log import RegisteredLog
    from DiscordBot.features.registration.roles.role_mapping import RoleMapping
    from DiscordBot.features.registration.service import RegistrationService
    from DiscordBot.features.registration.shop.ticket_store import TicketStore

logger = logging.getLogger(__name__)

PROGRESS_STEP = 250
MANY_ORDERS = 500
MANY_UNNAMED = 5
"""Fewer tickets without a name are told to nobody; nor are they as long as they are not a tenth of all."""

RENAMED = (
    "✏️ «{}» is called «{}» in pretix now. Nobody's roles change; "
    "the mapping of tickets to roles may use either name."
)
_UNNAMED = "{} of {} tickets have no name."
_UNNAMED_REMEDY = (
    "Their attendees register with the e-mail address that the order was placed with. "
    "In pretix, ask for names: Settings, Attendee data."
)


@dataclass(kw_only=True)
class Upkeep:
    """Keeps orders and registrations true to pretix until `last_day_of_data`, and nothing after it.

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
    _counted_unnamed: tuple[object, tuple[int, int]] | None = None
    _roles_changed: bool = False
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _rejection: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the conference is so long ago that nothing personal may be kept."""
        return self.clock.today() > self.last_day_of_data

    async def open(self) -> None:
        """Read the copy of the orders, so that registration works before pretix answers."""
        await self.store.open()

    async def follow_pretix(self) -> None:
        """Fetch what changed, and bring everybody in line."""
        if self.is_over:
            return
        first = not self.store.is_ready
        await self._load(full=False, progress=_log_progress if first else None)

    async def load_everything(self, progress: Callable[[int, int], None]) -> int:
        """Load all orders again and bring everybody in line; return how many orders are new or different."""
        return 0 if self.is_over else await self._load(full=True, progress=progress)

    async def look_at(self, code: str) -> None:
        """Fetch one order of which pretix said that it changed."""
        if not self.is_over and await self.store.refetch(code):
            await self.service.follow_orders((code,))

    async def look_at_items(self) -> None:
        """Fetch the catalogue, of which pretix said that it changed."""
        if not self.is_over:
            await self.store.refetch_items()
            self._tell_renames()

    async def follow_roles(self, name: str, role_id: int) -> None:
        """Give a role that is new on the server, or has a new name or place, to those who are to have it."""
        speakers = self.service.role_sync.entitlements.speakers.roles
        if self.is_over or not ({name, role_id} & (self.mapping().all_roles | speakers)):
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
        """Delete orders and registrations; pretix still has them."""
        await self.service.forget_everything()

    async def findings(self) -> tuple[Finding, ...]:
        """Return how orders, mapping and registrations are doing."""
        if self.is_over:
            detail = "The conference is over; orders and registrations were deleted."
            return (Finding("tickets", Level.OK, detail),)
        return (
            *self._rejected(),
            self._tickets(),
            *self._misspelled(),
            *self._without_names(),
            *await self._waiting(),
        )

    async def _load(self, *, full: bool, progress: Callable[[int, int], None] | None) -> int:
        loaded_before = self.store.loaded_at
        changed: frozenset[str] = frozenset()
        try:
            changed = await self.store.refresh(full=full, progress=progress)
            self._rejection = ""
            await self._import_registered_log()
            self._tell_of_unnamed()
        except (TokenRejectedError, AccessDeniedError) as error:
            self._rejection = str(error)
            raise
        finally:
            self._tell_renames()
            # Also without pretix there is something to do: what was interrupted before a restart.
            everything = self._is_fresh_start or self.store.loaded_at != loaded_before
            if everything or len(changed) > MANY_ORDERS:
                self._is_fresh_start = False
                await self.service.follow_changes()
            else:
                await self.service.follow_orders(changed)
        return len(changed)

    @property
    def has_many_unnamed(self) -> bool:
        """Whether so many tickets have no name that people should hear of the other way to register."""
        unnamed, tickets = self._unnamed()
        return unnamed >= MANY_UNNAMED and unnamed * 10 >= tickets

    def _unnamed(self) -> tuple[int, int]:
        """Return how many tickets that give roles have no name, out of how many."""
        counted = self.store.refreshed_at, len(self.store)
        if self._counted_unnamed is None or self._counted_unnamed[0] != counted:
            mapping = self.mapping()
            tickets = [
                ticket
                for order in self.store.orders()
                for ticket in attendee_tickets(order)
                if flaw_of(order, ticket) is None and mapping.roles_for(ticket)
            ]
            unnamed = sum(not ticket.attendee_name for ticket in tickets)
            self._counted_unnamed = counted, (unnamed, len(tickets))
        return self._counted_unnamed[1]

    def _tell_of_unnamed(self) -> None:
        if self.has_many_unnamed and not self._has_told_of_unnamed:
            self._has_told_of_unnamed = True
            self.write(f"ℹ️ {_UNNAMED.format(*self._unnamed())} {_UNNAMED_REMEDY}")

    def _tell_renames(self) -> None:
        for rename in self.store.take_renames():
            self.write(RENAMED.format(rename.before, rename.now))

    async def _import_registered_log(self) -> None:
        report = await self.registered_log.import_once()
        if report is None:
            return
        logger.info("registered_log.txt: %d tickets were taken over", report.tickets)
        if report.unknown:
            logger.warning("registered_log.txt: there is no ticket for the lines %s", report.unknown)

    def _rejected(self) -> list[Finding]:
        """Tell that pretix refuses to answer, which does not pass by itself as being out of reach does."""
        if not self._rejection:
            return []
        remedy = (
            "Check PRETIX_TOKEN in .secrets, and that its team in pretix may view orders of pretix.event. "
            "Until then new tickets and changes are not seen."
        )
        return [Finding("pretix", Level.ERROR, self._rejection, remedy)]

    def _tickets(self) -> Finding:
        if not self.store.is_ready:
            detail = "The orders were never loaded; each registration asks pretix for the one order."
            remedy = "See the job «tickets»: it says why pretix cannot be read."
            return Finding("tickets", Level.ERROR, detail, remedy)
        when = self.store.refreshed_at or self.store.loaded_at
        detail = f"{len(self.store)} orders" + (f", as of {when:%Y-%m-%d %H:%M} UTC" if when else "")
        return Finding("tickets", Level.OK, detail)

    def _misspelled(self) -> list[Finding]:
        unknown = self.mapping().unknown_keys() if self.store.items else ()
        detail = "The shop sells nothing of this name, so nobody gets these roles."
        remedy = "Correct it in the mapping of tickets to roles; it is the name of an item or variation."
        findings = [Finding(f"ticket «{key}»", Level.WARNING, detail, remedy) for key in unknown]
        detail = "In pretix this has another name now. Its tickets give their roles as before."
        remedy = "Write the new name into the mapping of tickets to roles; both count until then."
        outdated = self.mapping().outdated_keys() if self.store.items else ()
        return findings + [Finding(f"ticket «{key}»", Level.WARNING, detail, remedy) for key in outdated]

    def _without_names(self) -> list[Finding]:
        if not self.has_many_unnamed:
            return []
        detail = _UNNAMED.format(*self._unnamed())
        return [Finding("tickets without a name", Level.WARNING, detail, _UNNAMED_REMEDY)]

    async def _waiting(self) -> list[Finding]:
        if self.service.held_back:
            detail = f"{self.service.held_back} members would lose roles at once, so nothing was taken."
            remedy = (
                "Was something renamed in pretix, or in the mapping? Correct it. "
                "If it is meant, confirm it by /attendee sync without a member."
            )
            return [Finding("registrations", Level.ERROR, detail, remedy)]
        waiting = await self.service.count_unfinished()
        if not waiting:
            return []
        remedy = "The registration log says what Discord did not allow. I keep trying."
        return [Finding("registrations", Level.WARNING, f"{waiting} members wait for roles.", remedy)]


def _log_progress(done: int, total: int) -> None:
    if done == total or done % PROGRESS_STEP == 0:
        logger.info("Loading orders: %d of %d", done, total)
