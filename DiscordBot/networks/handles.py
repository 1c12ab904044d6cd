"""The handle on Twitter/X that somebody means by a free answer in a form."""

from __future__ import annotations

import re
import unicodedata

# Letters, digits and underscores, 15 at most: https://help.x.com/en/managing-your-account/x-username-rules
_HANDLE = r"(?P<handle>[A-Za-z0-9_]{1,15})"
_AT = re.compile(rf"@{_HANDLE}")
_BARE = re.compile(r"(?P<handle>[A-Za-z0-9_]{3,15})")
_ADDRESS = re.compile(
    rf"(?:https?://)?(?:(?:www|m|mobile)\.)?(?:twitter|x)\.com/(?:#!/)?@?{_HANDLE}/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_LABELS = frozenset({"twitter", "x", "twitter/x", "x/twitter", "handle"})

_NO_HANDLES = frozenset(
    {"na", "none", "no", "nope", "nil", "null", "nothing", "not", "yes", "tba", "tbd", "todo", "unknown"}
    | {"keine", "keins", "kein", "nein", "private", "deleted", "anonymous", "user", "username", "name"}
    | {"twitter", "x", "com", "handle", "yourhandle", "myhandle", "mastodon", "bluesky", "bsky", "instagram"}
    | {"linkedin", "facebook", "github", "threads", "telegram", "home", "search", "explore", "intent"}
    | {"share", "hashtag", "i", "settings", "messages", "notifications", "login", "signup"}
)
"""What people write who have none, and pages of X that belong to nobody."""


def twitter_handle(answer: str) -> str:
    """Return `@ada` for `@ada`, `ada`, `twitter: @ada` and the addresses of a profile, else an empty text.

    A wrong handle in public is worse than none: several different ones, those of other networks and
    e-mail addresses give none.
    """
    words = _words(answer)
    found = {_handle(word, alone=len(words) == 1) for word in words}
    handles = {handle.casefold() for handle in found}
    return f"@{min(found)}" if len(handles) == 1 and "" not in handles else ""


def _words(answer: str) -> list[str]:
    visible = "".join(
        character
        for character in unicodedata.normalize("NFKC", answer)
        if unicodedata.category(character) != "Cf"
    )
    words = [word.strip("()<>.,;") for word in re.split(r"[\s,;|]+|:(?!//)", visible)]
    return [word for word in words if word and word.casefold() not in _LABELS]


def _handle(word: str, *, alone: bool) -> str:
    patterns = [_AT, _ADDRESS, _BARE] if alone else [_AT, _ADDRESS]
    matches = (pattern.fullmatch(word) for pattern in patterns)
    handle = next((match["handle"] for match in matches if match), "")
    is_name = handle.casefold() not in _NO_HANDLES and any(character.isalpha() for character in handle)
    return handle if is_name else ""
