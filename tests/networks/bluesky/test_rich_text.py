"""What leads somewhere in a text, by bytes.

https://github.com/bluesky-social/atproto/blob/main/packages/api/tests/rich-text-detection.test.ts
"""

from __future__ import annotations

import pytest

from DiscordBot.networks.bluesky.posting.rich_text import find_parts


def parts(text: str) -> list[tuple[str, str, str]]:
    """Return the kind of each part, what it says, and where it leads."""
    raw = text.encode()
    return [(str(part.kind), raw[part.start : part.end].decode(), part.value) for part in find_parts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no links", []),
        ("https://example.org", [("link", "https://example.org", "https://example.org")]),
        (
            "See https://example.org/a?b=c#d.",
            [("link", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d")],
        ),
        ("(https://example.org/a_(b))", [("link", "https://example.org/a_(b)", "https://example.org/a_(b)")]),
        ("👨‍👩‍👧‍👧 https://example.org 👨‍👩‍👧‍👧", [("link", "https://example.org", "https://example.org")]),
        ("Tickets: example.org/tickets!", [("link", "example.org/tickets", "https://example.org/tickets")]),
        ("Read setup.py and README.md", []),
        ("Mail ada@example.org", []),
        ("Hi @ada.bsky.social, hello", [("mention", "@ada.bsky.social", "ada.bsky.social")]),
        ("Hi @ada on X", []),
        ("é#PyCon #PyCon #Ünïcode!", [("tag", "#PyCon", "PyCon"), ("tag", "#Ünïcode", "Ünïcode")]),
        ("#1 of #2027 and #3d", [("tag", "#3d", "3d")]),
        (
            "https://example.org/#PyCon",
            [("link", "https://example.org/#PyCon", "https://example.org/#PyCon")],
        ),
        (
            "ü @ada.bsky.social #x https://a.eu",
            [
                ("mention", "@ada.bsky.social", "ada.bsky.social"),
                ("tag", "#x", "x"),
                ("link", "https://a.eu", "https://a.eu"),
            ],
        ),
    ],
)
def test_parts(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert parts(text) == expected
