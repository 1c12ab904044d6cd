"""The name that a record gets on Bluesky: a TID, made of the key of a post.

https://atproto.com/specs/tid
"""

from __future__ import annotations

from hashlib import sha256

_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_CHARACTERS = 13
_BITS = 63
"""The highest bit of the 64 is always 0."""

_CLOCK_BITS = 10
_TIME_DIGITS = 14


def record_key(key: str) -> str:
    """Return the TID for a post's key: its time in microseconds if it begins with one, and chance.

    Raises `ValueError` without a key: all posts would get the same name.
    """
    if not key:
        raise ValueError("a post without a key has no name of its own")
    chance = int.from_bytes(sha256(key.encode()).digest()[:8], "big")
    try:
        microseconds = int(key[:_TIME_DIGITS], 16)
    except ValueError:
        microseconds = chance
    number = (microseconds << _CLOCK_BITS) | (chance & ((1 << _CLOCK_BITS) - 1))
    number &= (1 << _BITS) - 1
    return "".join(_SORTABLE[(number >> (5 * place)) & 31] for place in reversed(range(_CHARACTERS)))
