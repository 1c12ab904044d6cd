"""The entries of a feed, by what the bot knows them again, and which of them are news."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

MAX_AGE = timedelta(days=7)
MOST_AT_ONCE = 25
"""A feed that suddenly has more news than these was moved or made anew: nobody wants so many cards."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
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

    entries: tuple[FeedEntry, ...]
    without_link: int = 0


def web_address(text: str) -> str:
    """Return an address in ASCII, which networks recognise as one link whatever is in it.

    Raises `ValueError` for what is no complete address on the web.
    """
    url = URL(text.strip())
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError("needs a web address that starts with https:// (or http://)")
    return str(url)


def names_of(entry: FeedEntry) -> frozenset[str]:
    """Return what an entry is remembered by: one name in common makes two entries the same.

    So neither a corrected title nor a new address or guid alone makes news of old ones.
    """
    guid = {f"guid:{_digest(entry.guid)}"} if entry.guid else frozenset()
    return frozenset({f"link:{_digest(_place(entry.link))}", *guid})


def source_key(link: str) -> str:
    """Return the key under which the queue takes a link once, whoever or whatever submits it."""
    return f"news:{_digest(_place(link))}"


@dataclass(frozen=True, slots=True)
class Selection:
    """The news, the oldest first, and how many were left out because there are too many.

    `names` are all that were not known before, of news and old entries alike.
    """

    news: tuple[FeedEntry, ...]
    left_out: int
    names: frozenset[str]


def select_news(
    entries: Sequence[FeedEntry], known: AbstractSet[str], now: datetime, *, is_first_look: bool
) -> Selection:
    """Return what is new in a feed, given the names of all that was ever seen in it.

    An entry without a date is as old as its first sight, and at the first look as old as anything. One that
    is dated in the future counts as new: it waits in the queue for its time.
    """
    seen: set[str] = set()
    news: list[FeedEntry] = []
    for entry in entries:
        names = names_of(entry)
        is_known = not names.isdisjoint(known) or not names.isdisjoint(seen)
        seen |= names
        if not is_known and _is_recent(entry, now, is_first_look=is_first_look):
            news.append(entry)
    # Feeds begin with the newest, which settles the order of those without a date.
    news.reverse()
    news.sort(key=lambda entry: entry.published or now)
    newest = tuple(news[-MOST_AT_ONCE:])
    return Selection(newest, len(news) - len(newest), frozenset(seen - known))


def _is_recent(entry: FeedEntry, now: datetime, *, is_first_look: bool) -> bool:
    if entry.published is None:
        return not is_first_look
    return entry.published >= now - MAX_AGE


def _place(link: str) -> str:
    """Return what stays of an address when a site moves to https, or changes how it ends its addresses."""
    return link.partition("://")[2].rstrip("/")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
