"""A post's text as people read it, out of its HTML.

https://docs.joinmastodon.org/spec/activitypub/#sanitization
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from DiscordBot.networks.whole_links import whole_link

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 50_000
"""In characters of HTML; what comes after it is left out."""

_BLOCKS = frozenset({"p", "pre", "blockquote", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_WITHOUT_END = frozenset({"br", "img", "hr", "wbr"})
_NOT_SHOWN = frozenset({"script", "style", "template"})
_REPEATS_A_QUOTE = "quote-inline"
"""Says again, for servers that know no quotes, what is quoted."""


def html_text(html: str, handles: Mapping[str, str] | None = None, *, has_quote: bool = True) -> str:
    """Return the text with whole links; `handles` are those of people, by the addresses of their pages.

    Without a quote below, servers show what only says that again: anybody may have written it.
    """
    reading = _Reading(handles or {}, has_quote=has_quote)
    reading.feed(html[:LONGEST])
    reading.close()
    lines = (line.strip() for line in reading.text().split("\n"))
    return "\n".join(lines).strip()


@dataclass
class _Link:
    """A link that is being read."""

    address: str
    is_name: bool
    written: list[str] = field(default_factory=list)


class _Reading(HTMLParser):
    """Collects what is shown."""

    def __init__(self, handles: Mapping[str, str], *, has_quote: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._handles = handles
        self._has_quote = has_quote
        self._parts: list[str] = []
        self._link: _Link | None = None
        self._hidden_depth = 0

    def text(self) -> str:
        """Return what was read; a blank line between paragraphs, and never more than one."""
        self._end_link()
        text = "".join(self._parts)
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        repeats = self._has_quote and _REPEATS_A_QUOTE in classes
        if self._hidden_depth or tag in _NOT_SHOWN or repeats:
            self._hidden_depth += tag not in _WITHOUT_END
        elif tag == "br":
            self._write("\n")
        elif tag in _BLOCKS:
            self._write("\n\n")
        elif tag == "li":
            self._write("\n• ")
        elif tag == "a":
            self._end_link()
            self._link = _Link(given.get("href") or "", "mention" in classes or "hashtag" in classes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element without content, such as `<br />`."""
        if tag in _WITHOUT_END:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if self._hidden_depth:
            self._hidden_depth -= tag not in _WITHOUT_END
        elif tag == "a":
            self._end_link()
        elif tag in _BLOCKS:
            self._write("\n\n")

    def handle_data(self, data: str) -> None:
        """Take a piece of text, in which line ends mean nothing."""
        if not self._hidden_depth:
            self._write(data.replace("\n", " "))

    def _write(self, text: str) -> None:
        (self._parts if self._link is None else self._link.written).append(text)

    def _end_link(self) -> None:
        link, self._link = self._link, None
        if link is None:
            return
        written = "".join(link.written)
        if handle := self._handles.get(link.address):
            self._write(f"@{handle}")
        elif link.is_name or not link.address.startswith(("http://", "https://")):
            self._write(written)
        else:
            self._write(whole_link(written, link.address))
