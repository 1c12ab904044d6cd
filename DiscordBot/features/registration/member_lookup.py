"""Finding members as lists of other features name them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.core.listed_people import is_discord_id
from DiscordBot.features.registration.matching.attendees import attendee_tickets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from DiscordBot.features.registration.claims import Claims
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.shop.ticket_store import TicketStore


@dataclass(frozen=True, slots=True)
class MemberLookup:
    """Finds those who are registered; see `core/listed_people.py` for how they are named."""

    store: TicketStore
    claims: Claims

    async def members_of(self, listed: Iterable[str]) -> Mapping[str, frozenset[int]]:
        """Return who each is, none who has not registered yet; addresses are given as hashes.

        An id of Discord is the member whether they are registered or not.
        """
        known: defaultdict[str, set[int]] = defaultdict(set)
        for claim in await self.claims.everything():
            if claim.user_id is not None:
                for name in self._names(claim):
                    known[name].add(claim.user_id)
        return {
            name: frozenset({int(name)} if is_discord_id(name) else known.get(name, ())) for name in listed
        }

    async def given_roles(self, user_id: int) -> frozenset[int]:
        """Return the roles that a member has from registration."""
        return await self.claims.given_roles(user_id)

    def _names(self, claim: Claim) -> Iterator[str]:
        order = self.store.holding(claim.position_id)
        if order is None:
            yield claim.order_code
            return
        ticket = order.position(claim.position_id)
        # Another shop may give the same code to anybody.
        if order.shop == self.store.first_shop:
            yield order.code
            yield f"{order.code}-{ticket.positionid}"
        # The address of an order speaks for its one attendee, not for all whose tickets somebody bought.
        address = ticket.email_hash or (order.email_hash if len(attendee_tickets(order)) == 1 else None)
        if address is not None:
            yield address
