"""What /health says about the ticket shop: whether it can be read, and what looks wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.http.json_errors import AccessDeniedError, ServiceError, TokenRejectedError
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.registration.matching.attendees import attendee_tickets
from DiscordBot.features.registration.shop.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from DiscordBot.features.registration.roles.role_mapping import RoleMapping
    from DiscordBot.features.registration.service import RegistrationService
    from DiscordBot.features.registration.shop.ticket_store import TicketStore

MANY_UNNAMED = 5
"""Fewer tickets without a name are told to nobody; nor are they as long as they are not a tenth of all."""

UNNAMED = "{} of {} tickets have no name."
UNNAMED_REMEDY = (
    "Their attendees register with the e-mail address that the order was placed with. "
    "Let the shop ask for names (pretix: Settings, Attendee data)."
)


LASTING = (TokenRejectedError, AccessDeniedError)
UNTIL_THEN = "Until then new tickets and changes are not seen."


@dataclass
class ShopHealth:
    """Looks at tickets and mapping."""

    store: TicketStore
    service: RegistrationService
    mapping: Callable[[], RoleMapping]
    _counted_unnamed: tuple[object, tuple[int, int]] | None = None

    async def findings(self) -> tuple[Finding, ...]:
        """Return how orders, mapping and registrations are doing."""
        return (
            *self._rejected(),
            self._tickets(),
            *self._misspelled(),
            *self._without_names(),
            *await self._waiting(),
        )

    @property
    def has_many_unnamed(self) -> bool:
        """Whether so many tickets have no name that people should hear of the other way to register."""
        unnamed, tickets = self.unnamed()
        return unnamed >= MANY_UNNAMED and unnamed * 10 >= tickets

    def unnamed(self) -> tuple[int, int]:
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

    def _rejected(self) -> list[Finding]:
        """Tell that a shop refuses to answer, which does not pass by itself as being out of reach does."""
        return [
            Finding(shop.name, Level.ERROR, str(trouble), f"{shop.advice} {UNTIL_THEN}".lstrip())
            for shop, trouble in self.store.troubles()
            if isinstance(trouble, LASTING) or (isinstance(trouble, ServiceError) and shop.is_file)
        ]

    def _tickets(self) -> Finding:
        if not self.store.is_ready:
            detail = "The orders were never loaded; each registration asks the shop for the one order."
            remedy = "See the job «tickets»: it says why they cannot be read."
            return Finding("tickets", Level.ERROR, detail, remedy)
        when = self.store.refreshed_at or self.store.loaded_at
        detail = f"{len(self.store)} orders" + (f", loaded {time_stamp(when, 'R')}." if when else ".")
        return Finding("tickets", Level.OK, detail)

    def _misspelled(self) -> list[Finding]:
        unknown = self.mapping().unknown_keys() if self.store.items else ()
        detail = "The shop sells nothing of this name, so nobody gets these roles."
        remedy = "Correct it in the mapping of tickets to roles; it is the name of an item or variation."
        findings = [Finding(f"ticket «{key}»", Level.WARNING, detail, remedy) for key in unknown]
        detail = "In the shop this has another name now. Its tickets give their roles as before."
        remedy = "Write the new name into the mapping of tickets to roles; both count until then."
        outdated = self.mapping().outdated_keys() if self.store.items else ()
        return findings + [Finding(f"ticket «{key}»", Level.WARNING, detail, remedy) for key in outdated]

    def _without_names(self) -> list[Finding]:
        if not self.has_many_unnamed:
            return []
        detail = UNNAMED.format(*self.unnamed())
        return [Finding("tickets without a name", Level.WARNING, detail, UNNAMED_REMEDY)]

    async def _waiting(self) -> list[Finding]:
        if self.service.held_back:
            detail = f"{self.service.held_back} members would lose roles at once, so nothing was taken."
            remedy = (
                "Was something renamed in the shop, or in the mapping? Correct it. "
                "If it is meant, confirm it by /attendee sync without a member."
            )
            return [Finding("registrations", Level.ERROR, detail, remedy)]
        waiting = await self.service.count_unfinished()
        if not waiting:
            return []
        remedy = "The registration log says what Discord did not allow. I keep trying."
        return [Finding("registrations", Level.WARNING, f"{waiting} members wait for roles.", remedy)]
