from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.networks.mastodon.reading.html_text import LONGEST, html_text

LINK = (
    '<a href="https://example.org/a/very/long/path?x=1&amp;y=2" rel="nofollow"><span class="invisible">'
    'https://</span><span class="ellipsis">example.org/a/very</span><span class="invisible">/long/path'
    "?x=1&amp;y=2</span></a>"
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Rust &amp; Go &lt;3</p>", "Rust & Go <3"),
        ("<p>One<br />two<br>three</p><p>Four</p>", "One\ntwo\nthree\n\nFour"),
        (f"<p>See {LINK}!</p>", "See https://example.org/a/very/long/path?x=1&y=2!"),
        ('<p><a href="https://example.org/x">our page</a></p>', "our page (https://example.org/x)"),
        ('<p><a href="https://example.org/abc">example.org/a…</a></p>', "https://example.org/abc"),
        (
            '<p><a href="https://here/tags/PyCon" class="mention hashtag">#<span>PyCon</span></a></p>',
            "#PyCon",
        ),
        ('<a href="https://there/@ada" class="u-url mention">@<span>ada</span></a> hi', "@ada@there hi"),
        ('<a href="https://there/@bob" class="u-url mention">@<span>bob</span></a> hi', "@bob hi"),
        ("<ul><li>one</li><li>two</li></ul>", "• one\n• two"),
        ('<p class="quote-inline">RE: <a href="https://x/1">x/1</a></p><p>So true</p>', "So true"),
        ("<p>a</p><script>alert(1)</script><p>b</p>", "a\n\nb"),
        ('<p><a href="javascript:alert(1)">click</a></p>', "click"),
        ('<p>never closed <a href="https://example.org">example.org', "never closed https://example.org"),
        ("plain text\nof another server", "plain text of another server"),
        ("", ""),
    ],
)
def test_html_as_people_read_it(html: str, text: str) -> None:
    assert html_text(html, {"https://there/@ada": "ada@there"}) == text


@given(st.text(alphabet="<>a/p\"'= &;!-brh ef:"))
def test_nothing_breaks_it(html: str) -> None:
    html_text(html)


def test_no_text_takes_long() -> None:
    assert html_text("<p>" * LONGEST + "end") == "<p"
