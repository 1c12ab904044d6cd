"""Claiming for a member what is theirs of the tickets that they named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from DiscordBot.core.members import ChangeRefusedError, MemberGoneError
from DiscordBot.features.registration.matching.attendees import Share, share_of

if TYPE_CHECKING:
    from DiscordBot.core.members import Members
    from DiscordBot.features.registration.claim_batches import Holdings
    from DiscordBot.features.registration.claims import Claims
    from DiscordBot.features.registration.matching.ticket_finder import Found, TicketFinder
    from DiscordBot.features.registration.roles.role_sync import RoleSync

MOST_TRIES = 5
"""So often a ticket is chosen anew because somebody else was faster."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A member's share, what they hold with it, and the roles that they are noted to be about to get."""

    share: Share
    holdings: Holdings
    giving: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Claiming:
    """Chooses and claims, while it is the member's turn."""

    finder: TicketFinder
    claims: Claims
    role_sync: RoleSync
    members: Members

    async def take_share(self, user_id: int, found: Found, held: Holdings, *, by_organizer: bool) -> Claimed:
        """Claim for a member what is theirs of the tickets found, choosing again when others are faster."""
        order, ids = found.order, [ticket.id for ticket in found.tickets]
        tries = 0
        while True:
            tries += 1
            adopt = by_organizer or await self._has_used(user_id, found, held)
            share = share_of(
                user_id,
                found.tickets,
                held.on_tickets,
                adopt=adopt,
                gives_roles=lambda ticket: self.finder.gives_roles(order, ticket),
            )
            if share.taken is not None or (share.released and found.is_of_holder(held.claims)):
                return Claimed(replace(share, released=()), held)
            after = self.claims.with_tickets(held, user_id, order, share.tickets)
            giving = await self.role_sync.roles_to_give(user_id, after.claims)
            take_over = {claim.position_id: claim.user_id or 0 for claim in share.released}
            taken = await self.claims.claim(
                user_id, order, share.tickets, giving=giving, adopt=adopt, take_over=take_over
            )
            if taken is None:
                return Claimed(share, after, giving)
            if tries == MOST_TRIES:
                return Claimed(Share(taken=order.position(taken.position_id), holder=taken.holder), held)
            held = await self.claims.look(user_id, ids)

    async def _has_used(self, user_id: int, found: Found, held: Holdings) -> bool:
        """Whether somebody already has what a ticket gives: then the older bot's ticket was theirs."""
        if all(claim.user_id is not None for claim in held.on_tickets):
            return False
        references = self.role_sync.entitlements.roles_for(found.order, found.tickets)
        roles = self.members.find_roles(references).ids
        try:
            return bool(roles) and roles <= await self.members.roles_of(user_id)
        except (MemberGoneError, ChangeRefusedError):
            return False
