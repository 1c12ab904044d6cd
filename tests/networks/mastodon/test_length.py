"""Lengths as Mastodon's own validator counts them.

https://github.com/mastodon/mastodon/blob/main/spec/validators/status_length_validator_spec.rb
"""

from __future__ import annotations

import pytest

from DiscordBot.networks.mastodon.length import length

LINK = 23


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("hello", 5),
        ("naïve", 5),
        ("nai\u0308ve", 5),
        ("你好，世界", 5),
        ("👩‍👩‍👧‍👦", 1),
        ("🇩🇪🇫🇷", 2),
        ("👍🏽", 1),
        ("e\u0301\u0302\u0303", 1),
        ("http://example.org", LINK),
        ("https://example.org/a?b=c#d", LINK),
        ("(https://example.org/path)", LINK + 2),
        ("See https://example.org/path.", 4 + LINK + 1),
        ("https://example.org https://example.org/2", LINK + 1 + LINK),
        ("example.org", 11),
        ("ftp://example.org", 17),
        ("@ada", 4),
        ("@ada@example.social", 4),
        ("Hi @ada@example.social!", 8),
        ("mail ada@example.org", 20),
        ("#PyCon #Ünïcode", 15),
        ("line\nline", 9),
    ],
)
def test_length(text: str, expected: int) -> None:
    assert length(text, LINK) == expected
