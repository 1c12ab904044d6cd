"""All tickets and registrations at a glance, for those who count them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.registration.matching.attendees import attendee_tickets, changed_hands, with_addons
from DiscordBot.features.registration.matching.names import Likeness, likeness
from DiscordBot.features.registration.models import SpeakerCheck
from DiscordBot.features.registration.roles.speaker_roles import match_speaker
from DiscordBot.features.registration.shop.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from DiscordBot.features.registration.claims import Claims
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.roles.role_mapping import RoleMapping, RoleReference
    from DiscordBot.features.registration.roles.speaker_roles import Speaker
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Order, Position

CLAIMS_AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class SoldTicket:
    """A valid ticket that an attendee can register with.

    `kind` is what the shop calls it. Times are UTC; `bought_at` is None where it is not known (yet),
    `registered_at` where nobody has registered, `arrived_at` where nobody was checked in.
    """

    kind: str
    bought_at: datetime | None
    registered_at: datetime | None
    arrived_at: datetime | None = None


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
    """Reads the orders in memory and the claims in the database; the shops and Discord are not asked.

    `speaker_roles` are the roles by which a ticket says that its attendee is a speaker; `counts_arrivals`
    tells whether the shop is asked who has arrived.
    """

    def __init__(
        self,
        store: TicketStore,
        claims: Claims,
        mapping: Callable[[], RoleMapping],
        speaker_roles: Iterable[RoleReference] = (),
        *,
        counts_arrivals: bool = False,
    ) -> None:
        self.counts_arrivals = counts_arrivals
        self._store = store
        self._claims = claims
        self._mapping = mapping
        self._speaker_roles = frozenset(speaker_roles)

    async def sold_tickets(self) -> list[SoldTicket]:
        """Return every ticket that gives a role to an attendee.

        Add-ons count with the ticket that they belong to; what gives no role (a T-shirt) is no ticket.
        """
        registered = {claim.position_id: claim.claimed_at for claim in await self._claims.everything()}
        mapping = self._mapping()
        return [
            SoldTicket(mapping.title(ticket), order.bought_at, registered.get(ticket.id), ticket.arrived_at)
            for order in self._store.orders()
            for ticket in attendee_tickets(order)
            if flaw_of(order, ticket) is None and mapping.roles_for(ticket)
        ]

    async def counts(self) -> tuple[int, int]:
        """Return how many orders are known, and how many tickets are registered."""
        return len(self._store), await self._claims.count()

    async def registrations(self) -> list[Registration]:
        """Return what everybody is registered with, the oldest registration first."""
        claims = await self._claims.everything()
        mapping = self._mapping()
        return [
            Registration(claim.user_id, claim.order_code, self._titles(claim, mapping), claim.claimed_at)
            for claim in claims
        ]

    async def is_registered(self, user_id: int) -> bool:
        """Tell whether a member has registered with any ticket."""
        return bool(await self._claims.of_user(user_id))

    async def member_who_is(self, speaker: Speaker) -> int | None:
        """Return the user id of the member who has a speaker's ticket: by the rule of `SpeakerRoles`.

        The name counts as well on a ticket for speakers, which may have been bought with another address,
        and where organisers confirmed it. None if nobody is found, or several are and nothing tells who of
        them it is.
        """
        mapping = self._mapping()
        by_rule: set[int] = set()
        by_name: set[int] = set()
        for number, claim in enumerate(await self._claims.everything()):
            if number % CLAIMS_AT_A_TIME == 0:
                # Thousands at a stretch would keep others waiting for their answers.
                await asyncio.sleep(0)
            order, ticket = self._valid_ticket(claim)
            if claim.user_id is None or order is None or ticket is None:
                continue
            is_theirs = match_speaker(speaker, order, ticket).is_speaker
            if is_theirs:
                by_rule.add(claim.user_id)
            is_confirmed = claim.speaker_check is SpeakerCheck.CONFIRMED
            # A company may have bought all its tickets with one address, so there the name decides.
            is_likely = is_theirs or is_confirmed or mapping.roles_for(ticket) & self._speaker_roles
            if is_likely and likeness(ticket.attendee_name or "", speaker.name) is Likeness.SAME:
                by_name.add(claim.user_id)
        found = by_name or by_rule
        return found.pop() if len(found) == 1 else None

    def _valid_ticket(self, claim: Claim) -> tuple[Order | None, Position | None]:
        """Return the ticket of a claim with its order, None if it counts for nothing or changed hands."""
        order = self._store.holding(claim.position_id)
        if order is None:
            return None, None
        ticket = order.position(claim.position_id)
        is_valid = flaw_of(order, ticket, owing=claim.was_paid) is None and not changed_hands(claim, ticket)
        return (order, ticket) if is_valid else (None, None)

    def _titles(self, claim: Claim, mapping: RoleMapping) -> tuple[str, ...]:
        order = self._store.holding(claim.position_id)
        if order is None:
            return ()
        ticket = order.position(claim.position_id)
        owing = claim.was_paid
        valid = (p for p in with_addons(order, ticket) if flaw_of(order, p, owing=owing) is None)
        return () if flaw_of(order, ticket, owing=owing) is not None else tuple(map(mapping.title, valid))
