"""How long a text is on X, and which links are in it.

https://docs.x.com/fundamentals/counting-characters
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.networks.twitter.text_rules.extract_urls import (  # type: ignore[import-not-found]  # the library's
    extract_urls_with_indices,
)
from DiscordBot.networks.twitter.text_rules.parse_tweet import (  # type: ignore[import-not-found]  # the library's
    parse_tweet,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMIT = 280
LONGEST = 1000
"""In characters; a longer text is too long whatever is in it, and is not looked at."""

LINK_LENGTH = 23

# What the library takes for a letter of a host name: neither white space nor one of these signs.
_LETTER = (
    r"[^\t-\r \x85\xA0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
    r"!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$]"
)

# It looks for a top-level domain at each label of a host name, and then again for each label that the name
# could begin at. Names of eight labels and more make that last for seconds, and are no names of this world.
_ENDLESS_HOST = re.compile(rf"(?:{_LETTER}(?:[-_]|{_LETTER})*+(?<![-_])\.){{7,}}+")

# It also looks for a host name that begins at each of the letters that are not ASCII. A word of so many is
# none, but a text in a script without spaces, in which X makes links of the ASCII names only.
_ENDLESS_WORD = re.compile(rf"((?:{_LETTER}|[-_]){{24}})((?:{_LETTER}|[-_]){{40,}}+)")
_NOT_ASCII = re.compile(r"[^\x00-\x7F]")
_SPACE = " "

_NEVER_TAKEN = re.compile(r"[\uFFFE\uFEFF\uFFFF]")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text, from `start` to `end`, and its address, with a scheme even if none was written."""

    start: int
    end: int
    address: str


def normalised(text: str) -> str:
    """Return a text as X counts and keeps it: composed characters, and one kind of line end."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


def weighted_length(text: str) -> int:
    """Return the length by X's rules; the number of characters if that is over `LONGEST`.

    It is 0 if there is a character in the text that X never takes, such as a byte order mark.
    """
    if len(text) > LONGEST:
        return len(text)
    tidy = normalised(text)
    if _NEVER_TAKEN.search(tidy):
        return 0
    parts, end = [], 0
    for link in find_links(tidy):
        parts += [tidy[end : link.start], "," * LINK_LENGTH]
        end = link.end
    # Without dots the library does not look for links again; commas count as much.
    rest = "".join([*parts, tidy[end:]]).replace(".", ",")
    return int(parse_tweet(rest).weightedLength)


def find_links(text: str) -> Sequence[Link]:
    """Return what X will make links of in a `normalised` text; none if it is over `LONGEST`."""
    if len(text) > LONGEST:
        return ()
    places = (found["indices"] for found in extract_urls_with_indices(_searchable(text)))
    return tuple(Link(start, end, _with_scheme(text[start:end])) for start, end in places)


def _searchable(text: str) -> str:
    """Return a text with the same links at the same places, in which they are found without delay."""
    hosts = _ENDLESS_HOST.sub(lambda found: found[0].replace(".", ","), text)
    return _ENDLESS_WORD.sub(lambda found: found[1] + _NOT_ASCII.sub(_SPACE, found[2]), hosts)


def _with_scheme(address: str) -> str:
    return address if re.match("https?://", address, re.IGNORECASE) else f"http://{address}"
