"""Names of posts, such as `at://did:plc:abc/app.bsky.feed.post/3k`, and their pages."""

from __future__ import annotations

_SCHEME = "at://"


def page_of(uri: str, app_url: str) -> str:
    """Return where people read a post."""
    _, _, key = uri.rpartition("/")
    return f"{app_url}/profile/{owner_of(uri)}/post/{key}"


def owner_of(uri: str) -> str:
    """Return the DID of the account that has put a record there."""
    return uri.removeprefix(_SCHEME).partition("/")[0]
