"""How lists name people: by an order code, a ticket, an e-mail address or its hash, or an id of Discord."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DISCORD_ID = re.compile(r"[0-9]{15,20}")
_ORDER = re.compile(r"#?(?P<code>[A-Z0-9]{3,16})(?:-(?P<number>[0-9]{1,4}))?")
_HASH = re.compile(r"[0-9a-f]{64}")


def read_listed(value: object) -> str:
    """Return how somebody is named in a list, as it is compared.

    Raises `ValueError`, in words for the person who wrote the list.
    """
    text = str(value).strip()
    if is_discord_id(text) or is_hash(text.casefold()) or "@" in text:
        return text.casefold()
    if not isinstance(value, bool) and _ORDER.fullmatch(text.upper()):
        return text.upper().removeprefix("#")
    raise ValueError(
        "needs order codes (ABC12), tickets (ABC12-2), e-mail addresses or their hashes, or ids of Discord"
    )


def without_address(listed: str, hash_email: Callable[[str], str]) -> str:
    """Return what `read_listed` returned, with the hash of an address in its place."""
    return hash_email(listed) if "@" in listed else listed


def is_discord_id(text: str) -> bool:
    """Tell whether somebody is named by the id that Discord gave them."""
    return _DISCORD_ID.fullmatch(text) is not None


def is_hash(text: str) -> bool:
    """Tell whether somebody is named by the hash of their address."""
    return _HASH.fullmatch(text) is not None
