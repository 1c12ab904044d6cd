"""Emoji in a text, by Unicode's rules for them: the library's own table knows only those of some years ago.

https://www.unicode.org/reports/tr51/#EBNF_and_Regex
"""

from __future__ import annotations

import regex

# Digits, signs and letters of flags are emoji by their names only, and © and ® only where that is asked for.
_SIGN = (
    r"(?:(?![0-9#*\N{COPYRIGHT SIGN}\N{REGISTERED SIGN}\p{Regional_Indicator}])\p{Emoji}"
    r"|[\N{COPYRIGHT SIGN}\N{REGISTERED SIGN}](?=\uFE0F))"
)
_ELEMENT = rf"(?:{_SIGN}(?:\p{{Emoji_Modifier}}|\uFE0F|[\U000E0020-\U000E007E]+\U000E007F)?)"
_EMOJI = regex.compile(
    rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\uFE0F?\u20E3|{_ELEMENT}(?:\u200D{_ELEMENT})*+"
)


def extract_emojis_with_indices(text: str) -> list[dict[str, object]]:
    """Return each emoji, a longer one rather than its parts, and where it begins and ends."""
    return [{"emoji": found[0], "indices": list(found.span())} for found in _EMOJI.finditer(text)]
