"""What the tickets of a member come to at present."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from DiscordBot.features.registration.matching.attendees import with_addons
from DiscordBot.features.registration.models import SpeakerCheck
from DiscordBot.features.registration.roles.listed_roles import ON_THE_LIST, ListedRoles
from DiscordBot.features.registration.roles.speaker_roles import SpeakerMatch
from DiscordBot.features.registration.shop.validity import Flaw, flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from DiscordBot.core.members import FoundRoles, Members
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.roles.role_mapping import RoleMapping, RoleReference
    from DiscordBot.features.registration.roles.speaker_roles import SpeakerRoles
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Order, Position


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What claims come to.

    `roles` are the ids that all claims together give, `gives` those of each claim of which that is known.

    `held` are the roles that nobody may take away, because what gave them is not known at the moment: an
    order that is not in the store, a ticket that gave roles and fits no entry of the mapping any more, a
    role that is missing on the server. It is None where even that is not known.
    `flaws` say why tickets give nothing, `unmapped` fit no entry of the mapping, `paid` are the claims
    whose order is paid. `by_name_only` are claims of speakers known by nothing but their name, `to_ask`
    those about which organisers are to be asked.
    """

    roles: frozenset[int]
    problems: tuple[str, ...]
    tickets: tuple[str, ...]
    gives: dict[int, frozenset[int]]
    held: frozenset[int] | None
    flaws: dict[int, Flaw]
    unmapped: frozenset[int]
    paid: frozenset[int]
    by_name_only: tuple[Claim, ...]
    to_ask: tuple[Claim, ...]

    def to_remove(self, given: frozenset[int]) -> frozenset[int]:
        """Return what to take back of what the bot gave."""
        return frozenset() if self.held is None else given - self.roles - self.held


@dataclass(frozen=True)
class Entitlements:
    """Reads what claims come to from the orders, the mapping of tickets to roles, and the speakers."""

    store: TicketStore
    mapping: Callable[[], RoleMapping]
    members: Members
    speakers: SpeakerRoles
    listed: ListedRoles = field(default_factory=ListedRoles)
    arrived: frozenset[RoleReference] = frozenset()
    """What those have besides whose tickets were checked in."""

    def roles_for(self, order: Order, tickets: Iterable[Position]) -> frozenset[RoleReference]:
        """Return the roles that valid tickets, with their valid add-ons, give to whoever claims them."""
        roles: set[RoleReference] = set()
        for ticket in tickets:
            if flaw_of(order, ticket) is None:
                roles |= self._of_ticket(order, ticket, owing=False)
                roles |= self.speakers.roles if self.speakers.match(order, ticket).is_speaker else set()
                roles |= self.listed.of_ticket(order, ticket)
        return frozenset(roles)

    def titles_of(self, order: Order, tickets: Iterable[Position], *, owing: bool = False) -> tuple[str, ...]:
        """Return what the shop calls the valid tickets among these and their add-ons."""
        positions = (p for ticket in tickets for p in with_addons(order, ticket))
        title = self.mapping().title
        return tuple(title(p) for p in positions if flaw_of(order, p, owing=owing) is None)

    def of(self, claims: Iterable[Claim], user_id: int | None = None) -> Entitlement:
        """Return what these claims of one member come to, with what they have by a list."""
        return _Sum(self).of(claims, user_id)

    def speaker_ids(self) -> frozenset[int]:
        """Return the ids of the roles that speakers get."""
        return self.members.find_roles(self.speakers.roles).ids

    def _of_ticket(self, order: Order, ticket: Position, *, owing: bool) -> set[RoleReference]:
        mapping = self.mapping()
        valid = (p for p in with_addons(order, ticket) if flaw_of(order, p, owing=owing) is None)
        return {role for position in valid for role in mapping.roles_for(position)}


class _Sum:
    """Adds up claims."""

    def __init__(self, entitlements: Entitlements) -> None:
        self._from = entitlements
        self._titles: list[str] = []
        self._problems: dict[str, None] = {}
        self._gives: dict[int, frozenset[int]] = {}
        self._held: frozenset[int] | None = frozenset()
        self._flaws: dict[int, Flaw] = {}
        self._roles: frozenset[int] = frozenset()
        self._unmapped: set[int] = set()
        self._paid: set[int] = set()
        self._by_name: list[Claim] = []
        self._to_ask: list[Claim] = []

    def of(self, claims: Iterable[Claim], user_id: int | None) -> Entitlement:
        for claim in claims:
            self._add(claim)
        self._add_listed(user_id)
        return Entitlement(
            roles=self._roles,
            problems=tuple(self._problems),
            tickets=tuple(self._titles),
            gives=self._gives,
            held=self._held,
            flaws=self._flaws,
            unmapped=frozenset(self._unmapped),
            paid=frozenset(self._paid),
            by_name_only=tuple(self._by_name),
            to_ask=tuple(self._to_ask),
        )

    def _add(self, claim: Claim) -> None:
        order = self._from.store.holding(claim.position_id)
        if order is None or not self._from.store.knows_items_of(order):
            self._hold(claim)
            return
        ticket = order.position(claim.position_id)
        if order.status == "p":
            self._paid.add(claim.position_id)
        owing = claim.was_paid
        flaw = flaw_of(order, ticket, owing=owing)
        if flaw is not None:
            self._flaws[claim.position_id] = flaw
            self._gives[claim.position_id] = frozenset()
            return
        references = frozenset(self._from._of_ticket(order, ticket, owing=owing))  # noqa: SLF001 - one thought
        is_unmapped = not references
        if is_unmapped:
            self._unmapped.add(claim.position_id)
        references |= self._as_speaker(claim, order, ticket) | self._from.listed.of_ticket(order, ticket)
        references |= self._from.arrived if ticket.arrived_at is not None else frozenset()
        found = self._from.members.find_roles(references)
        self._problems.update(dict.fromkeys(found.problems))
        self._titles.extend(self._from.titles_of(order, (ticket,), owing=owing))
        gives = self._of_owing(claim, order, found)
        self._roles |= gives
        if found.problems or (is_unmapped and claim.gave != []):
            self._hold(claim)
        else:
            self._gives[claim.position_id] = gives

    def _add_listed(self, user_id: int | None) -> None:
        """Add what a member has whether they hold a ticket or not."""
        references = self._from.listed.of_member(user_id)
        if references:
            found = self._from.members.find_roles(references)
            self._problems.update(dict.fromkeys(found.problems))
            self._roles |= found.ids
            self._titles += [] if self._titles else [ON_THE_LIST]

    def _hold(self, claim: Claim) -> None:
        """Leave the member what a claim gave."""
        if claim.gave is None or self._held is None:
            self._held = None
        else:
            self._held |= frozenset(claim.gave)

    def _as_speaker(self, claim: Claim, order: Order, ticket: Position) -> frozenset[RoleReference]:
        speakers = self._from.speakers
        match = speakers.match(order, ticket)
        if match is SpeakerMatch.BY_NAME:
            self._by_name.append(claim)
        if match is SpeakerMatch.ASK and claim.speaker_check is None:
            self._to_ask.append(claim)
        is_confirmed = match is SpeakerMatch.ASK and claim.speaker_check is SpeakerCheck.CONFIRMED
        return speakers.roles if match.is_speaker or is_confirmed else frozenset()

    @staticmethod
    def _of_owing(claim: Claim, order: Order, found: FoundRoles) -> frozenset[int]:
        """Return what a ticket gives: of an order that owes a supplement only what it gave before."""
        if order.status == "p" or order.valid_if_pending or claim.gave is None:
            return found.ids
        return found.ids & frozenset(claim.gave)
