"""Who holds which ticket, as the database knows it. Every method is one transaction at most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import true
from sqlmodel import col, delete, func, select, update

from DiscordBot.core.batching import Batcher
from DiscordBot.features.registration.claim_batches import (
    Grant,
    Holdings,
    Look,
    Taken,
    Wish,
    claim_all,
    look_all,
    new_claim,
    record_all,
)
from DiscordBot.features.registration.models import (
    Claim,
    ClaimState,
    GivenRole,
    LossMessage,
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


@dataclass
class Claims:
    """The tables `claim`, `given_role` and `transfer_request`.

    What members do at the same moment shares a transaction, see `claim_batches`.
    """

    database: Database
    clock: Clock

    def __post_init__(self) -> None:
        self._looks = Batcher(self._look_all)
        self._wishes = Batcher(self._claim_all)
        self._grants = Batcher(self._record_all)

    async def look(self, user_id: int, position_ids: Collection[int] = ()) -> Holdings:
        """Return what a member holds, and who holds some tickets."""
        return await self._looks.ask(Look(user_id, frozenset(position_ids)))

    async def claim(
        self,
        user_id: int,
        order: Order,
        tickets: Iterable[Position],
        *,
        giving: frozenset[int] = frozenset(),
        adopt: bool = False,
        take_over: Mapping[int, int] | None = None,
    ) -> Taken | None:
        """Give tickets of an order to a member, all or none; None means that the member holds them now.

        With it is noted which roles the member is about to have from the bot, `giving`, as `begin` does it.
        `adopt` and `take_over` are those of `Wish`.
        """
        wanted = {ticket.id: ticket for ticket in tickets}
        return await self._wishes.ask(Wish(user_id, order, wanted, giving, adopt, take_over or {}))

    def with_tickets(
        self, held: Holdings, user_id: int, order: Order, tickets: Iterable[Position]
    ) -> Holdings:
        """Return what a member holds once they have claimed tickets of an order as well."""
        own = {claim.position_id for claim in held.claims}
        adopted = {claim.position_id: claim for claim in held.on_tickets if claim.user_id is None}
        new = [
            adopted.get(ticket.id) or new_claim(ticket, order, user_id, self.clock.now())
            for ticket in tickets
            if ticket.id not in own
        ]
        claims = sorted((*held.claims, *new), key=lambda claim: (claim.claimed_at, claim.position_id))
        return replace(held, claims=tuple(claims))

    async def import_for_nobody(self, tickets: Iterable[tuple[Order, Position]]) -> int:
        """Note tickets that were used with the older bot; return how many were not noted before."""
        wanted = {ticket.id: (order, ticket) for order, ticket in tickets}
        async with self.database.transaction() as session:
            known = set((await session.execute(select(Claim.position_id))).scalars())
            new = [
                new_claim(ticket, order, None, self.clock.now())
                for id_, (order, ticket) in wanted.items()
                if id_ not in known
            ]
            session.add_all(new)
            return len(new)

    async def of_user(self, user_id: int) -> Sequence[Claim]:
        """Return a member's claims, the oldest first."""
        async with self.database.read() as session:
            return await _claims(session, col(Claim.user_id) == user_id)

    async def of_tickets(self, position_ids: Collection[int]) -> Sequence[Claim]:
        """Return the claims on some tickets."""
        async with self.database.read() as session:
            return await _claims(session, col(Claim.position_id).in_(position_ids))

    async def all(
        self, only: Collection[int] | None = None
    ) -> tuple[dict[int, list[Claim]], dict[int, set[int]]]:
        """Return all claims and all given roles, each by member; or `only` those of some members."""
        claims: dict[int, list[Claim]] = {}
        given: dict[int, set[int]] = {}
        async with self.database.read() as session:
            for claim in await _claims(session, _of_members(Claim.user_id, only)):
                claims.setdefault(claim.user_id or 0, []).append(claim)
            for row in (
                await session.execute(select(GivenRole).where(_of_members(GivenRole.user_id, only)))
            ).scalars():
                given.setdefault(row.user_id, set()).add(row.role_id)
        return claims, given

    async def everything(self) -> Sequence[Claim]:
        """Return all claims, those of nobody known too, the oldest first."""
        async with self.database.read() as session:
            return await _claims(session, true())

    async def count(self) -> int:
        """Return how many tickets are claimed."""
        async with self.database.read() as session:
            counted: int = (await session.execute(select(func.count()).select_from(Claim))).scalar_one()
        return counted

    async def unfinished_users(self) -> frozenset[int]:
        """Return the members who hold a ticket but were not given everything it promises."""
        async with self.database.read() as session:
            found = await _claims(session, col(Claim.state) == ClaimState.CLAIMED)
        return frozenset(claim.user_id for claim in found if claim.user_id is not None)

    async def given_roles(self, user_id: int) -> frozenset[int]:
        """Return the roles that a member has from the bot."""
        async with self.database.read() as session:
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
        return await self._grants.ask(Grant(user_id, given, granted, gave or {}, paid))

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
        async with self.database.read() as session:
            return await session.get(TransferRequest, request_id)

    async def close_transfer(self, request_id: int) -> None:
        """Forget a request."""
        async with self.database.transaction() as session:
            await session.execute(delete(TransferRequest).where(col(TransferRequest.id) == request_id))

    async def forget_everything(self) -> None:
        """Delete all claims, given roles, requests and messages (personal data after the conference)."""
        async with self.database.transaction() as session:
            for table in (Claim, GivenRole, TransferRequest, LossMessage):
                await session.execute(delete(table))

    async def _update(self, position_id: int, **values: object) -> None:
        async with self.database.transaction() as session:
            is_this = col(Claim.position_id) == position_id
            await session.execute(update(Claim).where(is_this).values(**values))

    async def _look_all(self, looks: Sequence[Look]) -> Sequence[Holdings]:
        async with self.database.read() as session:
            return await look_all(session, looks)

    async def _claim_all(self, wishes: Sequence[Wish]) -> Sequence[Taken | None]:
        async with self.database.transaction() as session:
            return await claim_all(session, wishes, self.clock.now())

    async def _record_all(self, grants: Sequence[Grant]) -> Sequence[bool]:
        async with self.database.transaction() as session:
            return await record_all(session, grants, self.clock.now())


def _of_members(user_id: int | None, only: Collection[int] | None) -> ColumnElement[bool]:
    return col(user_id).is_not(None) if only is None else col(user_id).in_(only)


async def _set_given(session: AsyncSession, user_id: int, given: frozenset[int]) -> None:
    await session.execute(delete(GivenRole).where(col(GivenRole.user_id) == user_id))
    session.add_all(GivenRole(user_id=user_id, role_id=role_id) for role_id in sorted(given))


async def _claims(session: AsyncSession, condition: object) -> Sequence[Claim]:
    query = select(Claim).where(condition).order_by(col(Claim.claimed_at), col(Claim.position_id))  # type: ignore[arg-type]  # SQLModel types no general SQL condition
    return (await session.execute(query)).scalars().all()
