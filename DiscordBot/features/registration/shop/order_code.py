"""Order codes as people have them: from the confirmation e-mail, the badge, the link, a phone's keyboard."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH = 5
"""So many letters and digits pretix gives its codes, unless the server is set up otherwise."""

LONGEST_IN_PIECES = 8
"""What is longer and has spaces in it is rather a name."""

LONGEST_TEXT = 500

# Without ASCII, IGNORECASE would let the Kelvin sign and its like pass for letters.
_LINK = re.compile(r"/(?:order|ticket)/([A-Z0-9]{1,16})(?:/|$)", re.IGNORECASE | re.ASCII)
_TICKET_LINK = re.compile(r"/ticket/([A-Z0-9]{1,16})/([0-9]{1,5})(?:/|$)", re.IGNORECASE | re.ASCII)
_CODE = re.compile(r"#*([A-Z0-9]{1,16})(?:-([0-9]{1,5}))?")
# The payment reference is the event's short form, a dash, and the code.
_REFERENCE = re.compile(r"#*(?:[A-Z0-9._]+-)+([A-Z0-9]{3,16})(?:-([0-9]{1,5}))?")
_DASHES = re.compile("[\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]")
_LABEL = re.compile(
    r"^(?:(?:your|my|the|der|die|mein|meine|ihr|ihre|id|is|ist|lautet|"
    r"order|bestellung|bestell|bestellnummer|bestellcode|code|ticket|ticketcode|number|nummer|no|nr|num|"
    r"reference|ref|referenz|buchung|booking|confirmation|commande|numero|pedido|codigo|ordine)"
    r"(?:[\s:.=#\N{NUMERO SIGN}-]+|$))+",
    re.IGNORECASE | re.ASCII,
)
_AROUND = (
    " \t\r\n\"'`*_<>()[]{}.,;:!?\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{SINGLE LOW-9 QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{LEFT CORNER BRACKET}\N{RIGHT CORNER BRACKET}"
)


@dataclass(frozen=True, slots=True)
class OrderCode:
    """An order, or with `positionid` one ticket of it, as a badge prints it (`#ABC12-1`)."""

    code: str
    positionid: int | None = None


def parse_order_code(text: str, events: Iterable[str] = ()) -> OrderCode | None:
    """Return the order that was meant, or None when the text cannot be an order code.

    Accepts small letters, `#`, spaces, brackets, quotes, full-width letters and digits, any kind of dash,
    words like `Order code:` before it, the payment reference (`CONF2027-ABC12`; `events` are the short
    forms it may begin with), and the links to the order and to a ticket of it.
    """
    if len(text) > LONGEST_TEXT:
        return None
    if link := _TICKET_LINK.search(text):
        return OrderCode(link[1].upper(), int(link[2]))
    if link := _LINK.search(text):
        return OrderCode(link[1].upper())
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    shown = "".join(c for c in folded if c.isprintable() or c.isspace()).strip(_AROUND)
    # Whoever types only a word that can be a label means it as a code.
    wanted = _LABEL.sub("", shown).strip(_AROUND) or shown
    compact = "".join(wanted.split()).upper()
    if found := _of_known_event(compact.lstrip("#"), events):
        return found
    if match := _CODE.fullmatch(compact):
        is_too_long = len(wanted.split()) > 1 and len(match[1]) > LONGEST_IN_PIECES
        return None if is_too_long else _order_code(match)
    match = _REFERENCE.fullmatch(compact)
    # Without knowing the event, digits behind a dash would rather be the number of a ticket.
    return _order_code(match) if match and not match[1].isdigit() else None


def _of_known_event(compact: str, events: Iterable[str]) -> OrderCode | None:
    for event in sorted(events, key=len, reverse=True):
        if (rest := compact.removeprefix(event.upper())) == compact:
            continue
        match = _CODE.fullmatch(rest.removeprefix("-"))
        # A bank may have left out the dash.
        if match and (rest.startswith("-") or len(match[1]) >= LENGTH):
            return _order_code(match)
    return None


def _order_code(match: re.Match[str]) -> OrderCode:
    return OrderCode(match[1], int(match[2]) if match[2] else None)
