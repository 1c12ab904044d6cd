"""How long a text is on Mastodon.

https://github.com/mastodon/mastodon/blob/main/app/validators/status_length_validator.rb and, for what it
takes for links, https://github.com/mastodon/mastodon/blob/main/config/initializers/twitter_regex.rb
"""

from __future__ import annotations

import regex

# Mastodon makes links of addresses with a scheme only, and counts them all as equally long.
_HOST = regex.compile(
    r"(?<![\w@/#.\-])https?://(?:[\p{L}\p{N}](?:[\p{L}\p{N}\-_]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}(?::\d+)?",
    regex.IGNORECASE,
)
_PATH = regex.compile(r"/(?:[^\s<>()?]++|\((?:[^\s<>()?]++|\([^\s<>()?]++\))++\))*+")
_PATH_ENDS_BEFORE = frozenset("!*\"'「」;:=,.$%[]~&|@")
_QUERY = regex.compile(r"\?[\w!?*'();:&=+$/%#\[\]\-.,~|@^\P{ASCII}--\s]*+", regex.VERSION1)
_QUERY_ENDS_BEFORE = frozenset("!?*'();:+$%[].,~|@^")

# Of somebody on another server only the name counts.
_REMOTE_MENTION = regex.compile(
    r"(?<![=/\w])(?>(@[a-z0-9_](?:[a-z0-9_.\-]*[a-z0-9_])?)@[\w.\-]+\w)(?![@＠]|[À-ÖØ-öø-ÿ]|://)",
    regex.IGNORECASE,
)

# A sign in an Indic script that joins two letters: Unicode has made them one character since 15.1, which
# servers do not know yet.
_JOINED = regex.compile(r"(?<=\p{ccc=9}[\u200C\u200D]?)\p{Lo}")


def length(text: str, link_length: int) -> int:
    """Return how many characters count, each as people see one; a link counts `link_length`."""
    short = _REMOTE_MENTION.sub(r"\1", _with_short_links(text, "x" * link_length))
    return sum(1 + len(_JOINED.findall(sign)) for sign in regex.findall(r"\X", short))


def _with_short_links(text: str, link: str) -> str:
    parts, end = [], 0
    for host in _HOST.finditer(text):
        if host.start() < end:
            continue
        parts += [text[end : host.start()], link]
        end = _end_of_link(text, host.end())
    return "".join([*parts, text[end:]])


def _end_of_link(text: str, end: int) -> int:
    """Return where a link ends whose host ends at `end`."""
    if path := _PATH.match(text, end):
        end = _without_signs(text, path, _PATH_ENDS_BEFORE)
    if query := _QUERY.match(text, end):
        end = _without_signs(text, query, _QUERY_ENDS_BEFORE)
    return end


def _without_signs(text: str, part: regex.Match[str], signs: frozenset[str]) -> int:
    """Return where a part ends without the signs at its end, which belong to the sentence around it."""
    end = part.end()
    while end > part.start() and text[end - 1] in signs:
        end -= 1
    return end
