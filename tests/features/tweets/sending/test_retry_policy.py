from __future__ import annotations

from datetime import timedelta

import pytest

from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 30), (1, 30), (2, 60), (3, 120), (5, 480), (6, 900), (7, 900), (10**6, 900)]
)
def test_each_wait_is_twice_as_long_up_to_a_quarter_of_an_hour(attempts: int, seconds: int) -> None:
    assert RetryPolicy(chance=lambda: 0.5).after(attempts) == timedelta(seconds=seconds)


def test_chance_makes_it_a_quarter_longer_or_shorter() -> None:
    assert RetryPolicy(chance=lambda: 0).after(1) == timedelta(seconds=22.5)
    assert RetryPolicy(chance=lambda: 1).after(1) == timedelta(seconds=37.5)
    assert len({RetryPolicy().after(1) for _ in range(10)}) > 1
