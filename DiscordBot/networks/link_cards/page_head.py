"""What a page says of itself for those who link to it.

https://ogp.me and https://html.spec.whatwg.org/multipage/semantics.html#the-meta-element
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 1000

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_SNIFFED = 2048
_TITLES = ("og:title", "twitter:title")
_DESCRIPTIONS = ("og:description", "twitter:description", "description")
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")


@dataclass(frozen=True, slots=True)
class PageHead:
    """A page's title, what it is about, and the address of its picture; each may be empty."""

    title: str = ""
    description: str = ""
    image: str = ""


def read_head(body: bytes, content_type: str, address: str) -> PageHead:
    """Return what a page, or its beginning, says of itself."""
    reader = _Reader()
    reader.feed(_decoded(body, content_type))
    reader.close()
    said = reader.said
    image = _first(said, _IMAGES)
    return PageHead(
        title=(_first(said, _TITLES) or _tidy("".join(reader.title)))[:LONGEST_TITLE],
        description=_first(said, _DESCRIPTIONS)[:LONGEST_DESCRIPTION],
        image=urljoin(address, image) if image else "",
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.title: list[str] = []
        self._is_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = values.get("property") or values.get("name") or ""
            self.said.setdefault(name.strip().casefold(), _tidy(values.get("content", "")))
        # Pictures in a page may have titles of their own.
        self._is_title = tag == "title" and not self.title

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._is_title = False

    def handle_data(self, data: str) -> None:
        if self._is_title:
            self.title.append(data)


def _decoded(body: bytes, content_type: str) -> str:
    found = _CHARSET.search(content_type.encode()) or _CHARSET.search(body[:_SNIFFED])
    try:
        return body.decode(found[1].decode() if found else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _tidy(text: str) -> str:
    return " ".join(text.split())
