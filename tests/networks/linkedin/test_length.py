from __future__ import annotations

import pytest

from DiscordBot.networks.linkedin.length import length


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0), ("abc", 3), ("(a)", 3), ("é", 1), ("e\u0301", 2), ("👍", 2), ("🇩🇪", 4)]
)
def test_as_many_as_linkedin_may_count(text: str, expected: int) -> None:
    assert length(text) == expected
