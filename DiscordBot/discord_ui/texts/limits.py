"""Discord's limits, in one place: what is handed to Discord goes through here.

Lengths are counted in code points.
https://discord.com/developers/docs/components/reference
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from discord import app_commands
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Iterable


NICKNAME = 32
CONTENT = 2000
TOPIC = 1024
ATTACHMENT_DESCRIPTION = 1024
BUTTON_LABEL = 80
MODAL_TITLE = 45
INPUT_LABEL = 45
INPUT_DESCRIPTION = 100
INPUT_PLACEHOLDER = 100
INPUT_VALUE = 4000
SELECT_PLACEHOLDER = 150
OPTION = 100
CHOICES = 25
LAYOUT_TEXT = 4000
"""Of all texts of a message's layout together."""
GALLERY = 10
UPLOAD = 10 * 1024 * 1024
"""In bytes, of a file: what every server takes, also one without boosts."""
MEDIA_DESCRIPTION = 1024
# Discord sets no limits of their own for these; longer ones are none.
TITLE = 256
FIELD_VALUE = 1024
ADDRESS = 2048

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_JOINER = "\N{ZERO WIDTH JOINER}"
_FENCE = "```"
_REGIONAL_INDICATORS = re.compile("[\U0001f1e6-\U0001f1ff]+$")
_CONTINUES = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\udc00-\udfff\u200d]")


def clip(text: str, limit: int) -> str:
    """Shorten to at most `limit` characters, at a word if one ends in the second half, with an ellipsis."""
    text = text.strip()
    if len(text) <= limit:
        return text
    return _cut(text, limit - len(ELLIPSIS)) + ELLIPSIS


def nickname(name: str) -> str:
    """Make a person's name fit for a nickname: composed, on one line, at most 32 characters, no ellipsis.

    The result is empty if the name has no visible character; Discord then shows the user name.
    """
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(" " if unicodedata.category(character) == "Cc" else character for character in composed)
    return _cut(" ".join(visible.split()), NICKNAME)


def web_address(text: str) -> str:
    """Return the address as Discord takes it; empty if it would refuse it and all around it.

    Spaces and letters of other scripts are written as addresses write them.
    """
    text = text.strip()
    try:
        url = URL(text)
        host = url.host or ""
        is_address = url.scheme in {"http", "https"} and url.port != 0 and ("." in host or ":" in host)
    except ValueError:
        return ""
    address = text if text.isascii() and not any(map(str.isspace, text)) else str(url)
    return address if is_address and len(address) <= ADDRESS and " " not in address else ""


def split_text(text: str, limit: int = CONTENT) -> list[str]:
    """Split into parts of at most `limit` (20 or more) characters, at paragraphs, lines or words.

    A part that would end inside a code fence closes it, and the next one opens it again.
    """
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        part = _cut(rest, limit - len(_FENCE) - 1, separators=("\n\n", "\n", " "))
        rest = rest[len(part) :].strip()
        if part.count(_FENCE) % 2:
            part, rest = f"{part}\n{_FENCE}", f"{_FENCE}\n{rest}"
        parts.append(part)
    return [*parts, rest] if rest else parts


def fit_choices(choices: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """Make the first 25 (name, value) pairs the choices of a command's option, names clipped."""
    return [
        app_commands.Choice(name=clip(name, OPTION), value=value) for name, value in list(choices)[:CHOICES]
    ]


def _cut(text: str, limit: int, separators: Iterable[str] = (" ", "\n")) -> str:
    """Return the beginning of `text`, at most `limit` characters, ending at a separator if one is near."""
    if len(text) <= limit:
        return text
    end = limit
    while end > 0 and _is_one_character(text, end):
        end -= 1
    end = end or limit
    for separator in separators:
        # One more than the window, since a word may end exactly at its edge.
        found = text.rfind(separator, 0, end + len(separator))
        if found > limit // 2:
            end = found
            break
    return text[:end].rstrip()


def _is_one_character(text: str, index: int) -> bool:
    """Tell whether what stands on both sides of `index` shows as one character: 'e' + accent, a flag, ..."""
    after = text[index]
    if (index - len(text[:index].rstrip("\\"))) % 2:
        # A backslash and what it makes harmless.
        return True
    if unicodedata.category(after).startswith("M") or _CONTINUES.match(after) or text[index - 1] == _JOINER:
        return True
    flags = _REGIONAL_INDICATORS.search(text[:index])
    return flags is not None and len(flags[0]) % 2 == 1 and bool(_REGIONAL_INDICATORS.match(after))
