"""Whose tickets are whose within one order."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from DiscordBot.features.registration.names import Likeness, likeness

if TYPE_CHECKING:
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
