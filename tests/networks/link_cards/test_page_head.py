from __future__ import annotations

import pytest

from DiscordBot.networks.link_cards.page_head import PageHead, read_head

ADDRESS = "https://example.org/news/keynote"


def head(html: str, content_type: str = "text/html") -> PageHead:
    return read_head(html.encode(), content_type, ADDRESS)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (
            (
                '<title>Site</title><meta property="og:title" content=" The\n keynote ">'
                '<meta name=description content="Ada &amp; Grace"><meta property="og:image" content="a.png">'
            ),
            PageHead("The keynote", "Ada & Grace", "https://example.org/news/a.png"),
        ),
        (
            "<title>A &lt;b&gt; page</title><svg><title>A logo</title></svg>",
            PageHead("A <b> page"),
        ),
        (
            '<meta name="twitter:title" content="T"><meta name="twitter:image" content="https://cdn.test/t.jpg">',
            PageHead("T", "", "https://cdn.test/t.jpg"),
        ),
        # The first one counts, and an empty one does not.
        ('<meta property="og:title" content=""><title>T</title>', PageHead("T")),
        ("", PageHead()),
        ("\x00<<<meta><title", PageHead()),
    ],
)
def test_what_a_page_says_of_itself(html: str, found: PageHead) -> None:
    assert head(html) == found


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>Größe</title>".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ('<meta charset="iso-8859-1"><title>Größe</title>'.encode("latin-1"), "text/html"),
        ("<title>Größe</title>".encode(), "text/html; charset=no-such"),
    ],
)
def test_letters_are_read_as_the_page_writes_them(body: bytes, content_type: str) -> None:
    assert read_head(body, content_type, ADDRESS).title == "Größe"


def test_long_texts_are_cut() -> None:
    found = head(f'<title>{"t" * 5000}</title><meta name="description" content="{"d" * 5000}">')
    assert (len(found.title), len(found.description)) == (300, 1000)
