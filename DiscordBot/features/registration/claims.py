"""Who holds which ticket, as the database knows it. Every method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import true
from sqlmodel import col, delete, select, update

from DiscordBot.features.registration.models import (
    Claim,
    ClaimState,
    GivenRole,
    SpeakerCheck,
    TransferRequest,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.shop.tickets import Order, Position


@dataclass(frozen=True, slots=True)
class Taken:
    """A ticket is somebody else's: of member `holder`, or of nobody known (None, from the older bot)."""

    holder: int | None
    position_id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Claims:
    """The tables `claim`, `given_role` and `transfer_request`."""

    database: Database
    clock: Clock

    async def claim(
        self,
        user_id: int,
        order: Order,
        tickets: Iterable[Position],
        *,
        adopt: bool = False,
        take_over: Mapping[int, int] | None = None,
    ) -> Taken | None:
        """Give tickets of an order to a member, all or none; None means that the member holds them now.

        `adopt` lets them take over tickets that the older bot registered for nobody known, `take_over`
        those that these members hold (position id to user id).
        """
        wanted = {ticket.id: ticket for ticket in tickets}
        from_others = take_over or {}
        async with self.database.transaction() as session:
            held = {c.position_id: c for c in await _claims(session, col(Claim.position_id).in_(wanted))}
            for claim in held.values():
                is_free = claim.user_id is None and adopt
                is_handed_on = (
                    claim.user_id is not None and from_others.get(claim.position_id) == claim.user_id
                )
                if claim.user_id != user_id and not is_free and not is_handed_on:
                    return Taken(claim.user_id, claim.position_id)
            for claim in held.values():
                if claim.user_id is None:
                    claim.user_id = user_id
                elif claim.user_id != user_id:
                    await session.delete(claim)
                else:
                    # Whoever claims a ticket again, knowing its name, holds it under that name.
                    claim.attendee_name = wanted[claim.position_id].attendee_name or ""
                    claim.seen_name = None
            await session.flush()
            new = sorted(wanted.keys() - {id_ for id_, claim in held.items() if claim.user_id == user_id})
            session.add_all(self._new(wanted[position_id], order, user_id) for position_id in new)
            return None

    async def import_for_nobody(self, tickets: Iterable[tuple[Order, Position]]) -> int:
        """Note tickets that were used with the older bot; return how many were not noted before."""
        wanted = {ticket.id: (order, ticket) for order, ticket in tickets}
        async with self.database.transaction() as session:
            known = set((await session.execute(select(Claim.position_id))).scalars())
            new = [
                self._new(ticket, order, None) for id_, (order, ticket) in wanted.items() if id_ not in known
            ]
            session.add_all(new)
            return len(new)

    async def of_user(self, user_id: int) -> Sequence[Claim]:
        """Return a member's claims, the oldest first."""
        async with self.database.transaction() as session:
            return await _claims(session, col(Claim.user_id) == user_id)

    async def of_tickets(self, position_ids: Collection[int]) -> Sequence[Claim]:
        """Return the claims on some tickets."""
        async with self.database.transaction() as session:
            return await _claims(session, col(Claim.position_id).in_(position_ids))

    async def all(
        self, only: Collection[int] | None = None
    ) -> tuple[dict[int, list[Claim]], dict[int, set[int]]]:
        """Return all claims and all given roles, each by member; or `only` those of some members."""
        claims: dict[int, list[Claim]] = {}
        given: dict[int, set[int]] = {}
        async with self.database.transaction() as session:
            for claim in await _claims(session, _of_members(Claim.user_id, only)):
                claims.setdefault(claim.user_id or 0, []).append(claim)
            for row in (
                await session.execute(select(GivenRole).where(_of_members(GivenRole.user_id, only)))
            ).scalars():
                given.setdefault(row.user_id, set()).add(row.role_id)
        return claims, given

    async def everything(self) -> Sequence[Claim]:
        """Return all claims, those of nobody known too, the oldest first."""
        async with self.database.transaction() as session:
            return await _claims(session, true())

    async def unfinished_users(self) -> frozenset[int]:
        """Return the members who hold a ticket but were not given everything it promises."""
        async with self.database.transaction() as session:
            found = await _claims(session, col(Claim.state) == ClaimState.CLAIMED)
        return frozenset(claim.user_id for claim in found if claim.user_id is not None)

    async def given_roles(self, user_id: int) -> frozenset[int]:
        """Return the roles that a member has from the bot."""
        async with self.database.transaction() as session:
            rows = await session.execute(select(GivenRole.role_id).where(col(GivenRole.user_id) == user_id))
            return frozenset(rows.scalars())

    async def begin(self, user_id: int, given: frozenset[int]) -> None:
        """Note which roles a member is about to have from the bot; `record` with `granted` ends that.

        In between they count as unfinished, so that nothing is forgotten when Discord refuses or we crash.
        """
        async with self.database.transaction() as session:
            await _set_given(session, user_id, given)
            is_theirs = col(Claim.user_id) == user_id
            await session.execute(update(Claim).where(is_theirs).values(state=ClaimState.CLAIMED))

    async def record(
        self,
        user_id: int,
        given: frozenset[int],
        *,
        granted: bool,
        gave: Mapping[int, frozenset[int]] | None = None,
        paid: Collection[int] = (),
    ) -> bool:
        """Note which roles a member has from the bot and, with `granted`, that nothing is left to do.

        `gave` are the roles of each ticket of which that is known, by the position's id; `paid` are those
        whose order is paid. Tell whether that finished a claim for the first time.
        """
        async with self.database.transaction() as session:
            await _set_given(session, user_id, given)
            claims = await _claims(session, col(Claim.user_id) == user_id)
            for claim in claims:
                claim.was_paid = claim.was_paid or claim.position_id in paid
                if gave is not None and claim.position_id in gave:
                    claim.gave = sorted(gave[claim.position_id])
            if not granted:
                return False
            unfinished = [claim for claim in claims if claim.state is ClaimState.CLAIMED]
            is_first_time = any(claim.granted_at is None for claim in unfinished)
            for claim in unfinished:
                claim.state = ClaimState.GRANTED
                claim.granted_at = claim.granted_at or self.clock.now()
            return is_first_time

    async def release(self, position_ids: Collection[int]) -> None:
        """Make tickets free for anybody who can name them."""
        async with self.database.transaction() as session:
            await session.execute(delete(Claim).where(col(Claim.position_id).in_(position_ids)))

    async def note_name(self, position_id: int, name: str | None) -> None:
        """Note that organisers know of the name that a ticket bears now."""
        await self._update(position_id, seen_name=name or "")

    async def note_speaker(self, position_id: int, check: SpeakerCheck) -> None:
        """Note that organisers were asked whether a ticket's holder speaks, or that they confirmed it."""
        await self._update(position_id, speaker_check=check)

    async def request_transfer(self, position_id: int, user_id: int) -> int | None:
        """Note that a member wants a ticket that is taken; return the request's id, None if it is not new."""
        request = TransferRequest(position_id=position_id, user_id=user_id, asked_at=self.clock.now())
        is_this = (col(TransferRequest.position_id) == position_id) & (
            col(TransferRequest.user_id) == user_id
        )
        async with self.database.transaction() as session:
            if (await session.execute(select(TransferRequest).where(is_this))).first() is not None:
                return None
            session.add(request)
            await session.flush()
            return request.id

    async def transfer_request(self, request_id: int) -> TransferRequest | None:
        """Return a request, None when it was dealt with."""
        async with self.database.transaction() as session:
            return await session.get(TransferRequest, request_id)

    async def close_transfer(self, request_id: int) -> None:
        """Forget a request."""
        async with self.database.transaction() as session:
            await session.execute(delete(TransferRequest).where(col(TransferRequest.id) == request_id))

    async def forget_everything(self) -> None:
        """Delete all claims, given roles and requests (personal data after the conference)."""
        async with self.database.transaction() as session:
            for table in (Claim, GivenRole, TransferRequest):
                await session.execute(delete(table))

    async def _update(self, position_id: int, **values: object) -> None:
        async with self.database.transaction() as session:
            is_this = col(Claim.position_id) == position_id
            await session.execute(update(Claim).where(is_this).values(**values))

    def _new(self, ticket: Position, order: Order, user_id: int | None) -> Claim:
        return Claim(
            position_id=ticket.id,
            order_code=order.code,
            user_id=user_id,
            attendee_name=ticket.attendee_name or "",
            state=ClaimState.GRANTED if user_id is None else ClaimState.CLAIMED,
            was_paid=order.status == "p",
            claimed_at=self.clock.now(),
        )


def _of_members(user_id: int | None, only: Collection[int] | None) -> ColumnElement[bool]:
    return col(user_id).is_not(None) if only is None else col(user_id).in_(only)


async def _set_given(session: AsyncSession, user_id: int, given: frozenset[int]) -> None:
    await session.execute(delete(GivenRole).where(col(GivenRole.user_id) == user_id))
    session.add_all(GivenRole(user_id=user_id, role_id=role_id) for role_id in sorted(given))


async def _claims(session: AsyncSession, condition: object) -> Sequence[Claim]:
    query = select(Claim).where(condition).order_by(col(Claim.claimed_at), col(Claim.position_id))  # type: ignore[arg-type]  # SQLModel types no general SQL condition
    return (await session.execute(query)).scalars().all()
