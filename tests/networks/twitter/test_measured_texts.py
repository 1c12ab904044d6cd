from __future__ import annotations

from DiscordBot.networks.twitter.length import weighted_length
from tests.networks.measured_texts import TEXTS


def test_texts_are_as_long_as_x_counts_them() -> None:
    found = {one.text: weighted_length(one.text) for one in TEXTS}
    assert found == {one.text: one.x for one in TEXTS}
    assert len(found) >= 200
