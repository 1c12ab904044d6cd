"""Text of people as Discord shows it unchanged: nothing is formatted, pings, or hides."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# Web addresses stay as they are: Discord formats nothing in them, and moderators want to follow them.
# They end where, in a title that leads somewhere, they would end its link and begin another one.
_MEANING = re.compile(
    r"""(?P<address>https?://(?:(?!\]\()[^\s<])+)
      | (?P<mark>[\\*_~`|<>\[\]\#])
      | (?P<mention>(?<![\w.+-])@|@(?=everyone|here))
      | (?P<bullet>(?<!\S)[-+](?=\s))
      | (?P<ordinal>(?<=[0-9])\.(?=\s))
      | (?P<emoji>:(?=[\w+-]+:))""",
    re.VERBOSE,
)

# Joiners belong into family emoji and into Persian or Indic words, selectors behind a symbol, tags into
# the flags of Wales and Scotland, and marks of direction into texts in Arabic or Hebrew.
_ORDINARY = re.compile(
    r"""(?<=[^\x00-\x7f])[\u200c\u200d](?=[^\x00-\x7f])
      | (?<=\S)[\ufe0e\ufe0f]
      | \U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f""",
    re.VERBOSE,
)
_DIRECTION_MARKS = "\u200e\u200f\u061c"
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u06ff\u0700-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def shown(text: str) -> str:
    """Return markdown that Discord shows as `text`; invisible characters become visible, as `⟦U+200B⟧`."""
    return _MEANING.sub(lambda found: found["address"] or f"\\{found[0]}", _reveal(text))


def shown_line(text: str) -> str:
    """Return markdown that shows `text` on one line."""
    return shown(" ".join(text.split()))


def hidden_characters(text: str) -> tuple[str, ...]:
    """Name the invisible characters in `text` that `shown` makes visible, each with how often it occurs."""
    counted = Counter(text[index] for index in _hidden(text))
    return tuple(f"{count} × {_name(character)}" for character, count in sorted(counted.items()))


def _reveal(text: str) -> str:
    hidden = set(_hidden(text))
    return "".join(
        f"⟦U+{ord(character):04X}⟧" if index in hidden else character for index, character in enumerate(text)
    )


def _hidden(text: str) -> list[int]:
    ordinary = {index for found in _ORDINARY.finditer(text) for index in range(*found.span())}
    is_right_to_left = _RIGHT_TO_LEFT.search(text) is not None
    return [
        found.start()
        for found in _INVISIBLE.finditer(text)
        if found.start() not in ordinary and not (is_right_to_left and found[0] in _DIRECTION_MARKS)
    ]


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"{unicodedata.name(character, 'invisible character').lower()} ({code})"
