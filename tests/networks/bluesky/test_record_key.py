from __future__ import annotations

import re

import pytest

from DiscordBot.networks.bluesky.posting.record_key import record_key

# https://atproto.com/specs/tid
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")


def key(microseconds: int, chance: str = "0" * 18) -> str:
    return f"{microseconds:014x}{chance}"


def test_it_is_the_same_for_the_same_key_and_another_for_another() -> None:
    assert record_key(key(1)) == record_key(key(1))
    names = {record_key(key(1_815_000_000_000_000, f"{number:018x}")) for number in range(3)}
    assert len(names | {record_key(key(1_815_000_000_000_001))}) > 1


@pytest.mark.parametrize("one", [key(0), key(1_815_000_000_000_000), "f" * 32, "no number at all"])
def test_it_is_a_tid(one: str) -> None:
    assert TID.fullmatch(record_key(one))


def test_later_ones_come_later() -> None:
    names = [record_key(key(1_815_000_000_000_000 + second * 1_000_000)) for second in range(20)]
    assert names == sorted(names)


def test_the_time_is_that_of_the_specification() -> None:
    # An example of https://atproto.com/specs/tid; its last ten bits are chance.
    assert record_key(key(1_688_137_381_887_007))[:11] == "3jzfcijpj2z2a"[:11]


def test_without_a_key_there_is_none() -> None:
    with pytest.raises(ValueError, match="key"):
        record_key("")
