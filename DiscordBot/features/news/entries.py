"""The entries of a feed, and by what the bot knows them again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yarl import URL

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news.

    `title` is plain text on one line, perhaps empty; `link` is a web address as `web_address` returns it;
    `guid` is empty where the feed gives none; `published` is aware, None where the feed does not tell.
    """

    title: str
    link: str
    guid: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed has to tell; `without_link` counts entries that lead nowhere on the web."""

    entries: tuple[Entry, ...]
    without_link: int = 0


def web_address(text: str) -> str:
    """Return an address in ASCII, which networks recognise as one link whatever is in it.

    Raises `ValueError` for what is no complete address on the web.
    """
    url = URL(text.strip())
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError("needs a web address that starts with https:// (or http://)")
    return str(url)


def names_of(entry: Entry) -> frozenset[str]:
    """Return what an entry is remembered by: one name in common makes two entries the same.

    So neither a corrected title nor a new address or guid alone makes news of old ones.
    """
    guid = {f"guid:{_digest(entry.guid)}"} if entry.guid else frozenset()
    return frozenset({f"link:{_digest(_place(entry.link))}", *guid})


def source_key(link: str) -> str:
    """Return the key under which the queue takes a link once, whoever or whatever submits it."""
    return f"news:{_digest(_place(link))}"


def _place(link: str) -> str:
    """Return what stays of an address when a site moves to https, or changes how it ends its addresses."""
    return link.partition("://")[2].rstrip("/")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
