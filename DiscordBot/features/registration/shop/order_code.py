"""Order codes as people have them: from the confirmation e-mail, the badge, the link, a phone's keyboard."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

LENGTH = 5
"""So many letters and digits pretix gives its codes, unless the server is set up otherwise."""

LONGEST_IN_PIECES = 8
"""What is longer and has spaces in it is rather a name."""

LONGEST_TEXT = 500
LONGEST_CODE = 64

# Without ASCII, IGNORECASE would let the Kelvin sign and its like pass for letters.
_LINK = re.compile(r"/(?:orders?|ticket)/([A-Z0-9]{1,16})(?![A-Z0-9])", re.IGNORECASE | re.ASCII)
_TICKET_LINK = re.compile(r"/ticket/([A-Z0-9]{1,16})/([0-9]{1,5})(?![A-Z0-9])", re.IGNORECASE | re.ASCII)
_CODE = re.compile(r"#*([A-Z0-9]{1,16})(?:-([0-9]{1,5}))?")
_CODE_AND_NUMBER = re.compile(rf"#*([A-Z0-9]{{{LENGTH}}})[_/#]+([0-9]{{1,3}})")
# The payment reference is the event's short form, a dash, and the code.
_REFERENCE = re.compile(r"#*(?:[A-Z0-9._]+-)+([A-Z0-9]{3,16})(?:-([0-9]{1,5}))?")
_AFTER_EVENT = "-_./:"
_DASHES = re.compile("[\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]")
_BULLET = re.compile(r"^(?:[-\N{EN DASH}\N{EM DASH}\N{BULLET}*+>|]+\s+|[0-9]{1,2}[.)]\s+)+")
_LABELS = (
    r"(?:your|my|the|deine|dein|der|die|mein|meine|ihr|ihre|votre|ma|de|du|tu|su|mi|id|is|ist|it|its|lautet|"
    r"order|bestellung|bestell|best|bestellnummer|bestellnr|bestellcode|auftrag|auftragsnummer|rechnung|"
    r"code|ticket|ticketcode|number|nummer|no|nr|num|n|with|payment|verwendungszweck|zahlungsreferenz|"
    r"reference|ref|referenz|referencia|buchung|booking|confirmation|commande|numero|pedido|codigo|codice|"
    r"ordine|bestelling|zamowienie|objednavka|re|fwd|fw|aw|wg|subject|betreff)"
)
_LABEL = re.compile(rf"^(?:{_LABELS}(?:[\s:.=#>\N{{DEGREE SIGN}}-]+|$))+", re.IGNORECASE | re.ASCII)
_ORDER_WORD = re.compile(rf"(?<!\w){_LABELS}(?!\w)", re.IGNORECASE | re.ASCII)
_AROUND = (
    " \t\r\n\"'`*_~|<>()[]{}.,;:!?\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{SINGLE LOW-9 QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{LEFT CORNER BRACKET}\N{RIGHT CORNER BRACKET}"
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    "\N{LEFT WHITE CORNER BRACKET}\N{RIGHT WHITE CORNER BRACKET}\N{BULLET}"
)


@dataclass(frozen=True, slots=True)
class OrderCode:
    """An order, or with `positionid` one ticket of it, as a badge prints it (`#ABC12-1`).

    `whole` is all that was written, folded: shops that make other codes than pretix may mean that.
    """

    code: str
    positionid: int | None = None
    whole: str = ""


def parse_order_code(text: str, events: Iterable[str] = ()) -> OrderCode | None:
    """Return the order that was meant, or None when the text cannot be an order code.

    Accepts small letters, `#`, spaces, brackets, quotes, full-width letters and digits, any kind of dash,
    words like `Order code:` before it, the payment reference (`CONF2027-ABC12`; `events` are the short
    forms it may begin with), the links to the order and to a ticket of it, and sentences in which one word
    only can be a code.
    """
    if len(text) > LONGEST_TEXT:
        return None
    address = unquote(text) if "%2F" in text.upper() else text
    if link := _TICKET_LINK.search(address):
        return OrderCode(link[1].upper(), int(link[2]))
    if link := _LINK.search(address):
        return OrderCode(link[1].upper())
    shown = _plain(text)
    label = _LABEL.match(_without_accents(shown))
    # Whoever types only what can be a label means it as a code.
    wanted = (shown[label.end() :].strip(_AROUND) if label is not None else "") or shown
    return _whole(wanted, tuple(events)) or _one_word(shown, tuple(events))


def read_any_code(text: str, events: Iterable[str] = ()) -> OrderCode | None:
    """Return the order that was meant where some shop makes other codes than pretix; None if none can be.

    What pretix could not have made counts if there is a digit in it: `SP-2027/001`, `10234567891`.
    """
    if len(text) > LONGEST_TEXT:
        return None
    shown = _plain(unquote(text) if "%2F" in text.upper() else text)
    # Of a link only its end says which order it is of.
    shown = shown.partition("?")[0].rstrip("/").rpartition("/")[2] if "://" in shown else shown
    label = _LABEL.match(_without_accents(shown))
    wanted = (shown[label.end() :].strip(_AROUND) if label is not None else "") or shown
    whole = folded_code(wanted)
    found = parse_order_code(text, events)
    if found is not None:
        return replace(found, whole=whole)
    is_code = any(map(str.isdigit, whole)) and len(whole) <= LONGEST_CODE
    return OrderCode(wanted.upper(), whole=whole) if is_code else None


def folded_code(text: str) -> str:
    """Return a code as it is compared: small letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _plain(text: str) -> str:
    """Return a text on one line of letters that codes have, without what stands around it."""
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    shown = "".join(c for c in folded if c.isprintable() or c.isspace())
    return _BULLET.sub("", shown.strip()).strip(_AROUND)


def _without_accents(text: str) -> str:
    """Return a composed text of the same length without accents."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text)


def _whole(wanted: str, events: tuple[str, ...]) -> OrderCode | None:
    """Read a text that is nothing but a code."""
    compact = "".join(wanted.split()).upper()
    if compact in {event.upper() for event in events}:
        return None
    if found := _of_known_event(compact.lstrip("#"), events):
        return found
    if match := _CODE.fullmatch(compact):
        return _order_code(match) if _may_be_apart(wanted.split(), match[1]) else None
    if match := _CODE_AND_NUMBER.fullmatch(compact):
        return _order_code(match)
    match = _REFERENCE.fullmatch(compact)
    # Without knowing the event, digits behind a dash would rather be the number of a ticket.
    is_one = len(wanted.split()) == 1
    return _order_code(match) if match and is_one and not match[1].isdigit() else None


def _may_be_apart(pieces: list[str], code: str) -> bool:
    """Tell whether the pieces between spaces may be one code, rather than a first and a last name."""
    if len(pieces) == 1 or len(code) == LENGTH:
        return True
    is_name = all(piece.isalpha() and piece.istitle() for piece in pieces)
    return len(code) <= LONGEST_IN_PIECES and not is_name


def _one_word(text: str, events: tuple[str, ...]) -> OrderCode | None:
    """Find the one word of a sentence that can be a code: in capitals, or with a digit and of their length.

    Capitals alone are also how family names are written, so there the sentence must speak of an order, and
    not be in capitals as a whole.
    """
    is_of_order = bool(_ORDER_WORD.search(_without_accents(text))) and text != text.upper()
    found: dict[OrderCode, None] = {}
    for piece in text.split():
        word = piece.strip(_AROUND)
        code = _of_known_event(word.upper().lstrip("#"), events)
        match = _CODE.fullmatch(word.upper())
        if code is None and match is not None and len(match[1]) == LENGTH and not _ORDER_WORD.fullmatch(word):
            has_digit = any(map(str.isdigit, match[1]))
            is_code = (has_digit and not match[1].isdigit()) or (is_of_order and word == word.upper())
            code = _order_code(match) if is_code else None
        if code is not None:
            found[code] = None
    return next(iter(found)) if len(found) == 1 else None


def _of_known_event(compact: str, events: Iterable[str]) -> OrderCode | None:
    for event in sorted(events, key=len, reverse=True):
        if (rest := compact.removeprefix(event.upper())) == compact:
            continue
        match = _CODE.fullmatch(rest[1:] if rest[:1] in _AFTER_EVENT else rest)
        # A bank may have left out the dash.
        if match and (rest[:1] in _AFTER_EVENT or len(match[1]) >= LENGTH):
            return _order_code(match)
    return None


def _order_code(match: re.Match[str]) -> OrderCode:
    return OrderCode(match[1], int(match[2]) if match[2] else None)
