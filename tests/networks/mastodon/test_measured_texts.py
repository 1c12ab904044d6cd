from __future__ import annotations

from DiscordBot.networks.mastodon.length import length
from tests.networks.measured_texts import TEXTS


def test_texts_are_as_long_as_mastodon_counts_them() -> None:
    found = {one.text: length(one.text.strip(), 23) for one in TEXTS}
    assert found == {one.text: one.mastodon for one in TEXTS}
    assert len(found) >= 200
