"""From what was typed to the tickets that were meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.registration.matching.attendees import attendee_tickets, find_attendee, find_by_email
from DiscordBot.features.registration.matching.names import Likeness, likeness
from DiscordBot.features.registration.outcome import Result
from DiscordBot.features.registration.shop.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.roles.entitlement import Entitlements
    from DiscordBot.features.registration.shop.order_code import OrderCode
    from DiscordBot.features.registration.shop.order_lookup import FreshLook
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Order, Position


@dataclass(frozen=True, slots=True)
class Found:
    """The tickets that were meant, under the `name` that was typed (None: an organiser gave none)."""

    order: Order
    tickets: tuple[Position, ...]
    name: str | None

    @property
    def is_valid(self) -> bool:
        """Whether any of them lets somebody in."""
        return any(flaw_of(self.order, ticket) is None for ticket in self.tickets)

    def is_of_holder(self, own: Iterable[Claim]) -> bool:
        """Tell whether a member is in the order under the name typed, which names another ticket by now.

        Two names of an order were swapped: coming again is harmless for both.
        """
        ids = {ticket.id for ticket in self.tickets}
        return self.name is not None and any(
            claim.order_code == self.order.code
            and claim.position_id not in ids
            and likeness(claim.attendee_name, self.name) is not Likeness.NONE
            for claim in own
        )


@dataclass(frozen=True, slots=True)
class TicketFinder:
    """Looks in the store and, where that knows nothing valid, in the shops themselves.

    `hash_email` is what e-mail addresses are kept as.
    """

    store: TicketStore
    fresh_look: FreshLook
    entitlements: Entitlements
    hash_email: Callable[[str], str]

    async def find(self, code: OrderCode, name: str | None, *, user_id: int | None) -> Found | Result:
        """Find the tickets in the store or, where it knows none that are valid, in the shops."""
        found = self._look_up(code, name)
        if found is None or not found.is_valid:
            asked = await self.fresh_look.at(code.code, user_id)
            found = self._look_up(code, name)
            if not asked and (found is None or not found.tickets):
                # The same answer for orders that are known and for those that are not.
                return Result.PRETIX_UNAVAILABLE
        return found if found is not None and found.tickets else Result.NOT_FOUND

    def _look_up(self, code: OrderCode, name: str | None) -> Found | None:
        """Return what is meant; of orders with the same code in two shops the one that has such a ticket."""
        all_found = [
            self._tickets_in(order, positionid, name) for order, positionid in self.store.meant_by(code)
        ]
        with_tickets = [found for found in all_found if found.tickets]
        valid = [found for found in with_tickets if found.is_valid]
        return next(iter((*valid, *with_tickets, *all_found)), None)

    def _tickets_in(self, order: Order, positionid: int | None, name: str | None) -> Found:
        if name is None:
            return Found(order, self._only_attendee(order, positionid), None)
        tickets = find_attendee(order, name, positionid)
        if not tickets and "@" in name:
            tickets = find_by_email(order, self.hash_email(as_address(name)), positionid)
        return Found(order, tickets, name)

    def _only_attendee(self, order: Order, positionid: int | None) -> tuple[Position, ...]:
        """Return the tickets of the one attendee of an order; empty if there are several."""
        tickets = attendee_tickets(order, positionid)
        valid = tuple(ticket for ticket in tickets if flaw_of(order, ticket) is None) or tickets
        # A T-shirt beside a ticket has no name, and nobody who could be meant.
        tickets = tuple(ticket for ticket in valid if self.gives_roles(order, ticket)) or valid
        return tickets if len({ticket.attendee_name or None for ticket in tickets}) == 1 else ()

    def gives_roles(self, order: Order, ticket: Position) -> bool:
        """Tell whether a ticket gives any role to whoever claims it."""
        return bool(self.entitlements.roles_for(order, (ticket,)))


def as_address(text: str) -> str:
    """Return an e-mail address as it is compared: `Ada <Ada@Example.org>` is `ada@example.org`."""
    inner = text.rpartition("<")[2] if text.rstrip().endswith(">") else text
    return inner.strip(" \t\r\n<>\"'().,;").casefold().removeprefix("mailto:")
