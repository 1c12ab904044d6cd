from __future__ import annotations

import pytest

from DiscordBot.networks.bluesky.length import LIMIT, MOST_BYTES, length

FAMILY = "👩‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("hello", 5),
        ("nai\u0308ve", 5),
        ("你好", 2),
        (FAMILY, 1),
        ("🇩🇪🇫🇷", 2),
        ("https://example.org/" + "x" * 80, 100),
        ("x" * LIMIT, LIMIT),
        # 25 bytes each: more than 120 of them are too many bytes.
        (FAMILY * 120, 120),
    ],
)
def test_length(text: str, expected: int) -> None:
    assert length(text) == expected


def test_too_many_bytes_are_too_long_however_few_characters_they_are() -> None:
    assert len(FAMILY.encode()) * 121 > MOST_BYTES
    assert length(FAMILY * 121) > LIMIT
