"""What registration does in the database, for several members at once: they all come when the doors open.

Each function works in one transaction that the caller has begun, and treats one member after the other, as
if each had a transaction of their own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import or_
from sqlmodel import col, select

from DiscordBot.features.registration.models import Claim, ClaimState, GivenRole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from DiscordBot.features.registration.shop.tickets import Order, Position


@dataclass(frozen=True, slots=True)
class Look:
    """Asks who holds some tickets, and what a member holds."""

    user_id: int
    position_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Holdings:
    """The claims of a member, the oldest first, and the roles that they have from the bot.

    `on_tickets` are the claims on the tickets that were asked about, whoever holds them.
    """

    claims: tuple[Claim, ...]
    given: frozenset[int]
    on_tickets: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A ticket is somebody else's: of member `holder`, or of nobody known (None, from the older bot)."""

    holder: int | None
    position_id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Wish:
    """Tickets of an order that a member is to have, all or none, and the roles that they are `giving` then.

    `adopt` lets them take over tickets that the older bot registered for nobody known, `take_over` those
    that these members hold (position id to user id).
    """

    user_id: int
    order: Order
    tickets: Mapping[int, Position]
    giving: frozenset[int]
    adopt: bool
    take_over: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Grant:
    """What a member has from the bot now; see `Claims.record`."""

    user_id: int
    given: frozenset[int]
    granted: bool
    gave: Mapping[int, frozenset[int]]
    paid: Collection[int]


async def look_all(session: AsyncSession, looks: Sequence[Look]) -> list[Holdings]:
    """Return what each asked for."""
    users = {look.user_id for look in looks}
    positions = {id_ for look in looks for id_ in look.position_ids}
    claims = await _Claims.read(session, users, positions)
    given = await _given(session, users)
    return [
        Holdings(
            tuple(claims.of_user[look.user_id]),
            frozenset(row.role_id for row in given[look.user_id]),
            tuple(claim for claim in claims.all if claim.position_id in look.position_ids),
        )
        for look in looks
    ]


async def claim_all(session: AsyncSession, wishes: Sequence[Wish], now: datetime) -> list[Taken | None]:
    """Give the tickets to who wishes for them first; None means that the member holds them now."""
    users = {wish.user_id for wish in wishes}
    claims = await _Claims.read(session, users, {id_ for wish in wishes for id_ in wish.tickets})
    given = await _given(session, {wish.user_id for wish in wishes if wish.giving})
    results: list[Taken | None] = []
    for wish in wishes:
        taken = _taken(wish, claims.of_position)
        results.append(taken)
        if taken is not None:
            continue
        for position_id in sorted(wish.tickets):
            _claim(session, claims, wish, position_id, now)
        known = {row.role_id for row in given[wish.user_id]}
        new = [GivenRole(user_id=wish.user_id, role_id=role_id) for role_id in sorted(wish.giving - known)]
        session.add_all(new)
        given[wish.user_id] += new
        if wish.giving:
            # Nothing is forgotten when Discord refuses or we crash before `record_all`.
            for claim in claims.of_user[wish.user_id]:
                claim.state = ClaimState.CLAIMED
    return results


async def record_all(session: AsyncSession, grants: Sequence[Grant], now: datetime) -> list[bool]:
    """Note what each was given; tell whether that finished a claim for the first time."""
    users = {grant.user_id for grant in grants}
    claims = await _Claims.read(session, users, ())
    given = await _given(session, users)
    results = []
    for grant in grants:
        await _note_given(session, grant, given)
        results.append(_note_claims(claims.of_user[grant.user_id], grant, now))
    return results


def new_claim(ticket: Position, order: Order, user_id: int | None, now: datetime) -> Claim:
    """Return the claim of a member on a ticket; without a member it is one of the older bot's."""
    return Claim(
        position_id=ticket.id,
        order_code=order.code,
        user_id=user_id,
        attendee_name=ticket.attendee_name or "",
        state=ClaimState.GRANTED if user_id is None else ClaimState.CLAIMED,
        was_paid=order.status == "p",
        claimed_at=now,
    )


class _Claims:
    """Claims that were read in this transaction, kept up to date with what it changes."""

    def __init__(self, found: Iterable[Claim]) -> None:
        self.all = list(found)
        self.of_position = {claim.position_id: claim for claim in self.all}
        self.of_user: defaultdict[int | None, list[Claim]] = defaultdict(list)
        for claim in self.all:
            self.of_user[claim.user_id].append(claim)

    @classmethod
    async def read(
        cls, session: AsyncSession, user_ids: Collection[int], position_ids: Collection[int]
    ) -> _Claims:
        wanted = or_(col(Claim.user_id).in_(user_ids), col(Claim.position_id).in_(position_ids))
        query = select(Claim).where(wanted).order_by(col(Claim.claimed_at), col(Claim.position_id))
        return cls((await session.execute(query)).scalars())


def _taken(wish: Wish, claims: Mapping[int, Claim]) -> Taken | None:
    """Return who is in the way of a wish."""
    for position_id in wish.tickets:
        claim = claims.get(position_id)
        if claim is None or claim.user_id == wish.user_id:
            continue
        is_free = claim.user_id is None and wish.adopt
        is_handed_on = claim.user_id is not None and wish.take_over.get(position_id) == claim.user_id
        if not is_free and not is_handed_on:
            return Taken(claim.user_id, position_id)
    return None


def _claim(session: AsyncSession, claims: _Claims, wish: Wish, position_id: int, now: datetime) -> None:
    ticket, held = wish.tickets[position_id], claims.of_position.get(position_id)
    if held is not None and held.user_id == wish.user_id:
        # Whoever claims a ticket again, knowing its name, holds it under that name.
        held.attendee_name = ticket.attendee_name or ""
        held.seen_name = None
        return
    if held is None:
        held = claims.of_position[position_id] = new_claim(ticket, wish.order, wish.user_id, now)
        session.add(held)
    elif held.user_id is None:
        held.user_id = wish.user_id
    else:
        claims.of_user[held.user_id].remove(held)
        for name, value in new_claim(ticket, wish.order, wish.user_id, now).model_dump().items():
            setattr(held, name, value)
    claims.of_user[wish.user_id].append(held)


async def _given(session: AsyncSession, user_ids: Collection[int]) -> defaultdict[int, list[GivenRole]]:
    given: defaultdict[int, list[GivenRole]] = defaultdict(list)
    if user_ids:
        query = select(GivenRole).where(col(GivenRole.user_id).in_(user_ids))
        for row in (await session.execute(query)).scalars():
            given[row.user_id].append(row)
    return given


async def _note_given(session: AsyncSession, grant: Grant, given: dict[int, list[GivenRole]]) -> None:
    rows = {row.role_id: row for row in given[grant.user_id]}
    for role_id in rows.keys() - grant.given:
        await session.delete(rows.pop(role_id))
    for role_id in sorted(grant.given - rows.keys()):
        rows[role_id] = GivenRole(user_id=grant.user_id, role_id=role_id)
        session.add(rows[role_id])
    given[grant.user_id] = [*rows.values()]


def _note_claims(claims: Iterable[Claim], grant: Grant, now: datetime) -> bool:
    is_first_time = False
    for claim in claims:
        claim.was_paid = claim.was_paid or claim.position_id in grant.paid
        if claim.position_id in grant.gave:
            claim.gave = sorted(grant.gave[claim.position_id])
        if grant.granted and claim.state is ClaimState.CLAIMED:
            is_first_time = is_first_time or claim.granted_at is None
            claim.state = ClaimState.GRANTED
            claim.granted_at = claim.granted_at or now
    return is_first_time
