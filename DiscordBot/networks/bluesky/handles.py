"""The handle on Bluesky that somebody means by a free answer in a form."""

from __future__ import annotations

import re

from DiscordBot.networks.handle_spelling import HandleSpelling, is_name

# https://atproto.com/specs/handle
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
_DOMAIN = rf"(?P<handle>(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9\-]{{0,61}}[A-Za-z0-9])"
_WRITTEN = re.compile(rf"@?{_DOMAIN}")
_ADDRESS = re.compile(rf"(?:https?://)?(?:www\.)?bsky\.app/profile/@?{_DOMAIN}/?(?:[?#]\S*)?", re.IGNORECASE)
# Who has no domain is on the server where everybody begins, whose names are so long.
_PLAIN = re.compile(r"@?(?P<name>[A-Za-z0-9](?:[A-Za-z0-9\-]{1,16}[A-Za-z0-9]))")
_NO_DOMAINS = re.compile(
    r"(?:www\..+|bsky\.(?:app|social)|(?:.+\.)?(?:twitter|x|facebook|instagram|linkedin|github|threads)\.com"
    r"|mastodon\.social|.+\.(?:local|arpa|invalid|localhost|internal|example|alt|onion|test))",
    re.IGNORECASE,
)
_LONGEST = 253


def _read(word: str, is_alone: bool) -> str:  # noqa: FBT001 - as `HandleSpelling.read` is called
    if match := _WRITTEN.fullmatch(word) or _ADDRESS.fullmatch(word):
        handle = match["handle"].casefold()
        is_handle = len(handle) <= _LONGEST and not _NO_DOMAINS.fullmatch(handle)
        return f"@{handle}" if is_handle and is_name(handle.partition(".")[0]) else ""
    plain = _PLAIN.fullmatch(word) if is_alone else None
    return f"@{plain['name'].casefold()}.bsky.social" if plain and is_name(plain["name"]) else ""


HANDLES = HandleSpelling(frozenset({"bluesky", "bsky", "handle"}), _read, "@example.bsky.social")
"""`@ada.bsky.social` for itself, with and without its @, for the address of a profile, and for `ada`."""
