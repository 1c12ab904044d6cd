"""The handle on Mastodon that somebody means by a free answer in a form."""

from __future__ import annotations

import re

from DiscordBot.networks.handle_spelling import HandleSpelling, is_name

# https://github.com/mastodon/mastodon/blob/main/app/models/account.rb
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]{0,62}[A-Za-z0-9_])?"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
_WRITTEN = re.compile(rf"@?(?P<name>{_NAME})@(?P<host>{_HOST})")
_ADDRESS = re.compile(
    rf"(?:https?://)?(?P<host>{_HOST})/(?:web/)?(?:@|users/)(?P<name>{_NAME})(?:@(?P<home>{_HOST}))?"
    r"/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:.+\.)?(?:(?:twitter|x|medium|youtube|tiktok|threads|instagram|linkedin|github|facebook)\.com"
    r"|threads\.net|bsky\.app|bsky\.social|t\.me|flipboard\.com|substack\.com|dev\.to)",
    re.IGNORECASE,
)
"""Where `@ada` in an address is somebody, but nobody whom Mastodon knows."""
_MAIL = re.compile(
    r"(?:(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|mail|posteo"
    r"|proton|protonmail|pm|fastmail|hey|zoho|yandex|qq|163|126|t-online|freenet)\.[a-z]{2,3}(?:\.[a-z]{2})?"
    r"|mailbox\.org|tutanota\.com|tuta\.io|example\.(?:org|com|net))",
    re.IGNORECASE,
)
"""Whose addresses look the same, and are private."""


def _read(word: str, is_alone: bool) -> str:  # noqa: FBT001, ARG001 - as `HandleSpelling.read` is called
    match = _WRITTEN.fullmatch(word) or _ADDRESS.fullmatch(word)
    if match is None:
        return ""
    name, host = match["name"], match["host"].casefold()
    # Seen from another server, the address names the one at home.
    home = (match.groupdict().get("home") or host).casefold()
    is_elsewhere = _ELSEWHERE.fullmatch(host) or _ELSEWHERE.fullmatch(home)
    if not is_name(name) or is_elsewhere or _MAIL.fullmatch(home):
        return ""
    return f"@{name}@{home.removeprefix('www.')}"


HANDLES = HandleSpelling(frozenset({"mastodon", "fediverse", "handle"}), _read, "@example@mastodon.social")
"""`@ada@server` for itself, for `ada@server`, and for the addresses of a profile.

Without a server nobody knows who is meant.
"""
