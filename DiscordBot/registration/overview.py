"""All tickets and registrations at a glance, for those who count them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.registration.attendees import attendee_tickets, with_addons
from DiscordBot.registration.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from DiscordBot.registration.claims import Claims
    from DiscordBot.registration.models import Claim
    from DiscordBot.registration.role_mapping import RoleMapping
    from DiscordBot.registration.ticket_store import TicketStore


@dataclass(frozen=True, slots=True)
class SoldTicket:
    """A valid ticket that an attendee can register with.

    `kind` is what the shop calls it. Times are UTC; `bought_at` is None where it is not known (yet),
    `registered_at` where nobody has registered.
    """

    kind: str
    bought_at: datetime | None
    registered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody registered with, and when (UTC).

    `user_id` is None where the older bot did not note who it was. `tickets` are the titles of what is
    valid now, add-ons included; empty when the ticket was cancelled.
    """

    user_id: int | None
    order_code: str
    tickets: tuple[str, ...]
    registered_at: datetime


class Overview:
    """Reads the orders in memory and the claims in the database; pretix and Discord are not asked."""

    def __init__(self, store: TicketStore, claims: Claims, mapping: Callable[[], RoleMapping]) -> None:
        self._store = store
        self._claims = claims
        self._mapping = mapping

    async def sold_tickets(self) -> list[SoldTicket]:
        """Return every ticket that gives a role to an attendee.

        Add-ons count with the ticket that they belong to; what gives no role (a T-shirt) is no ticket.
        """
        registered = {claim.position_id: claim.claimed_at for claim in await self._claims.everything()}
        mapping = self._mapping()
        return [
            SoldTicket(mapping.title(ticket), order.bought_at, registered.get(ticket.id))
            for order in self._store.orders()
            for ticket in attendee_tickets(order)
            if flaw_of(order, ticket) is None and mapping.roles_for(ticket)
        ]

    async def registrations(self) -> list[Registration]:
        """Return what everybody is registered with, the oldest registration first."""
        claims = await self._claims.everything()
        mapping = self._mapping()
        return [
            Registration(claim.user_id, claim.order_code, self._titles(claim, mapping), claim.claimed_at)
            for claim in claims
        ]

    def _titles(self, claim: Claim, mapping: RoleMapping) -> tuple[str, ...]:
        order = self._store.holding(claim.position_id)
        if order is None:
            return ()
        ticket = next(position for position in order.positions if position.id == claim.position_id)
        if flaw_of(order, ticket) is not None:
            return ()
        return tuple(mapping.title(p) for p in with_addons(order, ticket) if flaw_of(order, p) is None)
