"""Whose tickets are whose within one order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from DiscordBot.features.registration.matching.names import Likeness, likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.shop.tickets import Order, Position


def find_attendee(order: Order, name: str, positionid: int | None = None) -> tuple[Position, ...]:
    """Return the tickets in this order of the one attendee that the name means; empty when in doubt.

    With `positionid` (from a badge) only that ticket is considered. A name that fits exactly is
    preferred to one with a typo; a name that would fit two different attendees fits nobody.
    """
    candidates = attendee_tickets(order, positionid)
    scored = [(likeness(name, p.attendee_name or ""), p) for p in candidates]
    best = max((score for score, _ in scored), default=Likeness.NONE)
    if best is Likeness.NONE:
        return ()
    found = tuple(p for score, p in scored if score is best)
    names = {ticket.attendee_name or "" for ticket in found}
    if any(likeness(one, other) is not Likeness.SAME for one, other in combinations(names, 2)):
        return ()
    return found


def find_by_email(order: Order, email_hash: str, positionid: int | None = None) -> tuple[Position, ...]:
    """Return the tickets that an e-mail address opens: the attendee's own, else the buyer's.

    The buyer's address opens the tickets without a name; where all have names, those of the only attendee.
    """
    candidates = attendee_tickets(order, positionid)
    own = tuple(ticket for ticket in candidates if ticket.email_hash == email_hash)
    if own or order.email_hash != email_hash:
        return own
    unnamed = tuple(ticket for ticket in candidates if not ticket.attendee_name)
    if unnamed or len({ticket.attendee_name for ticket in attendee_tickets(order)}) > 1:
        return unnamed
    return candidates


def attendee_tickets(order: Order, positionid: int | None = None) -> tuple[Position, ...]:
    """Return the tickets that stand for an attendee, without the add-ons that belong to one.

    A `positionid` that names an add-on means the attendee it belongs to.
    """
    if positionid is None:
        return tuple(p for p in order.positions if attendee_of(order, p) is p)
    return tuple(attendee_of(order, p) for p in order.positions if p.positionid == positionid)


def with_addons(order: Order, ticket: Position) -> tuple[Position, ...]:
    """Return a ticket together with the add-ons of its attendee."""
    return tuple(p for p in order.positions if attendee_of(order, p).id == ticket.id)


def attendee_of(order: Order, position: Position) -> Position:
    """Return the ticket whose attendee a position belongs to: its parent's for an add-on without a name."""
    if position.addon_to is None or position.attendee_name:
        return position
    return next((p for p in order.positions if p.id == position.addon_to), position)


def changed_hands(claim: Claim, ticket: Position) -> bool:
    """Tell whether the ticket bears another person's name now; a corrected spelling is no other person."""
    if not claim.attendee_name or ticket.attendee_name in {None, "", claim.attendee_name}:
        return False
    return likeness(claim.attendee_name, ticket.attendee_name or "") is Likeness.NONE


@dataclass(frozen=True, slots=True)
class Share:
    """What one member may have of some tickets.

    `tickets` is empty when all is taken: `taken` is one of them, which `holder` has (None: somebody, with
    the older bot). `released` are claims that others have to give up for it, on tickets that no longer
    bear the name they were claimed under.
    """

    tickets: tuple[Position, ...] = ()
    released: tuple[Claim, ...] = ()
    taken: Position | None = None
    holder: int | None = None


def share_of(
    user_id: int,
    tickets: Sequence[Position],
    claims: Iterable[Claim],
    *,
    adopt: bool,
    gives_roles: Callable[[Position], bool],
) -> Share:
    """Choose what a member gets of the tickets that bear one name (or none).

    Tickets of different products count together; of equal ones each member gets one, so that as many
    members can register as there are equal tickets that give roles. `adopt`: those that the older bot
    registered for nobody known are free.
    """
    held = {claim.position_id: claim for claim in claims if not (claim.user_id is None and adopt)}
    kinds: dict[tuple[int, int | None, int | None], list[Position]] = {}
    for ticket in tickets:
        # Without names, a Student's and a Business ticket are more likely of two people than of one.
        variation = ticket.variation if ticket.attendee_name else None
        kinds.setdefault((ticket.item, variation, ticket.subevent), []).append(ticket)
    groups = list(kinds.values())
    chosen = [_choice(user_id, group, held) for group in groups]
    mine = any(ticket.id in held and held[ticket.id].user_id == user_id for ticket in tickets)
    counting = [group for group in groups if any(map(gives_roles, group))] or groups
    people = max(map(len, counting), default=0)
    current = [
        ticket for ticket in tickets if ticket.id in held and not changed_hands(held[ticket.id], ticket)
    ]
    others = {held[ticket.id].user_id for ticket in current} - {user_id}
    found = tuple(ticket for ticket in chosen if ticket is not None)
    if not found or (not mine and len(others) >= people):
        first = next((ticket for ticket in tickets if ticket.id in held), tickets[0])
        return Share(taken=first, holder=held[first.id].user_id if first.id in held else None)
    return Share(found, tuple(held[t.id] for t in found if t.id in held and held[t.id].user_id != user_id))


def _choice(user_id: int, equal: Sequence[Position], held: Mapping[int, Claim]) -> Position | None:
    """Return which of equal tickets a member gets: the one they have, else a free one, else one handed on."""
    mine = (t for t in equal if t.id in held and held[t.id].user_id == user_id)
    free = (t for t in equal if t.id not in held)
    handed_on = (
        t for t in equal if t.id in held and held[t.id].user_id is not None and changed_hands(held[t.id], t)
    )
    return next((ticket for choice in (mine, free, handed_on) for ticket in choice), None)
