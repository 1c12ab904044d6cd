"""The entries of a feed, by what the bot knows them again, and which of them are news."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAX_AGE = timedelta(days=7)
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
FURTHEST = timedelta(days=366)
"""Dates before there were feeds, or more than a year ahead, are no dates."""

MOST_AT_ONCE = 25
"""A feed that suddenly has more news than these was moved or made anew: nobody wants so many cards."""

_NO_GUIDS = {"n/a", "na", "none", "null", "nil", "undefined", "unknown", "tbd", "guid", "id", "-", "0"}


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
    """Return what an entry is remembered by, as long as no other entry bears the same.

    So neither a corrected title nor a new address or guid alone makes news of old ones.
    """
    return frozenset(filter(None, (_guid_name(entry), _link_name(entry), _text_name(entry))))


def source_key(link: str, more: str = "") -> str:
    """Return the key under which the queue takes a link once, whoever or whatever submits it.

    `more` tells news from others with the same link.
    """
    return f"news:{_digest(_place(link) + (f' {more}' if more else ''))}"


@dataclass(frozen=True, slots=True)
class Selection:
    """The news, the oldest first, and how many were left out because there are too many.

    `names` are all that were not known before, of news and old entries alike. The link of those in
    `of_shared_links` is also that of other news. `skipped` counts what is not news, by the reasons.
    """

    news: tuple[FeedEntry, ...]
    left_out: int
    names: frozenset[str]
    of_shared_links: frozenset[FeedEntry] = frozenset()
    skipped: Mapping[str, int] = field(default_factory=dict)


def select_news(
    entries: Sequence[FeedEntry], known: Mapping[str, datetime], now: datetime, *, is_first_look: bool
) -> Selection:
    """Return what is new in a feed, given the names of all that was ever seen in it, and when.

    An entry without a date is as old as its first sight, and at the first look as old as anything. One that
    is dated in the future counts as new: it waits in the queue for its time. A guid or a link that several
    entries of the feed have in common tells none of them from another.
    """
    shared = _shared_names(entries)
    seen = dict(known)
    news: list[FeedEntry] = []
    of_shared_links: set[FeedEntry] = set()
    skipped: Counter[str] = Counter()
    for entry in entries:
        names = names_of(entry) - shared
        is_known = _is_known(entry, names, seen)
        has_known_link = _link_name(entry) in seen or _link_name(entry) in shared
        for name in names:
            seen.setdefault(name, now)
        if is_known:
            continue
        if reason := _why_not(entry, now, is_first_look=is_first_look):
            skipped[reason] += 1
            continue
        news.append(entry)
        of_shared_links |= {entry} if has_known_link else set()
    # Feeds begin with the newest, which settles the order of those without a date.
    news.reverse()
    news.sort(key=lambda entry: _published(entry, now) or now)
    newest = tuple(news[-MOST_AT_ONCE:])
    new_names = frozenset(seen.keys() - known.keys())
    return Selection(newest, len(news) - len(newest), new_names, frozenset(of_shared_links), skipped)


def _shared_names(entries: Sequence[FeedEntry]) -> frozenset[str]:
    """Return guids and links that stand for several entries: of different titles, and else different too."""
    by_guid: defaultdict[str, set[FeedEntry]] = defaultdict(set)
    by_link: defaultdict[str, set[FeedEntry]] = defaultdict(set)
    for entry in entries:
        by_guid[_guid_name(entry)].add(entry)
        by_link[_link_name(entry)].add(entry)
    guids = {
        name
        for name, bearers in by_guid.items()
        if _differ(bearer.title for bearer in bearers) and _differ(map(_link_name, bearers))
    }
    useless = guids | {""}
    links = {
        name
        for name, bearers in by_link.items()
        if _differ(bearer.title for bearer in bearers)
        and _differ(bearer.title if _guid_name(bearer) in useless else bearer.guid for bearer in bearers)
    }
    return frozenset(guids | links)


def _differ(values: Iterable[str]) -> bool:
    return len(set(values)) > 1


def _is_known(entry: FeedEntry, names: frozenset[str], seen: Mapping[str, datetime]) -> bool:
    # Not `isdisjoint`, which would go through all that was ever seen.
    if any(name in seen for name in names - {_link_name(entry)}):
        return True
    seen_at = seen.get(_link_name(entry)) if _link_name(entry) in names else None
    if seen_at is None:
        return False
    # Some feeds have one link for all: what else is new, and was published since, is another piece of news.
    is_another = _guid_name(entry) in names and entry.published is not None and entry.published > seen_at
    return not is_another


def _why_not(entry: FeedEntry, now: datetime, *, is_first_look: bool) -> str:
    published = _published(entry, now)
    if published is None:
        return "without a date when the feed was first read" if is_first_look else ""
    return "" if published >= now - MAX_AGE else "older than seven days when first seen"


def _published(entry: FeedEntry, now: datetime) -> datetime | None:
    """Return the date of an entry, None for one so far away that it means nothing."""
    is_date = entry.published is not None and EARLIEST <= entry.published <= now + FURTHEST
    return entry.published if is_date else None


def _guid_name(entry: FeedEntry) -> str:
    guid = entry.guid.strip()
    return f"guid:{_digest(entry.guid)}" if guid and guid.casefold() not in _NO_GUIDS else ""


def _link_name(entry: FeedEntry) -> str:
    return f"link:{_digest(_place(entry.link))}"


def _text_name(entry: FeedEntry) -> str:
    return f"text:{_digest(f'{_place(entry.link)} {entry.title}')}"


def _place(link: str) -> str:
    """Return what stays of an address when a site moves to https, or changes how it ends its addresses."""
    return link.partition("://")[2].rstrip("/")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
