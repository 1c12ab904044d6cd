"""The tickets that the demo and the tests know by heart; one for each rule of registration."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.conference.catalogue import (
    BUSINESS,
    CONFERENCE,
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
from sandbox.conference.people import named


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """What a person types into the form and which roles follow; no roles where no ticket is valid."""

    order: str
    name: str
    what: str
    roles: tuple[str, ...] = ()


ADA = KnownTicket("ADA37", "Ada Lovelace", "business with a tutorial", ("Attendee", "Business", "Tutorial"))
GRACE = KnownTicket("GRACE", "Grace Hopper", "a speaker", ("Attendee", "Speakers", "Sprint"))
MUELLER = KnownTicket("MLLR7", "Jürgen Müller", "an umlaut in the name", ("Attendee", "Personal"))
ALAN = KnownTicket("TEAM3", "Alan Turing", "first of three", ("Attendee", "Personal"))
KATHERINE = KnownTicket("TEAM3", "Katherine Johnson", "second of three", ("Attendee", "Student"))
JOAN = KnownTicket("TEAM3", "Joan Clarke", "third of three", ("Attendee", "Personal", "Sprint"))
EMMY = KnownTicket(
    "NTHR8",
    "Emmy Noether",
    "three tickets in one order",
    ("Attendee", "Personal", "Tutorial", "Sprint"),
)
HEDY = KnownTicket("HEDY3", "Hedy Lamarr", "the first of two orders", ("Attendee", "Personal"))
HEDY_SECOND = KnownTicket("HEDY9", "Hedy Lamarr", "her second order", ("Tutorial",))
VICTOR = KnownTicket("VCTR8", "Victor Vega", "a volunteer", ("Attendee", "Volunteers"))
OLIVIA = KnownTicket("LVA88", "Olivia Ortega", "an organiser", ("Attendee", "Organizers"))
ONLINE_ONLY = KnownTicket("NLNE7", "Noor Haddad", "online", ("Attendee", "Online"))
ONE_WORD = KnownTicket("PLAT7", "Platon", "one name", ("Attendee", "Student"))
DECOMPOSED = KnownTicket("NFD38", "Zoë Ångström", "stored in NFD", ("Attendee", "Personal"))
CYRILLIC = KnownTicket("CYR38", "Софья Ковалевская", "Cyrillic", ("Attendee", "Personal"))
VALID_IF_PENDING = KnownTicket(
    "VPEND", "Maria Mitchell", "unpaid but valid already", ("Attendee", "Business")
)
ONE_KEPT = KnownTicket("PCAN3", "Lise Meitner", "the other ticket is cancelled", ("Attendee", "Personal"))
COMPANY = KnownTicket("CRPR9", "Employee 3", "one of ten", ("Attendee", "Business"))
SPEAKER_BY_EMAIL = KnownTicket(
    "SPNS8", "Katharina Becker", "a speaker by e-mail only", ("Attendee", "Business")
)
SPEAKER_BY_NAME = KnownTicket("TARQ7", "Tariq Haddad", "a speaker by name only", ("Attendee", "Personal"))

CANCELLED = KnownTicket("CANC8", "Charles Babbage", "cancelled")
CANCELLED_WITH_FEE = KnownTicket("FEE37", "Fay Fuller", "cancelled, a fee was kept")
ONE_CANCELLED = KnownTicket("PCAN3", "Otto Frisch", "this ticket of the order is cancelled")
UNPAID = KnownTicket("UNPD9", "Rosalind Franklin", "not paid yet")
AWAITING_APPROVAL = KnownTicket("APPRV", "Mary Anning", "waits for approval")
EXPIRED = KnownTicket("EXPRD", "Edwin Hubble", "expired before it was paid")
BLOCKED = KnownTicket("BLCK3", "Bela Bartok", "blocked by the organisers")
TEST_MODE = KnownTicket("TEST9", "Test Person", "a test of the shop")
NULL_NAME = KnownTicket("NNAME", "Nobody Named", "a ticket without a name")


def known_purchases() -> tuple[Purchase, ...]:
    """Return the orders behind the known tickets."""
    return (*_valid_purchases(), *_invalid_purchases())


def _ticket(known: KnownTicket, variation: int = PERSONAL, *, addons: tuple[int, ...] = ()) -> Ticket:
    return Ticket(named(known.name), variation, addons=addons)


def _valid_purchases() -> tuple[Purchase, ...]:
    emmy, hedy = named(EMMY.name), named(HEDY.name)
    katharina = Ticket(named(SPEAKER_BY_EMAIL.name), BUSINESS, email="katharina@example.org")
    company = tuple(Ticket(named(f"Employee {number}"), BUSINESS) for number in range(1, 11))
    return (
        Purchase(
            ADA.order,
            (Ticket(named(ADA.name), BUSINESS, email="ada@example.org", addons=(TUTORIAL, T_SHIRT)),),
        ),
        Purchase(GRACE.order, (_ticket(GRACE, SPEAKER, addons=(SPRINT,)),)),
        Purchase(MUELLER.order, (_ticket(MUELLER),)),
        Purchase(ALAN.order, (_ticket(ALAN), _ticket(KATHERINE, STUDENT), _ticket(JOAN, addons=(SPRINT,)))),
        Purchase(EMMY.order, (_ticket(EMMY), Ticket(emmy, None, TUTORIAL), Ticket(emmy, None, SPRINT))),
        Purchase(HEDY.order, (_ticket(HEDY),)),
        Purchase(HEDY_SECOND.order, (Ticket(hedy, None, TUTORIAL),)),
        Purchase(VICTOR.order, (_ticket(VICTOR, VOLUNTEER),)),
        Purchase(OLIVIA.order, (_ticket(OLIVIA, ORGANIZER),)),
        Purchase(ONLINE_ONLY.order, (_ticket(ONLINE_ONLY, ONLINE),)),
        Purchase(ONE_WORD.order, (_ticket(ONE_WORD, STUDENT),)),
        Purchase(DECOMPOSED.order, (Ticket(named(DECOMPOSED.name).decomposed()),)),
        Purchase(CYRILLIC.order, (_ticket(CYRILLIC),)),
        Purchase(
            VALID_IF_PENDING.order, (_ticket(VALID_IF_PENDING, BUSINESS),), status="n", valid_if_pending=True
        ),
        Purchase(COMPANY.order, company),
        Purchase(SPEAKER_BY_EMAIL.order, (katharina,)),
        Purchase(SPEAKER_BY_NAME.order, (_ticket(SPEAKER_BY_NAME),)),
    )


def _invalid_purchases() -> tuple[Purchase, ...]:
    return (
        Purchase(CANCELLED.order, (_ticket(CANCELLED),), status="c"),
        Purchase(CANCELLED_WITH_FEE.order, (_ticket(CANCELLED_WITH_FEE),), cancellation_fee="20.00"),
        Purchase(
            ONE_CANCELLED.order,
            (_ticket(ONE_KEPT), Ticket(named(ONE_CANCELLED.name), canceled=True)),
        ),
        Purchase(UNPAID.order, (_ticket(UNPAID),), status="n"),
        Purchase(AWAITING_APPROVAL.order, (_ticket(AWAITING_APPROVAL),), status="n", require_approval=True),
        Purchase(EXPIRED.order, (_ticket(EXPIRED),), status="e"),
        Purchase(BLOCKED.order, (Ticket(named(BLOCKED.name), blocked=True),)),
        Purchase(TEST_MODE.order, (_ticket(TEST_MODE),), testmode=True),
        Purchase(NULL_NAME.order, (Ticket(None, PERSONAL, CONFERENCE),)),
    )
