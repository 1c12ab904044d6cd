"""Bringing a member's roles in line with the tickets they hold."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from DiscordBot.core.members import ChangeRefusedError, MemberGoneError
from DiscordBot.features.registration.attendees import with_addons
from DiscordBot.features.registration.names import Likeness, likeness
from DiscordBot.features.registration.outcome import Outcome, Result
from DiscordBot.features.registration.shop.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from DiscordBot.core.members import FoundRoles, Members
    from DiscordBot.features.registration.claims import Claims
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.roles.role_mapping import RoleMapping, RoleReference
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Order, Position

MEMBERS_AT_A_TIME = 25


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What a member's claims come to at present.

    `complete` is false when a ticket is not in the store, or valid and yet without any role, as after a
    slip in the mapping: then nobody can say what should go.
    `moved` are tickets that changed hands.
    """

    roles: frozenset[RoleReference]
    tickets: tuple[str, ...]
    complete: bool
    moved: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutOfSync:
    """Members whose tickets say something else than what the bot gave them, out of `holders` in all."""

    holders: int
    gaining: frozenset[int]
    losing: frozenset[int]


@dataclass(kw_only=True)
class RoleSync:
    """Gives and takes roles, one operation per member at a time.

    What the bot gives is recorded before Discord is asked, and only what is recorded is ever taken
    back (if `revoke` says so then); roles that somebody else gave stay.
    """

    claims: Claims
    store: TicketStore
    mapping: Callable[[], RoleMapping]
    members: Members
    speaker_roles: Callable[[Position], frozenset[RoleReference]]
    revoke: Callable[[], bool]
    _turns: WeakValueDictionary[int, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def roles_for(self, order: Order, tickets: Iterable[Position]) -> frozenset[RoleReference]:
        """Return the roles that valid tickets, with their valid add-ons, give."""
        mapping = self.mapping()
        roles: set[RoleReference] = set()
        for ticket in tickets:
            if flaw_of(order, ticket) is None:
                valid = (p for p in with_addons(order, ticket) if flaw_of(order, p) is None)
                roles.update(self.speaker_roles(ticket), *map(mapping.roles_for, valid))
        return frozenset(roles)

    def titles_of(self, order: Order, tickets: Iterable[Position]) -> tuple[str, ...]:
        """Return what the shop calls the valid tickets among these and their add-ons."""
        positions = (p for ticket in tickets for p in with_addons(order, ticket))
        return tuple(self.mapping().title(p) for p in positions if flaw_of(order, p) is None)

    def entitlement(self, claims: Iterable[Claim]) -> Entitlement:
        """Return what these claims of one member come to."""
        roles: set[RoleReference] = set()
        titles: list[str] = []
        moved: list[int] = []
        complete = True
        for claim in claims:
            order = self.store.holding(claim.position_id)
            if order is None:
                complete = False
                continue
            ticket = order.position(claim.position_id)
            if changed_hands(claim, ticket):
                moved.append(ticket.id)
                continue
            gives = self.roles_for(order, (ticket,))
            complete = complete and (bool(gives) or flaw_of(order, ticket) is not None)
            roles |= gives
            titles.extend(self.titles_of(order, (ticket,)))
        return Entitlement(frozenset(roles), tuple(titles), complete, tuple(moved))

    async def sync(
        self, user_id: int, *, restore: bool = False, revoke: bool = False, nickname: str | None = None
    ) -> Outcome:
        """Give and take what the member's tickets say now.

        `restore` also gives back what they once got and no longer have; without it a role that a
        moderator took away stays away. `revoke` takes back even where cancelled tickets keep their roles.
        """
        async with self._turns.setdefault(user_id, asyncio.Lock()):
            claims = await self.claims.of_user(user_id)
            entitlement = self.entitlement(claims)
            if entitlement.moved:
                await self.claims.release(entitlement.moved)
            found = self.members.find_roles(entitlement.roles)
            given = await self.claims.given_roles(user_id)
            # Who holds nothing has nothing to keep, whatever is done about cancelled tickets.
            remove = _to_remove(entitlement, found, given, revoke=revoke or self.revoke() or not claims)
            try:
                # What they have from somebody else is not recorded as given, so it is never taken away.
                has = await self.members.roles_of(user_id)
                add = found.ids - has - (frozenset() if restore else given)
                if add:
                    await self.claims.begin(user_id, given | add)
                await self.members.change(user_id, add=add, remove=remove, nickname=nickname)
            except MemberGoneError as error:
                # Who leaves loses all roles, and gets them by `restore` when they come back.
                await self.claims.record(user_id, frozenset(), granted=False)
                return _outcome(Result.INCOMPLETE, user_id, entitlement, found, problems=(str(error),))
            except ChangeRefusedError as error:
                return _outcome(Result.INCOMPLETE, user_id, entitlement, found, problems=(str(error),))
            after = (given | add) - remove
            finished = await self.claims.record(user_id, after, granted=not found.problems)
        result = _result(finished=finished, complete=not found.problems, changed=bool(add or remove))
        return _outcome(result, user_id, entitlement, found, removed=remove)

    async def out_of_sync(self, only: Collection[int] | None = None) -> OutOfSync:
        """Look who is not in line, among everybody or `only` among some members."""
        claims, given = await self.claims.all(only)
        gaining: set[int] = set()
        losing: set[int] = set()
        for number, user_id in enumerate(claims.keys() | given.keys()):
            if number % MEMBERS_AT_A_TIME == 0:
                # Thousands at a stretch would keep others waiting for their answers.
                await asyncio.sleep(0)
            held, recorded = claims.get(user_id, []), frozenset(given.get(user_id, ()))
            entitlement = self.entitlement(held)
            found = self.members.find_roles(entitlement.roles)
            if entitlement.moved or _to_remove(
                entitlement, found, recorded, revoke=self.revoke() or not held
            ):
                losing.add(user_id)
            elif await self._lacks(user_id, found.ids - recorded):
                gaining.add(user_id)
        return OutOfSync(len(claims), frozenset(gaining), frozenset(losing))

    async def _lacks(self, user_id: int, roles: frozenset[int]) -> bool:
        try:
            return bool(roles) and bool(roles - await self.members.roles_of(user_id))
        except (MemberGoneError, ChangeRefusedError):
            return False


def _to_remove(
    entitlement: Entitlement, found: FoundRoles, given: frozenset[int], *, revoke: bool
) -> frozenset[int]:
    """Return what to take back: nothing as long as anything about it is unknown."""
    return given - found.ids if revoke and entitlement.complete and not found.problems else frozenset()


def changed_hands(claim: Claim, ticket: Position) -> bool:
    """Tell whether the ticket has another attendee now; a corrected spelling is no other person."""
    if not claim.attendee_name or ticket.attendee_name in {None, "", claim.attendee_name}:
        return False
    return likeness(claim.attendee_name, ticket.attendee_name or "") is Likeness.NONE


def _result(*, finished: bool, complete: bool, changed: bool) -> Result:
    if not complete:
        return Result.INCOMPLETE
    if finished:
        return Result.REGISTERED
    return Result.CHANGED if changed else Result.ALREADY_REGISTERED


def _outcome(
    result: Result,
    user_id: int,
    entitlement: Entitlement,
    found: FoundRoles,
    *,
    removed: frozenset[int] = frozenset(),
    problems: tuple[str, ...] = (),
) -> Outcome:
    return Outcome(
        result,
        user_id,
        tickets=entitlement.tickets,
        roles=found.ids,
        removed=removed,
        problems=(*found.problems, *problems),
    )
