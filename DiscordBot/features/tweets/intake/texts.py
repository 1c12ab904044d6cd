"""The text of a tweet: put into one form, and refused early where it cannot be one."""

from __future__ import annotations

import re
import unicodedata

from DiscordBot.features.tweets.errors import DraftError

MAX_CHARACTERS = 3_000
"""What the network with the longest texts takes; nothing longer is looked at closely."""

# What str.splitlines takes for the end of a line, without the separators of files and records.
_LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
# Elsewhere the same name may be somebody else's. X finds names also behind dots and letters of other scripts.
_NAME = re.compile(r"(?<![A-Za-z0-9_])[@\N{FULLWIDTH COMMERCIAL AT}]+(?=\w)")
# A network refuses controls and halves of characters; UTF-8 cannot even carry the latter.
_NEVER_SENT = {"Cc", "Cs"}
_INVISIBLE = {"Cf", "Mn", "Zl", "Zp", "Zs"}


def normalised(text: str) -> str:
    """Return `text` as it is stored, shown, counted, compared and sent.

    That is NFC, with line feeds for line ends, without control characters and outer white space. Raises
    `DraftError` if it is longer than `MAX_CHARACTERS`.
    """
    _check_size(text)
    with_lines = _LINE_END.sub("\n", text).replace("\t", " ")
    kept = (letter for letter in with_lines if letter == "\n" or _is_sent(letter))
    tidy = unicodedata.normalize("NFC", "".join(kept)).strip()
    # A few characters become longer in NFC: https://www.unicode.org/faq/normalization.html#12
    _check_size(tidy)
    return tidy


def naming_nobody(text: str) -> str:
    """Return what somebody wrote on one network as it pings nobody on another."""
    return _NAME.sub("", text)


def says_something(text: str) -> bool:
    """Tell whether there is anything to be seen in a normalised text."""
    return any(letter != "\n" and unicodedata.category(letter) not in _INVISIBLE for letter in text)


def _is_sent(letter: str) -> bool:
    return unicodedata.category(letter) not in _NEVER_SENT


def _check_size(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise DraftError(
            f"This text has {len(text):,} characters, far more than a tweet can have. Please shorten it."
        )
