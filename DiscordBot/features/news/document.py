"""Reading the document that a feed is, slow and easily attacked: in a process of its own.

`read_feed` starts this module by `bounded_process`, writes a line of JSON and the document to it, and reads
JSON.
"""

from __future__ import annotations

import calendar
import json
import re
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import feedparser  # type: ignore[import-untyped]  # comes without types

from DiscordBot.core.bounded_process import bound_this_process
from DiscordBot.features.news.entries import Feed, FeedEntry, web_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from time import struct_time

LONGEST_TITLE = 500
"""Characters; no network takes that many."""

MEMORY_BYTES = 512 * 1024 * 1024

_NAMED_ZONE = re.compile(
    r"(?:\w+,\s*)?(?P<date>.*[0-9])\s+(?P<zone>[A-Za-z]{3,5}|[A-Za-z_]+(?:/[A-Za-z_]+)+)"
)
_FOREIGN_WEEKDAY = re.compile(
    r"(?:(?!mon|tue|wed|thu|fri|sat|sun)[^\W\d]+\.?,\s*|\w+\.?,(?=\d))(?P<date>.*\b(?:19|20)[0-9]{2}\b.*)",
    re.IGNORECASE,
)
_SECONDS = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
_HOURS = {
    "WET": 0,
    "WEST": 1,
    "BST": 1,
    "CET": 1,
    "MEZ": 1,
    "CEST": 2,
    "MESZ": 2,
    "SAST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "TRT": 3,
    "HKT": 8,
    "SGT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "BRT": -3,
    "ART": -3,
    "AKDT": -8,
    "AKST": -9,
    "HST": -10,
}
"""From UTC; what RFC 822 names, feedparser knows, and what stands for several zones is left to it."""

_HTML = {"text/html", "application/xhtml+xml"}
_APART = {"br", "p", "div", "li", "tr", "td", "h1", "h2", "h3", "h4", "blockquote"}
_UNREAD = {"script", "style"}
_TITLES = ("title", "summary")


class NoFeedError(Exception):
    """The document is neither RSS nor Atom."""


def read_document(content: bytes, *, address: str, content_type: str) -> Feed:
    """Return what an RSS or Atom document says, in its order. Raises `NoFeedError`.

    Relative links count from `address`; `content_type` may tell the encoding.
    """
    if not content.strip():
        raise NoFeedError
    document = feedparser.parse(
        content,
        # Without the address, so that guids stay what they are; links are completed below.
        response_headers={"content-type": content_type},
        # Texts of entries are not used, and cleaning them takes most of the time.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not document.version:
        raise NoFeedError
    entries = [_entry(found, address) for found in document.entries]
    usable = tuple(entry for entry in entries if entry is not None)
    return Feed(usable, len(entries) - len(usable))


def plain_title(text: str, content_type: str) -> str:
    """Return a title on one line, without tags and entities if it is HTML."""
    if content_type in _HTML:
        reader = _TextOfHtml()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    return " ".join(text.split())


class _TextOfHtml(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unread = 0

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data)

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._unread += tag in _UNREAD
        if tag in _APART:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD and self._unread > 0


def _entry(found: dict[str, Any], address: str) -> FeedEntry | None:
    link = next(filter(None, (_address(one, address) for one in _links(found))), None)
    if link is None:
        return None
    return FeedEntry(
        title=_title(found),
        link=link,
        guid=(found.get("id") or "").strip(),
        published=_moment(found),
    )


def _links(found: dict[str, Any]) -> Iterator[str]:
    """Give where an entry may lead: its page or, of podcasts and the like, what it has to hear or see."""
    link = found.get("link") or ""
    # A guid without a word on what it is counts as a link; most are none.
    if not (found.get("guidislink") and link == found.get("id") and "://" not in link):
        yield link
    yield from (one.get("href") or "" for one in found.get("enclosures", ()))
    yield from (one.get("url") or "" for one in found.get("media_content", ()))
    yield from (one.get("src") or "" for one in found.get("content", ()))


def _address(link: str, address: str) -> str | None:
    """Return a link as a complete address, None if it is none."""
    whole = link.strip()
    if not whole:
        return None
    whole = f"https://{whole}" if whole.lower().startswith("www.") else whole
    try:
        return web_address(urljoin(address, whole))
    except ValueError:
        return None


def _title(found: dict[str, Any]) -> str:
    """Return the title; of entries that have none, as on Mastodon, the beginning of their text."""
    contents = [(part.get("value") or "", part.get("type", "")) for part in found.get("content", ())]
    texts = [(found.get(part) or "", found.get(f"{part}_detail", {}).get("type")) for part in _TITLES]
    # feedparser also calls a content the summary, and then says nothing of its type.
    typed = [(text, type_) for text, type_ in texts if type_ is not None]
    titles = (plain_title(text, type_) for text, type_ in (*typed, *contents))
    return next(filter(None, titles), "")[:LONGEST_TITLE]


def _moment(found: dict[str, Any]) -> datetime | None:
    # 9 numbers in UTC, or None for what feedparser cannot read. Its own get() takes one date for the other.
    numbers = dict.get(found, "published_parsed") or dict.get(found, "updated_parsed")
    try:
        return None if numbers is None else datetime.fromtimestamp(calendar.timegm(numbers), UTC)
    except (ValueError, OverflowError):
        return None


def _with_zone_name(text: str) -> struct_time | None:
    """Read a date that ends in the name of a time zone; feedparser itself takes most of them for UTC."""
    found = _NAMED_ZONE.fullmatch(text.strip())
    if found is None:
        return None
    zone = _zone(found["zone"])
    if zone is None:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, TypeError):
            return read(found["date"]).replace(tzinfo=zone).utctimetuple()
    return None


def _zone(name: str) -> tzinfo | None:
    if name.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[name.upper()]))
    try:
        return ZoneInfo(name) if "/" in name else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def _since_1970(text: str) -> struct_time | None:
    """Read seconds or milliseconds since 1970, in which feedparser finds a year and a day of it."""
    if not _SECONDS.fullmatch(text.strip()):
        return None
    return datetime.fromtimestamp(int(text.strip()[:10]), UTC).utctimetuple()


def _with_foreign_weekday(text: str) -> struct_time | None:
    """Read a date whose weekday is of another language, or sticks to it; nobody needs it."""
    found = _FOREIGN_WEEKDAY.fullmatch(text.strip())
    with suppress(ValueError, TypeError):
        return parsedate_to_datetime(found["date"]).utctimetuple() if found is not None else None
    return None


feedparser.registerDateHandler(_with_foreign_weekday)
feedparser.registerDateHandler(_with_zone_name)
feedparser.registerDateHandler(_since_1970)


def main() -> None:
    """Read the one document on standard input."""
    about = json.loads(sys.stdin.buffer.readline())
    bound_this_process(processor_seconds=about["processor_seconds"], memory_bytes=MEMORY_BYTES)
    content = sys.stdin.buffer.read()
    try:
        feed = read_document(content, address=about["address"], content_type=about["content_type"])
    except NoFeedError:
        json.dump(None, sys.stdout)
        return
    json.dump(asdict(feed), sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    main()
