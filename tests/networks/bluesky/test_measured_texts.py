from __future__ import annotations

from DiscordBot.networks.bluesky.length import LIMIT, MOST_BYTES, length
from tests.networks.measured_texts import TEXTS


def test_texts_are_as_long_as_bluesky_counts_them() -> None:
    short = [one for one in TEXTS if len(one.text.encode()) <= MOST_BYTES]
    assert {one.text: length(one.text) for one in short} == {one.text: one.bluesky for one in short}
    assert len(short) >= 200
    # Few characters may be too many bytes.
    (too_many_bytes,) = (one for one in TEXTS if one not in short)
    assert too_many_bytes.bluesky <= LIMIT < length(too_many_bytes.text)
