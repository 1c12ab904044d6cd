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
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import feedparser  # type: ignore[import-untyped]  # comes without types

from DiscordBot.core.bounded_process import bound_this_process
from DiscordBot.features.news.entries import Feed, FeedEntry, web_address

if TYPE_CHECKING:
    from time import struct_time

LONGEST_TITLE = 500
"""Characters; no network takes that many."""

MEMORY_BYTES = 512 * 1024 * 1024

_NAMED_ZONE = re.compile(
    r"(?:\w+,\s*)?(?P<date>.*[0-9])\s+(?P<zone>[A-Za-z]{3,5}|[A-Za-z_]+(?:/[A-Za-z_]+)+)"
)
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
        response_headers={"content-location": address, "content-type": content_type},
        # Texts of entries are not used, and cleaning them takes most of the time.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not document.version:
        raise NoFeedError
    entries = [_entry(found) for found in document.entries]
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

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag in {"br", "p", "div"}:
            self.parts.append(" ")


def _entry(found: dict[str, Any]) -> FeedEntry | None:
    try:
        link = web_address(found.get("link") or "")
    except ValueError:
        return None
    return FeedEntry(
        title=_title(found),
        link=link,
        guid=(found.get("id") or "").strip(),
        published=_moment(found),
    )


def _title(found: dict[str, Any]) -> str:
    """Return the title; of entries that have none, as on Mastodon, the beginning of their text."""
    for part in ("title", "summary"):
        title = plain_title(found.get(part) or "", found.get(f"{part}_detail", {}).get("type", ""))
        if title:
            return title[:LONGEST_TITLE]
    contents = (plain_title(part.value, part.get("type", "")) for part in found.get("content", ()))
    return next(filter(None, contents), "")[:LONGEST_TITLE]


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


feedparser.registerDateHandler(_with_zone_name)


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
