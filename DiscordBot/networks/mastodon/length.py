"""How long a text is on Mastodon.

https://github.com/mastodon/mastodon/blob/main/app/validators/status_length_validator.rb
"""

from __future__ import annotations

import regex

# Mastodon makes links of addresses with a scheme only, and counts them all as equally long.
_LINK = regex.compile(
    r"(?<![\w@/#.\-])https?://(?:[\p{L}\p{N}](?:[\p{L}\p{N}\-_]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}(?::\d+)?"
    r"(?:[/?#](?:[^\s<>\"]*[^\s<>\".,;:!?'()\[\]])?)?",
    regex.IGNORECASE,
)
# Of somebody on another server only the name counts.
_REMOTE_MENTION = regex.compile(
    r"(?<![=/\p{L}\p{N}_])(@[\p{L}\p{N}_]+(?:[\p{L}\p{N}_.\-]*[\p{L}\p{N}_]+)?)"
    r"@[\p{L}\p{N}.\-]+[\p{L}\p{N}]+",
)


def length(text: str, link_length: int) -> int:
    """Return how many characters count, each as people see one; a link counts `link_length`."""
    without_links = _LINK.sub("x" * link_length, text)
    short = _REMOTE_MENTION.sub(r"\1", without_links)
    return len(regex.findall(r"\X", short))
