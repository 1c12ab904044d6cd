"""The many orders nobody knows by heart; the same ones every time."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, TypeVar

from sandbox.conference.catalogue import (
    BUSINESS,
    ONLINE,
    ORGANIZER,
    PERSONAL,
    SPEAKER,
    SPRINT,
    STUDENT,
    T_SHIRT,
    TUTORIAL,
    VOLUNTEER,
)
from sandbox.conference.orders import Purchase, Ticket
from sandbox.conference.people import Name, some_name

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"
"""The characters of pretix's order codes."""

_SEED = 2027
_Kind = TypeVar("_Kind")
_SOMEBODY = Ticket(Name("Some", "Body"), variation=None)
_KINDS = {
    Purchase("", (_SOMEBODY,)): 740,
    Purchase("", (_SOMEBODY,) * 3): 60,
    Purchase("", (replace(_SOMEBODY, variation=BUSINESS),) * 10): 10,
    Purchase("", (_SOMEBODY,), status="n"): 40,
    Purchase("", (_SOMEBODY,), status="n", valid_if_pending=True): 10,
    Purchase("", (_SOMEBODY,), status="n", require_approval=True): 10,
    Purchase("", (_SOMEBODY,), status="e"): 30,
    Purchase("", (_SOMEBODY,), status="c"): 40,
    Purchase("", (_SOMEBODY,), cancellation_fee="20.00"): 10,
    Purchase("", (_SOMEBODY, replace(_SOMEBODY, canceled=True))): 15,
    Purchase("", (replace(_SOMEBODY, blocked=True),)): 5,
    Purchase("", (_SOMEBODY,), testmode=True): 10,
    Purchase("", (replace(_SOMEBODY, name=None),)): 20,
}
_VARIATIONS = {BUSINESS: 30, PERSONAL: 38, STUDENT: 12, SPEAKER: 8, VOLUNTEER: 4, ORGANIZER: 2, ONLINE: 6}
_ADDONS = {(): 60, (TUTORIAL,): 14, (SPRINT,): 14, (T_SHIRT,): 8, (TUTORIAL, SPRINT, T_SHIRT): 4}


def crowd(size: int, *, taken: Container[str]) -> Iterator[Purchase]:
    """Draw `size` orders of every kind, none with a code that is `taken`."""
    random = Random(_SEED)
    used: set[str] = set()
    while len(used) < size:
        code = "".join(random.choices(CODE_ALPHABET, k=5))
        if code in used or code in taken:
            continue
        used.add(code)
        kind = _one_of(random, _KINDS)
        yield replace(kind, code=code, tickets=tuple(_drawn(random, ticket) for ticket in kind.tickets))


def _drawn(random: Random, ticket: Ticket) -> Ticket:
    name = some_name(random)
    return replace(
        ticket,
        name=ticket.name and random.choices((name, name.decomposed()), weights=(9, 1))[0],
        variation=ticket.variation or _one_of(random, _VARIATIONS),
        addons=_one_of(random, _ADDONS),
        email=random.choice((None, f"attendee{random.randrange(10**6)}@example.org")),
    )


def _one_of(random: Random, shares: dict[_Kind, int]) -> _Kind:
    return random.choices(list(shares), weights=list(shares.values()))[0]
