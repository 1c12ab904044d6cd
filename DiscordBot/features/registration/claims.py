"""Who holds which ticket, as the database knows it. Every method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import true
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select, update

from DiscordBot.features.registration.models import Claim, ClaimState, GivenRole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.features.registration.shop.tickets import Position


@dataclass(frozen=True, slots=True)
class Taken:
    """A ticket is somebody else's: of member `holder`, or of nobody known (None, from the older bot)."""

    holder: int | None


class Claims:
    """The tables `claim` and `given_role`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(
        self, user_id: int, order_code: str, tickets: Iterable[Position], *, adopt: bool = False
    ) -> Taken | None:
        """Give tickets to a member, all or none; None means that the member holds them now.

        `adopt` lets them take over tickets that the older bot registered for nobody known.
        """
        wanted = {ticket.id: ticket for ticket in tickets}
        try:
            return await self._claim(user_id, order_code, wanted, adopt=adopt)
        except IntegrityError:
            # Somebody was faster between our look and our insert (never on SQLite, where transactions
            # take turns): now their claim is there to be seen.
            return await self._claim(user_id, order_code, wanted, adopt=adopt)

    async def _claim(
        self, user_id: int, order_code: str, wanted: dict[int, Position], *, adopt: bool
    ) -> Taken | None:
        async with self._database.transaction() as session:
            held = await _claims(session, col(Claim.position_id).in_(wanted))
            for claim in held:
                if claim.user_id != user_id and not (claim.user_id is None and adopt):
                    return Taken(claim.user_id)
            adopted = [claim for claim in held if claim.user_id is None]
            for claim in adopted:
                claim.user_id = user_id
            new = wanted.keys() - {claim.position_id for claim in held}
            session.add_all(
                self._new(wanted[position_id], order_code, user_id) for position_id in sorted(new)
            )
            return None

    async def import_for_nobody(self, tickets: Iterable[tuple[str, Position]]) -> int:
        """Note tickets that were used with the older bot; return how many were not noted before."""
        wanted = {ticket.id: (code, ticket) for code, ticket in tickets}
        async with self._database.transaction() as session:
            known = set((await session.execute(select(Claim.position_id))).scalars())
            new = [
                self._new(ticket, code, None) for id_, (code, ticket) in wanted.items() if id_ not in known
            ]
            session.add_all(new)
            return len(new)

    async def of_user(self, user_id: int) -> Sequence[Claim]:
        """Return a member's claims, the oldest first."""
        async with self._database.transaction() as session:
            return await _claims(session, col(Claim.user_id) == user_id)

    async def of_tickets(self, position_ids: Collection[int]) -> Sequence[Claim]:
        """Return the claims on some tickets."""
        async with self._database.transaction() as session:
            return await _claims(session, col(Claim.position_id).in_(position_ids))

    async def all(
        self, only: Collection[int] | None = None
    ) -> tuple[dict[int, list[Claim]], dict[int, set[int]]]:
        """Return all claims and all given roles, each by member; or `only` those of some members."""
        claims: dict[int, list[Claim]] = {}
        given: dict[int, set[int]] = {}
        async with self._database.transaction() as session:
            for claim in await _claims(session, _of_members(Claim.user_id, only)):
                claims.setdefault(claim.user_id or 0, []).append(claim)
            for row in (
                await session.execute(select(GivenRole).where(_of_members(GivenRole.user_id, only)))
            ).scalars():
                given.setdefault(row.user_id, set()).add(row.role_id)
        return claims, given

    async def everything(self) -> Sequence[Claim]:
        """Return all claims, those of nobody known too, the oldest first."""
        async with self._database.transaction() as session:
            return await _claims(session, true())

    async def unfinished_users(self) -> frozenset[int]:
        """Return the members who hold a ticket but were not given everything it promises."""
        async with self._database.transaction() as session:
            found = await _claims(session, col(Claim.state) == ClaimState.CLAIMED)
        return frozenset(claim.user_id for claim in found if claim.user_id is not None)

    async def given_roles(self, user_id: int) -> frozenset[int]:
        """Return the roles that a member has from the bot."""
        async with self._database.transaction() as session:
            rows = await session.execute(select(GivenRole.role_id).where(col(GivenRole.user_id) == user_id))
            return frozenset(rows.scalars())

    async def begin(self, user_id: int, given: frozenset[int]) -> None:
        """Note which roles a member is about to have from the bot; `record` with `granted` ends that.

        In between they count as unfinished, so that nothing is forgotten when Discord refuses or we crash.
        """
        async with self._database.transaction() as session:
            await _set_given(session, user_id, given)
            is_theirs = col(Claim.user_id) == user_id
            await session.execute(update(Claim).where(is_theirs).values(state=ClaimState.CLAIMED))

    async def record(self, user_id: int, given: frozenset[int], *, granted: bool) -> bool:
        """Note which roles a member has from the bot and, with `granted`, that nothing is left to do.

        Tell whether that finished a claim for the first time.
        """
        async with self._database.transaction() as session:
            await _set_given(session, user_id, given)
            if not granted:
                return False
            is_unfinished = (col(Claim.user_id) == user_id) & (col(Claim.state) == ClaimState.CLAIMED)
            unfinished = await _claims(session, is_unfinished)
            is_first_time = any(claim.granted_at is None for claim in unfinished)
            for claim in unfinished:
                claim.state = ClaimState.GRANTED
                claim.granted_at = claim.granted_at or self._clock.now()
            return is_first_time

    async def release(self, position_ids: Collection[int]) -> None:
        """Make tickets free for anybody who can name them."""
        async with self._database.transaction() as session:
            await session.execute(delete(Claim).where(col(Claim.position_id).in_(position_ids)))

    async def forget_everything(self) -> None:
        """Delete all claims and given roles (personal data after the conference)."""
        async with self._database.transaction() as session:
            await session.execute(delete(Claim))
            await session.execute(delete(GivenRole))

    def _new(self, ticket: Position, order_code: str, user_id: int | None) -> Claim:
        return Claim(
            position_id=ticket.id,
            order_code=order_code,
            user_id=user_id,
            attendee_name=ticket.attendee_name or "",
            state=ClaimState.GRANTED if user_id is None else ClaimState.CLAIMED,
            claimed_at=self._clock.now(),
        )


def _of_members(user_id: int | None, only: Collection[int] | None) -> ColumnElement[bool]:
    return col(user_id).is_not(None) if only is None else col(user_id).in_(only)


async def _set_given(session: AsyncSession, user_id: int, given: frozenset[int]) -> None:
    await session.execute(delete(GivenRole).where(col(GivenRole.user_id) == user_id))
    session.add_all(GivenRole(user_id=user_id, role_id=role_id) for role_id in sorted(given))


async def _claims(session: AsyncSession, condition: object) -> Sequence[Claim]:
    query = select(Claim).where(condition).order_by(col(Claim.claimed_at), col(Claim.position_id))  # type: ignore[arg-type]  # SQLModel types no general SQL condition
    return (await session.execute(query)).scalars().all()
