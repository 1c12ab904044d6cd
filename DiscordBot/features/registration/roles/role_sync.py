"""Bringing a member's roles in line with the tickets he holds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
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
class Standing:
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
class OutOfLine:
    """Members whose tickets say something else than what the bot gave them, out of `holders` in all."""

    holders: int
    gaining: frozenset[int]
    losing: frozenset[int]


class Grants:
    """Gives and takes roles, one operation per member at a time.

    What the bot gives is recorded before Discord is asked, and only what is recorded is ever taken
    back (if `revoke` says so then); roles that somebody else gave stay.
    """

    def __init__(
        self,
        *,
        claims: Claims,
        store: TicketStore,
        mapping: Callable[[], RoleMapping],
        members: Members,
        speaker_roles: Callable[[Position], frozenset[RoleReference]],
        revoke: Callable[[], bool],
    ) -> None:
        self._claims = claims
        self._store = store
        self._mapping = mapping
        self._members = members
        self._speaker_roles = speaker_roles
        self._revoke = revoke
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def roles_for(self, order: Order, tickets: Iterable[Position]) -> frozenset[RoleReference]:
        """Return the roles that valid tickets, with their valid add-ons, give."""
        mapping = self._mapping()
        roles: set[RoleReference] = set()
        for ticket in tickets:
            if flaw_of(order, ticket) is None:
                valid = (p for p in with_addons(order, ticket) if flaw_of(order, p) is None)
                roles.update(self._speaker_roles(ticket), *map(mapping.roles_for, valid))
        return frozenset(roles)

    def titles_of(self, order: Order, tickets: Iterable[Position]) -> tuple[str, ...]:
        """Return what the shop calls the valid tickets among these and their add-ons."""
        positions = (p for ticket in tickets for p in with_addons(order, ticket))
        return tuple(self._mapping().title(p) for p in positions if flaw_of(order, p) is None)

    def standing(self, claims: Iterable[Claim]) -> Standing:
        """Return what these claims of one member come to."""
        roles: set[RoleReference] = set()
        titles: list[str] = []
        moved: list[int] = []
        complete = True
        for claim in claims:
            order = self._store.holding(claim.position_id)
            if order is None:
                complete = False
                continue
            ticket = next(p for p in order.positions if p.id == claim.position_id)
            if changed_hands(claim, ticket):
                moved.append(ticket.id)
                continue
            gives = self.roles_for(order, (ticket,))
            complete = complete and (bool(gives) or flaw_of(order, ticket) is not None)
            roles |= gives
            titles.extend(self.titles_of(order, (ticket,)))
        return Standing(frozenset(roles), tuple(titles), complete, tuple(moved))

    async def bring_in_line(
        self, user_id: int, *, restore: bool = False, revoke: bool = False, nickname: str | None = None
    ) -> Outcome:
        """Give and take what the member's tickets say now.

        `restore` also gives back what he once got and no longer has; without it a role that a
        moderator took away stays away. `revoke` takes back even where cancelled tickets keep their roles.
        """
        async with self._turns.setdefault(user_id, asyncio.Lock()):
            claims = await self._claims.of_user(user_id)
            standing = self.standing(claims)
            if standing.moved:
                await self._claims.release(standing.moved)
            found = self._members.find_roles(standing.roles)
            given = await self._claims.given_roles(user_id)
            # Who holds nothing has nothing to keep, whatever is done about cancelled tickets.
            remove = _to_remove(standing, found, given, revoke=revoke or self._revoke() or not claims)
            try:
                # What he has from somebody else is not recorded as given, so it is never taken away.
                has = await self._members.roles_of(user_id)
                add = found.ids - has - (frozenset() if restore else given)
                if add:
                    await self._claims.begin(user_id, given | add)
                await self._members.change(user_id, add=add, remove=remove, nickname=nickname)
            except MemberGoneError as error:
                # Who leaves loses all roles, and gets them by `restore` when he comes back.
                await self._claims.record(user_id, frozenset(), granted=False)
                return _outcome(Result.INCOMPLETE, user_id, standing, found, problems=(str(error),))
            except ChangeRefusedError as error:
                return _outcome(Result.INCOMPLETE, user_id, standing, found, problems=(str(error),))
            after = (given | add) - remove
            finished = await self._claims.record(user_id, after, granted=not found.problems)
        result = _result(finished=finished, complete=not found.problems, changed=bool(add or remove))
        return _outcome(result, user_id, standing, found, removed=remove)

    async def out_of_line(self, only: Collection[int] | None = None) -> OutOfLine:
        """Look who is not in line, among everybody or `only` among some members."""
        claims, given = await self._claims.all(only)
        gaining: set[int] = set()
        losing: set[int] = set()
        for number, user_id in enumerate(claims.keys() | given.keys()):
            if number % MEMBERS_AT_A_TIME == 0:
                # Thousands at a stretch would keep others waiting for their answers.
                await asyncio.sleep(0)
            held, recorded = claims.get(user_id, []), frozenset(given.get(user_id, ()))
            standing = self.standing(held)
            found = self._members.find_roles(standing.roles)
            if standing.moved or _to_remove(standing, found, recorded, revoke=self._revoke() or not held):
                losing.add(user_id)
            elif await self._lacks(user_id, found.ids - recorded):
                gaining.add(user_id)
        return OutOfLine(len(claims), frozenset(gaining), frozenset(losing))

    async def _lacks(self, user_id: int, roles: frozenset[int]) -> bool:
        try:
            return bool(roles) and bool(roles - await self._members.roles_of(user_id))
        except (MemberGoneError, ChangeRefusedError):
            return False


def _to_remove(
    standing: Standing, found: FoundRoles, given: frozenset[int], *, revoke: bool
) -> frozenset[int]:
    """Return what to take back: nothing as long as anything about it is unknown."""
    return given - found.ids if revoke and standing.complete and not found.problems else frozenset()


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
    standing: Standing,
    found: FoundRoles,
    *,
    removed: frozenset[int] = frozenset(),
    problems: tuple[str, ...] = (),
) -> Outcome:
    return Outcome(
        result,
        user_id,
        tickets=standing.tickets,
        roles=found.ids,
        removed=removed,
        problems=(*found.problems, *problems),
    )
