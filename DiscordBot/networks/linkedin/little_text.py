"""LinkedIn's "little text": how a post's words are written for its API, and read back.

https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format
"""

from __future__ import annotations

import re

_RESERVED = re.compile(r"[\\|{}@\[\]()<>#*_~]")
# Of letters and digits, and not of digits only; not in the middle of a word or an address.
_HASHTAG = re.compile(r"(?:^|(?<=[\s(\[{\"'“„«]))[#＃](?P<name>(?!\d+(?!\w))\w+)")
_WRITTEN_HASHTAG = re.compile(r"\{hashtag\|\\?[#＃]\|(?P<name>(?:\\.|[^\\{}|])*)\}")
_WRITTEN_MENTION = re.compile(r"@\[(?P<name>(?:\\.|[^\\\]])*)\] ?\(urn:[^)]*\)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def little(text: str) -> str:
    """Return a text as the API takes it: hashtags lead somewhere, and every other sign is only itself."""
    written: list[str] = []
    end = 0
    for match in _HASHTAG.finditer(text):
        written += (_escaped(text[end : match.start()]), rf"{{hashtag|\#|{_escaped(match['name'])}}}")
        end = match.end()
    return "".join((*written, _escaped(text[end:])))


def plain(written: str) -> str:
    """Return what people read of a text that the API gave."""
    with_tags = _WRITTEN_HASHTAG.sub(r"#\g<name>", written)
    with_names = _WRITTEN_MENTION.sub(r"\g<name>", with_tags)
    return _ESCAPED.sub(r"\1", with_names)


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\g<0>", text)
