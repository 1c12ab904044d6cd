"""The rules of registration: from an order code and a name to roles, and what becomes of them later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from anyascii import anyascii

from DiscordBot.core.members import ChangeRefusedError, MemberGoneError
from DiscordBot.features.registration.attendees import attendee_tickets, find_attendee
from DiscordBot.features.registration.outcome import Outcome, Result
from DiscordBot.features.registration.shop.order_code import parse_order_code
from DiscordBot.features.registration.shop.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from DiscordBot.core.members import Members
    from DiscordBot.features.registration.attempts import Attempts
    from DiscordBot.features.registration.claims import Claims, Taken
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.roles.role_sync import RoleSync
    from DiscordBot.features.registration.shop.order_code import OrderCode
    from DiscordBot.features.registration.shop.order_lookup import FreshLook
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Order, Position

MOST_LOSSES_AT_ONCE = 20
"""More members than that, and than a tenth of all, do not lose roles at once unless somebody confirms it."""

FAILURES = frozenset({Result.NOT_FOUND, Result.TAKEN})
"""What counts against somebody who guesses."""

UNREMARKABLE = frozenset({Result.NOT_FOUND, Result.PRETIX_UNAVAILABLE, Result.ALREADY_REGISTERED})
"""What organisers need not read about."""


@dataclass(frozen=True, slots=True)
class Found:
    """The tickets of the attendee that was meant."""

    order: Order
    tickets: tuple[Position, ...]

    @property
    def valid(self) -> tuple[Position, ...]:
        """Those that let somebody in."""
        return tuple(ticket for ticket in self.tickets if flaw_of(self.order, ticket) is None)


@dataclass(kw_only=True)
class RegistrationService:
    """Registers members and keeps their roles true to their tickets.

    `log` gets every outcome that organisers should read about; it must not block. `set_nickname` is
    asked whenever somebody might be renamed.
    """

    store: TicketStore
    fresh_look: FreshLook
    claims: Claims
    role_sync: RoleSync
    members: Members
    attempts: Attempts
    log: Callable[[Outcome], None]
    set_nickname: Callable[[], bool]
    held_back: int = 0

    async def register(self, user_id: int, order: str, name: str) -> Outcome:
        """Register a member with what they typed."""
        retry_at = self.attempts.begin(user_id)
        if retry_at is not None:
            return Outcome(Result.TOO_MANY_ATTEMPTS, user_id, retry_at=retry_at)
        failed = False
        try:
            outcome = await self._register(user_id, order, name, by_organizer=False)
            failed = outcome.result in FAILURES
        finally:
            if not failed:
                self.attempts.forgive(user_id)
        if failed and self.attempts.is_exhausted(user_id):
            # Told once, not at each of the presses that follow.
            self.log(Outcome(Result.TOO_MANY_ATTEMPTS, user_id))
        return self._logged(outcome)

    async def register_for(self, user_id: int, order: str, name: str | None) -> Outcome:
        """Register a member on an organiser's word: no limit of attempts, and no name where one is enough."""
        return self._logged(await self._register(user_id, order, name, by_organizer=True))

    async def unregister(self, user_id: int) -> Outcome:
        """Free a member's tickets and take back the roles they gave."""
        claims = await self.claims.of_user(user_id)
        if not claims:
            return Outcome(Result.NOT_REGISTERED, user_id)
        titles = self.role_sync.entitlement(claims).tickets
        await self.claims.release([claim.position_id for claim in claims])
        outcome = await self.role_sync.sync(user_id, revoke=True)
        result = outcome.result if outcome.result is Result.INCOMPLETE else Result.RELEASED
        return self._logged(replace(outcome, result=result, tickets=titles))

    async def sync(self, user_id: int) -> Outcome:
        """Give a member again everything that their tickets promise, and take what they no longer do."""
        return self._logged_if_changed(await self.role_sync.sync(user_id, restore=True))

    async def member_joined(self, user_id: int) -> Outcome | None:
        """Give somebody who comes (back) to the server what they are registered for, if anything."""
        claims = await self.claims.of_user(user_id)
        if not claims:
            return None
        nickname = self._nickname(claims)
        outcome = await self.role_sync.sync(user_id, restore=True, nickname=nickname)
        return self._logged_if_changed(outcome)

    async def member_left(self, user_id: int) -> None:
        """Note that somebody left the server, and with it all roles."""
        await self.claims.record(user_id, frozenset(), granted=False)

    async def follow_changes(self) -> list[Outcome]:
        """Bring everybody in line whose tickets changed, and finish what was interrupted.

        If very many would lose roles at once, an item was renamed rather than everybody's ticket
        cancelled: these are held back until `sync_everybody`.
        """
        found = await self.role_sync.out_of_sync()
        too_many = len(found.losing) > max(MOST_LOSSES_AT_ONCE, found.holders // 10)
        self.held_back = len(found.losing) if too_many else 0
        return await self._follow(found.gaining if too_many else found.gaining | found.losing)

    async def follow_orders(self, codes: Iterable[str]) -> list[Outcome]:
        """Do what `follow_changes` does for those who hold something of a few orders."""
        orders = [order for code in codes if (order := self.store.get(code)) is not None]
        claims = await self.claims.of_tickets([p.id for order in orders for p in order.positions])
        holders = frozenset(claim.user_id for claim in claims if claim.user_id is not None)
        found = await self.role_sync.out_of_sync(holders)
        return await self._follow(found.gaining | found.losing)

    async def sync_everybody(self) -> list[Outcome]:
        """Do what `sync` does for every member who is registered."""
        self.held_back = 0
        claims, given = await self.claims.all()
        return [await self.sync(user_id) for user_id in sorted(claims.keys() | given.keys())]

    async def _follow(self, differing: frozenset[int]) -> list[Outcome]:
        unfinished = await self.claims.unfinished_users()
        outcomes = []
        for user_id in sorted(differing | unfinished):
            if user_id in unfinished:
                outcome = await self._finish(user_id)
            else:
                outcome = await self.role_sync.sync(user_id)
            outcomes.append(self._logged_if_changed(outcome))
        return outcomes

    async def _finish(self, user_id: int) -> Outcome:
        claims = await self.claims.of_user(user_id)
        # Only who was never finished still waits for a nickname; others may have chosen another since.
        is_new = all(claim.granted_at is None for claim in claims)
        nickname = self._nickname(claims) if claims and is_new else None
        return await self.role_sync.sync(user_id, restore=True, nickname=nickname)

    async def count_unfinished(self) -> int:
        """Return how many members hold a ticket and still wait for roles."""
        return len(await self.claims.unfinished_users())

    async def claims_of(self, user_id: int) -> Sequence[Claim]:
        """Return what a member is registered with, the oldest first."""
        return await self.claims.of_user(user_id)

    async def claims_on(self, order: Order) -> dict[int, Claim]:
        """Return who holds what of an order, by the positions' ids."""
        claims = await self.claims.of_tickets([position.id for position in order.positions])
        return {claim.position_id: claim for claim in claims}

    def search(self, *, order: str = "", name: str = "", most: int = 25) -> list[Order]:
        """Find orders by code, or by the name of an attendee, for organisers."""
        code = parse_order_code(order)
        if code is not None:
            found = self.store.get(code.code)
            return [found] if found is not None else []
        wanted = _folded(name)
        hits = (
            found
            for found in self.store.orders()
            if any(wanted in _folded(position.attendee_name or "") for position in found.positions)
        )
        return list(islice(hits, most)) if wanted else []

    async def forget_everything(self) -> None:
        """Delete all personal data of registration."""
        await self.claims.forget_everything()
        await self.store.forget_everything()

    async def _register(self, user_id: int, order: str, name: str | None, *, by_organizer: bool) -> Outcome:
        code = parse_order_code(order)
        found = await self._find(code, name) if code is not None else Result.NOT_FOUND
        if isinstance(found, Result):
            return Outcome(found, user_id)
        if not found.valid:
            return Outcome(Result.NOT_VALID, user_id, flaw=flaw_of(found.order, found.tickets[0]))
        return await self._claim(user_id, found, by_organizer=by_organizer)

    async def _find(self, code: OrderCode, name: str | None) -> Found | Result:
        """Find the tickets in the store or, where it knows none that are valid, in pretix."""
        found = self._look_up(code, name)
        if found is None or not found.valid:
            asked = await self.fresh_look.at(code.code)
            found = self._look_up(code, name)
            if found is None and not asked:
                return Result.PRETIX_UNAVAILABLE
        return found if found is not None and found.tickets else Result.NOT_FOUND

    def _look_up(self, code: OrderCode, name: str | None) -> Found | None:
        order = self.store.get(code.code)
        if order is None:
            return None
        if name is not None:
            return Found(order, find_attendee(order, name, code.positionid))
        tickets = attendee_tickets(order, code.positionid)
        only_one_name = len({ticket.attendee_name for ticket in tickets}) == 1
        return Found(order, tickets if only_one_name else ())

    async def _claim(self, user_id: int, found: Found, *, by_organizer: bool) -> Outcome:
        references = self.role_sync.roles_for(found.order, found.valid)
        titles = self.role_sync.titles_of(found.order, found.valid)
        label = f"{found.order.code}-{found.valid[0].positionid}"
        if not references:
            return Outcome(Result.NO_ROLES, user_id, tickets=titles, order_code=label)
        adopt = by_organizer or await self._has_all(user_id, self.members.find_roles(references).ids)
        first = not await self.claims.of_user(user_id)
        taken = await self._take(user_id, found, adopt=adopt)
        if taken is not None:
            return Outcome(Result.TAKEN, user_id, tickets=titles, holder=taken.holder, order_code=label)
        nickname = found.valid[0].attendee_name if first and self.set_nickname() else None
        return await self.role_sync.sync(user_id, restore=True, nickname=nickname)

    async def _take(self, user_id: int, found: Found, *, adopt: bool) -> Taken | None:
        """Claim tickets, also from somebody who handed them on since they were last looked at."""
        taken = await self.claims.claim(user_id, found.order.code, found.valid, adopt=adopt)
        if taken is None or taken.holder is None:
            return taken
        if not self.role_sync.entitlement(await self.claims.of_user(taken.holder)).moved:
            return taken
        self._logged_if_changed(await self.role_sync.sync(taken.holder))
        return await self.claims.claim(user_id, found.order.code, found.valid, adopt=adopt)

    async def _has_all(self, user_id: int, roles: frozenset[int]) -> bool:
        """Whether somebody already has what a ticket gives: then the older bot's ticket was theirs."""
        try:
            return bool(roles) and roles <= await self.members.roles_of(user_id)
        except (MemberGoneError, ChangeRefusedError):
            return False

    def _nickname(self, claims: Sequence[Claim]) -> str | None:
        return (claims[0].attendee_name or None) if self.set_nickname() else None

    def _logged(self, outcome: Outcome) -> Outcome:
        if outcome.result not in UNREMARKABLE:
            self.log(outcome)
        return outcome

    def _logged_if_changed(self, outcome: Outcome) -> Outcome:
        if outcome.result in {Result.CHANGED, Result.REGISTERED}:
            self.log(outcome)
        return outcome


def _folded(name: str) -> str:
    return " ".join(anyascii(name).casefold().split())
