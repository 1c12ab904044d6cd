from __future__ import annotations

from DiscordBot.networks.linkedin.length import length
from tests.networks.measured_texts import TEXTS


def test_no_text_is_longer_than_it_is_counted() -> None:
    """LinkedIn does not tell how it counts; neither code points nor what people see may be more."""
    assert [one.text for one in TEXTS if length(one.text) < max(len(one.text), one.bluesky)] == []
