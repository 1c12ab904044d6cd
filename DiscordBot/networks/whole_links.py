"""Links as people can follow them, of texts that show them shortened."""

from __future__ import annotations

import re
from urllib.parse import quote

LONGEST_ADDRESS = 1000
"""In characters; nobody follows longer ones, and there is no room for them below a card."""

_ENDS_A_LINK = re.compile(r"[\s()\[\]<>\\`|\"]")


def whole_link(written: str, address: str) -> str:
    """Return the address where a part of it is written, else what is written and the address after it."""
    shown = written.strip().removesuffix("…").removesuffix("...").rstrip("/")
    return address if shown in address else f"{written} ({address})"


def web_address(said: str | None) -> str:
    """Return an address that another server tells as one that stands in a link whole; empty if it is none.

    A bracket in it would end the link on a card, and what follows would be words or links of strangers.
    """
    address = _ENDS_A_LINK.sub(lambda sign: quote(sign[0], safe=""), said or "")
    is_one = address.startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS
    return address if is_one else ""
