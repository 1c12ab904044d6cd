"""The handle on X that somebody means by a free answer in a form."""

from __future__ import annotations

import re

from DiscordBot.networks.handle_spelling import HandleSpelling, is_name

# Letters, digits and underscores, 15 at most: https://help.x.com/en/managing-your-account/x-username-rules
_HANDLE = r"(?P<handle>[A-Za-z0-9_]{1,15})"
_AT = re.compile(rf"@{_HANDLE}")
_BARE = re.compile(r"(?P<handle>[A-Za-z0-9_]{3,15})")
_ADDRESS = re.compile(
    rf"(?:https?://)?(?:(?:www|m|mobile)\.)?(?:twitter|x)\.com/(?:#!/)?@?{_HANDLE}/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_PAGES = frozenset(
    {"home", "search", "explore", "intent", "share", "hashtag", "i", "settings", "messages"}
    | {"notifications", "login", "signup"}
)
"""Pages of X that belong to nobody."""


def _read(word: str, is_alone: bool) -> str:  # noqa: FBT001 - as `HandleSpelling.read` is called
    patterns = [_AT, _ADDRESS, _BARE] if is_alone else [_AT, _ADDRESS]
    matches = (pattern.fullmatch(word) for pattern in patterns)
    name = next((match["handle"] for match in matches if match), "")
    return f"@{name}" if is_name(name) and name.casefold() not in _PAGES else ""


HANDLES = HandleSpelling(frozenset({"twitter", "x", "twitter/x", "x/twitter", "handle"}), _read, "@example")
"""`@ada` for `@ada`, `ada`, `twitter: @ada` and the addresses of a profile."""
