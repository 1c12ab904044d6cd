"""What in a text leads somewhere on Bluesky, where nothing is found by itself: links, hashtags, mentions.

https://docs.bsky.app/docs/advanced-guides/post-richtext
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex


class Kind(StrEnum):
    """What a part of a text is."""

    LINK = "link"
    TAG = "tag"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text from `start` to `end`, in bytes of its UTF-8.

    `value` is the address with its scheme, the hashtag without #, or the handle without @.
    """

    kind: Kind
    start: int
    end: int
    value: str


_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_LINK = regex.compile(
    rf"(?<![\w@.#/])(?P<value>https?://[^\s<>\"]+|(?:{_LABEL}\.)+(?P<domain>[a-z]{{2,}})(?:/[^\s<>\"]*)?)",
    regex.IGNORECASE,
)
_MENTION = regex.compile(
    rf"(?<![\w@/.])@(?P<value>(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?)", regex.IGNORECASE
)
_TAG = regex.compile(r"(?<![\w#/&])[#＃](?P<value>(?!\d+(?!\w))[\w]{1,64})")
_CLOSERS = {")": "(", "]": "["}
_KNOWN_ENDINGS = frozenset(
    {"com", "org", "net", "io", "dev", "app", "social", "eu", "de", "fr", "es", "it", "pt", "pl", "nl", "uk"}
    | {"us", "cz", "at", "ch", "be", "se", "dk", "no", "fi", "ie", "jp", "kr", "br", "ca", "au", "in", "edu"}
    | {"gov", "info", "conference", "events", "tech", "me", "tv", "gg", "live", "online", "site", "space"}
)
"""Of an address without a scheme; `readme.md` and `setup.py` are files."""


def find_parts(text: str) -> tuple[Part, ...]:
    """Return what leads somewhere, in the order of the text; nothing overlaps."""
    found: list[tuple[int, int, Kind, str]] = []
    for match in _LINK.finditer(text):
        written = _without_trailing_signs(match["value"])
        if match["domain"] is not None and match["domain"].casefold() not in _KNOWN_ENDINGS:
            continue
        address = written if "://" in written else f"https://{written}"
        found.append((match.start(), match.start() + len(written), Kind.LINK, address))
    found += [(match.start(), match.end(), Kind.MENTION, match["value"]) for match in _MENTION.finditer(text)]
    found += [(match.start(), match.end(), Kind.TAG, match["value"]) for match in _TAG.finditer(text)]
    parts: list[Part] = []
    end = 0
    for start, stop, kind, value in sorted(found):
        if start >= end:
            parts.append(Part(kind, _bytes(text[:start]), _bytes(text[:stop]), value))
            end = stop
    return tuple(parts)


def _without_trailing_signs(address: str) -> str:
    """Leave out the signs that end a sentence, and a bracket that was opened before the address."""
    while address:
        last = address[-1]
        if last in ".,;:!?'\"" or (last in _CLOSERS and address.count(last) > address.count(_CLOSERS[last])):
            address = address[:-1]
        else:
            break
    return address


def _bytes(text: str) -> int:
    return len(text.encode())
