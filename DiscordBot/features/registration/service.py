"""The rules of registration: from an order code and a name to roles, and what becomes of them later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from DiscordBot.features.registration.announcer import Reports
from DiscordBot.features.registration.claiming import Claiming
from DiscordBot.features.registration.matching.attendees import attendee_tickets
from DiscordBot.features.registration.matching.imitation import imitates
from DiscordBot.features.registration.matching.nicknames import readable_nickname
from DiscordBot.features.registration.models import SpeakerCheck
from DiscordBot.features.registration.outcome import Cause, Outcome, Result
from DiscordBot.features.registration.shop.order_code import parse_order_code
from DiscordBot.features.registration.shop.validity import flaw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from DiscordBot.core.members import Members
    from DiscordBot.features.registration.announcer import Announcer
    from DiscordBot.features.registration.attempts import Attempts
    from DiscordBot.features.registration.claim_batches import Holdings
    from DiscordBot.features.registration.claims import Claims
    from DiscordBot.features.registration.matching.ticket_finder import Found, TicketFinder
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.roles.role_sync import RoleSync
    from DiscordBot.features.registration.shop.order_code import OrderCode
    from DiscordBot.features.registration.shop.ticket_store import TicketStore
    from DiscordBot.features.registration.shop.tickets import Order, Position

MOST_LOSSES_AT_ONCE = 20
"""More members than that, and than a tenth of all, do not lose roles at once unless somebody confirms it."""

FAILURES = frozenset({Result.NOT_FOUND, Result.TAKEN})
"""What counts against somebody who guesses."""

NAME_KEPT_OFF = "The ticket's name could be taken for staff, the bot or Discord, so it became no nickname."


@dataclass(kw_only=True)
class RegistrationService:
    """Registers members and keeps their roles true to their tickets.

    `read_code` tells which order is meant by what people paste, `set_nickname` is asked whenever somebody
    might be renamed, `reserved_names` returns names that nobody may have as a nickname.
    """

    store: TicketStore
    finder: TicketFinder
    claims: Claims
    role_sync: RoleSync
    members: Members
    attempts: Attempts
    announcer: Announcer
    set_nickname: Callable[[], bool]
    reserved_names: Callable[[], Iterable[str]] = tuple
    read_code: Callable[[str], OrderCode | None] = parse_order_code
    held_back: int = 0

    def __post_init__(self) -> None:
        self._claiming = Claiming(self.finder, self.claims, self.role_sync, self.members)
        self._reports = Reports(self.claims, self.store, self.announcer)

    async def register(self, user_id: int, order: str, name: str) -> Outcome:
        """Register a member with what they typed."""
        retry_at = self.attempts.begin(user_id)
        if retry_at is not None:
            return Outcome(Result.TOO_MANY_ATTEMPTS, user_id, retry_at=retry_at)
        failed = unanswered = False
        try:
            outcome = await self._register(user_id, order, name, by_organizer=False)
            failed = outcome.result in FAILURES
            unanswered = outcome.result is Result.PRETIX_UNAVAILABLE
        finally:
            if unanswered:
                self.attempts.note_unanswered(user_id)
            elif not failed:
                self.attempts.forgive(user_id)
        if failed and self.attempts.is_exhausted(user_id):
            # Told once, not at each of the presses that follow.
            self.announcer.log(Outcome(Result.TOO_MANY_ATTEMPTS, user_id))
        return await self._reports.told(outcome)

    async def register_for(self, user_id: int, order: str, name: str | None) -> Outcome:
        """Register a member on an organiser's word: no limit of attempts, and no name where one is enough."""
        return await self._reports.told(await self._register(user_id, order, name, by_organizer=True))

    async def unregister(self, user_id: int, ticket: str = "") -> Outcome:
        """Free a member's tickets, or only those of an order or one `ticket`, and take back their roles."""
        claims = await self.claims.of_user(user_id)
        if ticket:
            claims = [claim for claim in claims if self._is_named(claim, ticket)]
        if not claims:
            return Outcome(Result.NOT_REGISTERED, user_id)
        titles = self.role_sync.entitlements.of(claims).tickets
        await self.claims.release([claim.position_id for claim in claims])
        outcome = await self.role_sync.sync(user_id, released=claims, cause=Cause.RELEASED)
        result = outcome.result if outcome.result is Result.INCOMPLETE else Result.RELEASED
        return await self._reports.told(replace(outcome, result=result, tickets=titles))

    async def sync(self, user_id: int) -> Outcome:
        """Give a member again everything that their tickets promise, and take what they no longer do."""
        return await self._reports.told_if_changed(await self.role_sync.sync(user_id, restore=True))

    async def member_joined(self, user_id: int) -> Outcome | None:
        """Give somebody who comes (back) to the server what they are registered for, if anything."""
        claims = await self.claims.of_user(user_id)
        if not claims and user_id not in self.role_sync.entitlements.listed.user_ids:
            return None
        nickname = self._nickname(claims[0].attendee_name) if claims else None
        return await self._reports.told_if_changed(
            await self.role_sync.sync(user_id, restore=True, nickname=nickname)
        )

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
        outcomes = await self._follow(found.gaining if too_many else found.gaining | found.losing)
        await self._reports.ask_about(found.to_ask)
        await self._reports.tell_renamed(await self.claims.everything())
        return outcomes

    async def follow_orders(self, codes: Iterable[str]) -> list[Outcome]:
        """Do what `follow_changes` does for those who hold something of a few orders."""
        orders = [order for code in codes if (order := self.store.get(code)) is not None]
        if not orders:
            return await self._follow(frozenset())
        claims = await self.claims.of_tickets([p.id for order in orders for p in order.positions])
        holders = frozenset(claim.user_id for claim in claims if claim.user_id is not None)
        found = await self.role_sync.out_of_sync(holders)
        outcomes = await self._follow(found.gaining | found.losing)
        await self._reports.ask_about(found.to_ask)
        await self._reports.tell_renamed(claims)
        return outcomes

    async def sync_everybody(self, progress: Callable[[int, int], None] | None = None) -> list[Outcome]:
        """Do what `sync` does for every member who is registered.

        `progress` is told how many out of how many. What fails for one member, see `Result.INCOMPLETE`,
        keeps nobody else waiting.
        """
        self.held_back = 0
        claims, given = await self.claims.all()
        members = sorted(claims.keys() | given.keys() | self.role_sync.entitlements.listed.user_ids)
        outcomes = []
        for user_id in members:
            outcomes.append(await self.sync(user_id))
            if progress is not None:
                progress(len(outcomes), len(members))
        return outcomes

    async def move(self, request_id: int) -> Outcome | None:
        """Give a ticket that is taken to the member who asked for it; None if that was dealt with already."""
        request = await self.claims.transfer_request(request_id)
        order = self.store.holding(request.position_id) if request is not None else None
        if request is None or order is None:
            return None
        ticket = order.position(request.position_id)
        held = await self.claims.of_tickets([ticket.id])
        released = [claim for claim in held if claim.user_id not in {None, request.user_id}]
        take_over = {claim.position_id: claim.user_id or 0 for claim in released}
        # Whoever presses at the same moment finds no request any more.
        await self.claims.close_transfer(request_id)
        await self.claims.claim(request.user_id, order, (ticket,), adopt=True, take_over=take_over)
        await self._take_from(released, Cause.MOVED_BY_ORGANIZER)
        nickname = self._nickname(ticket.attendee_name)
        return await self._reports.told(
            await self.role_sync.sync(request.user_id, restore=True, nickname=nickname)
        )

    async def confirm_speaker(self, position_id: int) -> Outcome | None:
        """Give the speakers' role to a ticket's holder; None if nobody holds it any more."""
        await self.claims.note_speaker(position_id, SpeakerCheck.CONFIRMED)
        held = await self.claims.of_tickets([position_id])
        user_id = held[0].user_id if held else None
        if user_id is None:
            return None
        return await self._reports.told_if_changed(await self.role_sync.sync(user_id, restore=True))

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

    async def forget_everything(self) -> None:
        """Delete all personal data of registration."""
        await self.claims.forget_everything()
        await self.store.forget_everything()

    async def _register(self, user_id: int, order: str, name: str | None, *, by_organizer: bool) -> Outcome:
        code = self.read_code(order)
        if code is None:
            return Outcome(Result.NO_CODE, user_id)
        found = await self.finder.find(code, name, user_id=None if by_organizer else user_id)
        if isinstance(found, Result):
            return Outcome(found, user_id)
        async with self.role_sync.turn(user_id):
            held = await self.claims.look(user_id, [ticket.id for ticket in found.tickets])
            refusal, usable = self._usable(user_id, found, held)
            if refusal is not None:
                return refusal
            claimed = await self._claiming.take_share(user_id, usable, held, by_organizer=by_organizer)
            share, own = claimed.share, held.claims
            if share.taken is not None:
                return self._is_taken(user_id, found.order, share.taken, share.holder)
            name = next((ticket.attendee_name for ticket in usable.tickets if ticket.attendee_name), None)
            nickname = self._nickname(name) if not own else None
            if not share.released:
                outcome = await self.role_sync.bring_in_line(
                    user_id, claimed.holdings, begun=claimed.giving, restore=True, nickname=nickname
                )
        if share.released:
            # Each has a turn of their own: two who take over from each other shall not wait for ever.
            await self._take_from(share.released, Cause.MOVED)
            outcome = await self.role_sync.sync(user_id, restore=True, nickname=nickname)
        if not own and name and self.set_nickname() and nickname is None:
            outcome = replace(outcome, notes=(*outcome.notes, NAME_KEPT_OFF))
        return outcome

    def _usable(self, user_id: int, found: Found, held: Holdings) -> tuple[Outcome | None, Found]:
        """Return what was found without what is not valid, and the refusal if nothing is left."""
        order, entitlements = found.order, self.role_sync.entitlements
        paid = {claim.position_id for claim in held.claims if claim.was_paid}
        usable = tuple(t for t in found.tickets if flaw_of(order, t, owing=t.id in paid) is None)
        if not usable:
            return Outcome(Result.NOT_VALID, user_id, flaw=flaw_of(order, found.tickets[0])), found
        if not self.store.knows_items_of(order):
            return Outcome(Result.STARTING, user_id), found
        if not held.claims and not entitlements.roles_for(order, usable):
            titles, label = entitlements.titles_of(order, usable), f"{order.code}-{usable[0].positionid}"
            return Outcome(Result.NO_ROLES, user_id, tickets=titles, order_code=label), found
        return None, replace(found, tickets=usable)

    def _is_taken(self, user_id: int, order: Order, ticket: Position, holder: int | None) -> Outcome:
        return Outcome(
            Result.TAKEN,
            user_id,
            tickets=self.role_sync.entitlements.titles_of(order, (ticket,)),
            holder=holder,
            order_code=f"{order.code}-{ticket.positionid}",
            position_id=ticket.id,
        )

    async def _take_from(self, released: Iterable[Claim], cause: Cause) -> None:
        """Take from former holders what came from tickets that went to somebody else."""
        by_holder: dict[int, list[Claim]] = {}
        for claim in released:
            by_holder.setdefault(claim.user_id or 0, []).append(claim)
        for holder, claims in by_holder.items():
            await self._reports.told_if_changed(
                await self.role_sync.sync(holder, released=claims, cause=cause)
            )

    async def _follow(self, differing: frozenset[int]) -> list[Outcome]:
        unfinished = await self._unfinished()
        outcomes = []
        for user_id in sorted(differing | unfinished):
            if user_id in unfinished:
                outcome = await self._finish(user_id)
            else:
                outcome = await self.role_sync.sync(user_id)
            outcomes.append(await self._reports.told_if_changed(outcome))
        return outcomes

    async def _unfinished(self) -> frozenset[int]:
        """Return who may wait for roles; nobody is looked for where nothing happened since."""
        if not self.role_sync.may_have_left_something:
            return frozenset()
        self.role_sync.may_have_left_something = False
        found = await self.claims.unfinished_users()
        self.role_sync.may_have_left_something |= bool(found)
        return found

    async def _finish(self, user_id: int) -> Outcome:
        claims = await self.claims.of_user(user_id)
        # Only who was never finished still waits for a nickname; others may have chosen another since.
        is_new = all(claim.granted_at is None for claim in claims)
        nickname = self._nickname(claims[0].attendee_name) if claims and is_new else None
        return await self.role_sync.sync(user_id, restore=True, nickname=nickname)

    def _nickname(self, name: str | None) -> str | None:
        nickname = readable_nickname(name or "")
        if not nickname or not self.set_nickname() or imitates(nickname, self.reserved_names()):
            return None
        return nickname

    def _is_named(self, claim: Claim, text: str) -> bool:
        """Tell whether a claim is on the order or ticket that an organiser typed."""
        code = self.read_code(text)
        order = self.store.holding(claim.position_id)
        if code is None:
            return False
        if order is None:
            return code.positionid is None and code.code == claim.order_code
        named = [number for meant, number in self.store.meant_by(code) if meant.key == order.key]
        if not named:
            return code.positionid is None and code.code == claim.order_code
        number = named[0]
        return number is None or any(t.id == claim.position_id for t in attendee_tickets(order, number))
