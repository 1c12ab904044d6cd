"""Order codes as people have them: from the confirmation e-mail, the badge, the link, a phone's keyboard."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Without ASCII, IGNORECASE would let the Kelvin sign and its like pass for letters.
_LINK = re.compile(r"/order/([A-Z0-9]{1,16})/", re.IGNORECASE | re.ASCII)
_CODE = re.compile(r"#*([A-Z0-9]{1,16})(?:-([0-9]{1,5}))?")
_DASHES = re.compile("[\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]")


@dataclass(frozen=True, slots=True)
class OrderCode:
    """An order, or with `positionid` one ticket of it, as a badge prints it (`#ABC12-1`)."""

    code: str
    positionid: int | None = None


def parse_order_code(text: str) -> OrderCode | None:
    """Return the order that was meant, or None when the text cannot be an order code.

    Accepts small letters, `#`, spaces anywhere, full-width letters and digits, any kind of dash, and
    the link to the order in the shop.
    """
    if link := _LINK.search(text):
        return OrderCode(link[1].upper())
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    compact = "".join(c for c in folded if c.isprintable() and not c.isspace()).upper()
    if match := _CODE.fullmatch(compact):
        return OrderCode(match[1], int(match[2]) if match[2] else None)
    return None
