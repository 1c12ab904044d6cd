"""What Tito tells of registrations and tickets, and the orders that they are for everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel

from DiscordBot.features.registration.shop.tickets import Order, OrderStatus, Position, own_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KIND = "tito"

NOT_CONFIRMED = "not confirmed"
"""Why a ticket that Tito calls temporary does not count: its payment is not through yet."""


class _RegistrationOfTicket(BaseModel):
    slug: str


class SentTicket(BaseModel):
    """A ticket; without an attendee it is `unassigned`, with questions that are open `incomplete`."""

    id: int
    slug: str
    reference: str
    state: str
    registration_id: int
    release_id: int
    updated_at: AwareDatetime | None = None
    name: str | None = None
    email: str | None = None
    test_mode: bool = False
    void: bool = False
    temporary: bool = False
    registration_slug: str | None = None
    registration: _RegistrationOfTicket | None = None

    @property
    def slug_of_registration(self) -> str | None:
        """The slug of its registration, wherever it stands."""
        return self.registration.slug if self.registration is not None else self.registration_slug


class SentRegistration(BaseModel):
    """A purchase; `payment_incomplete` while an invoice is to be paid."""

    id: int
    slug: str
    reference: str
    updated_at: AwareDatetime
    created_at: AwareDatetime | None = None
    email: str | None = None
    state: str = ""
    test_mode: bool = False
    cancelled: bool = False
    payment_incomplete: bool = False
    tickets: tuple[SentTicket, ...] = ()


def item_id(release: int) -> int:
    """Return the number that a release has among what all shops sell."""
    return own_id(KIND, "release", release)


def read_order(
    registration: SentRegistration,
    tickets: Iterable[SentTicket],
    *,
    shop: str,
    hash_email: Callable[[str], str],
    unpaid_counts: bool,
) -> Order:
    """Return a registration with its tickets as an order of the shop with that key.

    Tickets that are unassigned or incomplete are bought like any other: who has the address that they were
    bought with can register with them.
    """

    def hashed(address: str | None) -> str | None:
        return hash_email(address.strip().lower()) if address and address.strip() else None

    in_order = sorted(tickets, key=lambda ticket: (_number(ticket, registration), ticket.id))
    taken: set[int] = set()
    positions: list[Position] = []
    for place, ticket in enumerate(in_order, start=1):
        number = _number(ticket, registration)
        number = number if 0 < number not in taken else max(taken, default=place - 1) + 1
        taken.add(number)
        positions.append(
            Position(
                id=own_id(KIND, "ticket", ticket.id),
                positionid=number,
                item=item_id(ticket.release_id),
                attendee_name=(ticket.name or "").strip() or None,
                email_hash=hashed(ticket.email),
                canceled=ticket.void or ticket.state == "void",
                blocked=(NOT_CONFIRMED,) if ticket.temporary else None,
                references=(ticket.reference, ticket.slug),
            )
        )
    return Order(
        code=registration.reference,
        status=_status(registration),
        last_modified=max([registration.updated_at, *filter(None, (t.updated_at for t in in_order))]),
        bought_at=registration.created_at,
        testmode=registration.test_mode or any(ticket.test_mode for ticket in in_order),
        valid_if_pending=unpaid_counts,
        email_hash=hashed(registration.email),
        positions=tuple(positions),
        shop=shop,
        references=(registration.slug,),
    )


def _status(registration: SentRegistration) -> OrderStatus:
    if registration.cancelled or registration.state == "cancelled":
        return OrderStatus.CANCELLED
    return OrderStatus.UNPAID if registration.payment_incomplete else OrderStatus.PAID


def _number(ticket: SentTicket, registration: SentRegistration) -> int:
    """Return the 2 of `ABCD-2`; 0 if an event has references of another kind."""
    number = ticket.reference.removeprefix(f"{registration.reference}-")
    return int(number) if number.isdecimal() and number != ticket.reference and len(number) < 6 else 0  # noqa: PLR2004 - as many digits as a badge has room for
